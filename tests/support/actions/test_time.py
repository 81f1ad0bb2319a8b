from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from cycles.models import Cycle
from planner.models import Activity
from support.actions.causes import (
    CauseIsArchived,
    CauseIsThere,
    CauseNeedsAName,
    add_cause,
    archive_cause,
    rename_cause,
    restore_cause,
    set_cause,
)
from support.actions.time import (
    AlreadyStruck,
    DayIsAhead,
    DayIsFrozen,
    NoSuchTime,
    NotYourTime,
    ReasonIsMissing,
    TimeHasChanged,
    correct_time,
    log_time,
    strike_time,
)
from support.actions.timer import start_timer, stop_timer
from support.models import TimeEntry
from tests.factories import NOON, TaskFactory, TicketFactory

TODAY = NOON.date()


@pytest.fixture
def ticket(workspace):
    return TicketFactory(workspace=workspace)


@pytest.fixture
def entry(ticket, sho):
    return log_time(member=sho, on=TODAY, minutes=30, ticket=ticket, by=sho, at=NOON)


@pytest.fixture
def cause(workspace, haruka):
    return add_cause(workspace=workspace, name="Node alerts", by=haruka, at=NOON)


def test_time_on_a_ticket_is_reactive_and_told_under_it(entry, ticket):
    assert (entry.nature, entry.minutes, entry.on) == ("reactive", 30, TODAY)
    assert Activity.objects.about(ticket).get().data["minutes"] == 30


def test_time_on_debt_is_proactive(on_support, sho):
    task = TaskFactory(team=on_support, nature="debt")
    entry = log_time(member=sho, on=TODAY, minutes=60, task=task, by=sho, at=NOON)
    assert entry.nature == "proactive"


@pytest.mark.parametrize("minutes", [-5, 0, 1441])
def test_time_is_between_a_minute_and_a_day(ticket, sho, minutes):
    with pytest.raises(NoSuchTime):
        log_time(member=sho, on=TODAY, minutes=minutes, ticket=ticket, by=sho, at=NOON)


def test_nobody_logs_what_has_not_come(ticket, sho):
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(DayIsAhead):
        log_time(member=sho, on=tomorrow, minutes=5, ticket=ticket, by=sho, at=NOON)


def test_manager_logs_for_anybody_and_others_for_themselves(ticket, sho, ren, haruka):
    with pytest.raises(NotYourTime):
        log_time(member=sho, on=TODAY, minutes=5, ticket=ticket, by=ren, at=NOON)
    entry = log_time(member=sho, on=TODAY, minutes=5, ticket=ticket, by=haruka, at=NOON)
    assert (entry.member, entry.logged_by) == (sho, haruka)


def test_correction_says_who_and_why_and_the_log_what_it_was(entry, sho, ren, haruka):
    with pytest.raises(ReasonIsMissing):
        correct_time(entry=entry, minutes=45, reason=" ", by=sho, at=NOON)
    with pytest.raises(NotYourTime):
        correct_time(entry=entry, minutes=45, reason="No.", by=ren, at=NOON)
    with pytest.raises(TimeHasChanged):
        correct_time(entry=entry, minutes=45, reason="Yes.", seen_version=7, by=sho, at=NOON)
    now = correct_time(entry=entry, minutes=45, reason="It was longer.", by=haruka, at=NOON)
    assert (now.minutes, now.corrected_by, now.reason) == (45, haruka, "It was longer.")
    told = Activity.objects.get(verb="correct_time").data
    assert (told["before"], told["minutes"]) == (30, 45)


def test_struck_time_stays_and_counts_no_more(entry, sho):
    strike_time(entry=entry, reason="Twice.", by=sho, at=NOON)
    assert not TimeEntry.objects.counted().exists()
    with pytest.raises(AlreadyStruck):
        correct_time(entry=entry, minutes=5, reason="Yes.", by=sho, at=NOON)


def test_days_of_a_closed_cycle_are_frozen(cycle_23, entry, ticket, sho):
    Cycle.objects.update(state="closed", closed_at=NOON)
    with pytest.raises(DayIsFrozen):
        log_time(member=sho, on=TODAY, minutes=5, ticket=ticket, by=sho, at=NOON)
    with pytest.raises(DayIsFrozen):
        correct_time(entry=entry, minutes=5, reason="Less.", by=sho, at=NOON)
    with pytest.raises(DayIsFrozen):
        strike_time(entry=entry, reason="Not at all.", by=sho, at=NOON)
    before = log_time(member=sho, on=date(2026, 4, 26), minutes=5, ticket=ticket, by=sho, at=NOON)
    with pytest.raises(DayIsFrozen):
        correct_time(entry=before, on=TODAY, reason="The day after.", by=sho, at=NOON)
    assert list(TimeEntry.objects.order_by("pk").values_list("minutes", flat=True)) == [30, 5]


def test_time_counts_under_the_cause_of_what_it_is_for(entry, ticket, cause, workspace, haruka):
    def in_effect():
        return TimeEntry.objects.with_cause_in_effect().get().cause_in_effect

    assert in_effect() is None
    set_cause(of=ticket, cause=cause, by=haruka, at=NOON)
    assert in_effect() == cause.pk
    other = add_cause(workspace=workspace, name="Incidents", by=haruka, at=NOON)
    correct_time(entry=entry, cause=other, reason="It was the storm.", by=haruka, at=NOON)
    assert in_effect() == other.pk


def test_archived_cause_stays_and_is_offered_no_more(ticket, cause, sho, haruka):
    set_cause(of=ticket, cause=cause, by=sho, at=NOON)
    cause = archive_cause(cause=cause, by=haruka, at=NOON)
    ticket.refresh_from_db()
    assert ticket.cause == cause
    set_cause(of=ticket, cause=None, by=sho, at=NOON)
    with pytest.raises(CauseIsArchived):
        set_cause(of=ticket, cause=cause, by=sho, at=NOON)
    cause = restore_cause(cause=cause, by=haruka, at=NOON)
    assert set_cause(of=ticket, cause=cause, by=sho, at=NOON).cause == cause


def test_cause_has_a_name_of_its_own(workspace, cause, haruka):
    with pytest.raises(CauseIsThere):
        add_cause(workspace=workspace, name=" node ALERTS ", by=haruka, at=NOON)
    with pytest.raises(CauseNeedsAName):
        rename_cause(cause=cause, name=" ", by=haruka, at=NOON)
    assert rename_cause(cause=cause, name="Nodes", by=haruka, at=NOON).name == "Nodes"


@pytest.mark.parametrize(
    "facts", [{"ticket": None}, {"minutes": 0}, {"struck_at": NOON}, {"reason": "", "x": 1}]
)
def test_database_keeps_time_whole(entry, sho, facts):
    if facts.pop("x", None):
        facts |= {"corrected_at": NOON, "corrected_by": sho}
    with pytest.raises(IntegrityError), transaction.atomic():
        TimeEntry.objects.filter(pk=entry.pk).update(**facts)


@pytest.mark.parametrize(
    ("start", "minutes", "day"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 60, date(2026, 3, 29)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 60, date(2026, 10, 25)),
        (datetime(2026, 5, 20, 21, 45, tzinfo=UTC), 30, date(2026, 5, 20)),
    ],
    ids=["an hour is skipped", "an hour comes twice", "over midnight"],
)
def test_timer_measures_what_passed_and_counts_on_the_day_it_began(
    ticket, sho, start, minutes, day
):
    ticket.workspace.time_zone = "Europe/Berlin"
    ticket.workspace.save()
    sho.workspace.refresh_from_db()
    start_timer(member=sho, ticket=ticket, at=start)
    entry = stop_timer(member=sho, at=start + timedelta(minutes=minutes))
    assert (entry.minutes, entry.on) == (minutes, day)
