"""Days that are corrected, and ledgers that stay when their cycle is closed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cycles.actions.closing import close_cycle
from cycles.actions.leave import LeaveIsHistory, take_leave
from cycles.actions.reopening import reopen_cycle
from cycles.models import Cycle, CycleReport, CycleSettings, Epic, Seat
from cycles.queries.vision_share import vision_shares
from planner.actions.members import change_member
from planner.models import Activity, Member
from support.actions.causes import CauseIsArchived, archive_cause, rename_cause, set_cause
from support.actions.ratio import (
    CycleIsNotRemembered,
    NoSeatThatDay,
    NoSuchShare,
    WeeksDoNotFit,
    correct_day,
    keep_ratio,
    keep_ratios,
    remember_ratio,
    strike_correction,
)
from support.actions.time import (
    AlreadyStruck,
    DayIsAhead,
    DayIsFrozen,
    NotYourTime,
    ReasonIsMissing,
    correct_time,
    log_time,
    strike_time,
)
from support.models import DayCorrection, KeptRatio, TimeEntry
from support.queries.ratio import ratio_page
from support.queries.ratio_csv import csv_rows
from support.queries.ratio_day import day_page
from support.queries.ratio_facts import ledger_of
from support.queries.ratio_read import ratio_cycle, ratio_with_days
from support.rules.ratio import percent_of, sums
from support.rules.ratio_account import as_json, from_json
from tests.factories import (
    NOON,
    CauseFactory,
    CycleFactory,
    TaskFactory,
    ThemeFactory,
    TicketFactory,
)
from tests.support.interrupted import through

TODAY = date(2026, 5, 21)  # day 15
LATER = NOON + timedelta(days=1)


@pytest.fixture
def nodes(workspace):
    return CauseFactory(workspace=workspace, name="Nodes")


@pytest.fixture
def worked(cycle_23, release_team, on_support, ren, sho, nodes):
    """A day and a half of Ren's was let through, of which two days were thought; Sho paid debt."""
    ticket = TicketFactory(workspace=cycle_23.workspace, cause=nodes)
    log_time(member=sho, on=TODAY, minutes=120, ticket=ticket, by=sho, at=NOON)
    card = TaskFactory(team=on_support, nature="debt", epic=None)
    log_time(member=sho, on=TODAY, minutes=240, task=card, by=sho, at=NOON)
    one = through(release_team, ren, days=3, estimate="2", cause=nodes, asker_team="Checkout")
    log_time(member=ren, on=TODAY, minutes=720, interruption=one, by=ren, at=NOON)
    through(release_team, ren, days=2, estimate="0.5")
    return cycle_23


def in_days(told):
    total = sums(told.days)
    return total.reactive / told.day, total.proactive / told.day


def test_ledger_is_read_from_seats_time_and_estimates(worked, nodes):
    told = ledger_of(worked, TODAY)

    # Ren: one day capped, and half a day of estimate. Sho: fifteen days less half of debt.
    assert in_days(told) == (14.5 + 1.5, 13.5 + 0.5)
    assert {one.worked.on for one in told.days} < {one.on for one in told.worked}
    assert len(told.worked) == 52


def test_ledger_summed_up_is_the_ledger_of_its_entries(worked):
    assert in_days(ledger_of(worked, TODAY, told="entries")) == in_days(ledger_of(worked, TODAY))


def test_ledger_is_read_in_the_same_number_of_queries(worked, django_assert_num_queries):
    with django_assert_num_queries(9):
        ledger_of(worked, TODAY)
    for _more in range(2):
        ticket = TicketFactory(workspace=worked.workspace)
        member = Seat.objects.first().member
        log_time(member=member, on=TODAY, minutes=5, ticket=ticket, by=member, at=NOON)
    with django_assert_num_queries(9):
        ledger_of(worked, TODAY)


def serve_the_vision(team):
    theme = ThemeFactory(workspace=team.cycle.workspace)
    Epic.objects.filter(pk=team.epic_id).update(origin="vision", theme=theme)


def share_of_vision(cycle, today=TODAY):
    return vision_shares(cycle.workspace, [cycle], today=today).get(cycle.number)


def test_share_of_the_vision_is_that_of_the_ledger(worked, release_team, haruka):
    serve_the_vision(release_team)
    told = ledger_of(worked, TODAY)
    vision = sum(part.ticks for one in told.days for part in one.parts if part.epic)
    assert vision / told.day == 13.5  # Ren’s fifteen days, less what was let through

    # Half a day of debt was proactive too.
    assert share_of_vision(worked) == percent_of(vision, sums(told.days).proactive) == 96


def test_share_of_the_vision_of_a_closed_cycle_stays(worked, release_team, haruka):
    serve_the_vision(release_team)
    keep_ratio(cycle=worked, last=TODAY, by=haruka, at=NOON)
    Cycle.objects.filter(pk=worked.pk).update(state="closed", closed_at=NOON)
    worked.refresh_from_db()
    Epic.objects.update(origin="issue")
    TimeEntry.objects.all().delete()

    assert share_of_vision(worked, today=TODAY + timedelta(days=90)) == 96


def test_share_of_the_vision_is_planned_by_the_seats_before_the_first_day(worked, release_team):
    serve_the_vision(release_team)
    assert share_of_vision(worked, today=worked.starts_on - timedelta(days=1)) == 100


def test_ledger_is_read_back_as_it_was_kept(worked):
    days = ledger_of(worked, TODAY, told="entries").days
    back = list(from_json(as_json(days)))
    assert [(one.capacity, one.reactive, one.parts) for one in back] == [
        (one.capacity, one.reactive, one.parts) for one in days
    ]


def test_day_is_corrected_with_who_and_why(worked, ren, nodes):
    correct_day(
        member=ren,
        on=TODAY,
        percent=50,
        reason=" The half was ours. ",
        cause=nodes,
        by=ren,
        at=NOON,
    )

    assert in_days(ledger_of(worked, TODAY))[0] == 15.5
    one = DayCorrection.objects.get()
    assert (one.percent, one.reason, one.made_by) == (50, "The half was ours.", ren)
    told = Activity.objects.get(verb="correct_day")
    assert (told.by, told.data["percent"], told.data["reason"]) == (ren, 50, "The half was ours.")


def test_later_correction_replaces_the_earlier_one_which_stays_to_be_seen(worked, ren, haruka):
    correct_day(member=ren, on=TODAY, percent=0, reason="Mine.", by=ren, at=NOON)
    second = correct_day(member=ren, on=TODAY, percent=25, reason="No.", by=haruka, at=LATER)

    assert list(DayCorrection.objects.counted()) == [second]
    assert DayCorrection.objects.exclude(pk=second.pk).get().struck_by == haruka
    strike_correction(correction=second, by=haruka, at=LATER)
    assert in_days(ledger_of(worked, TODAY))[0] == 16
    with pytest.raises(AlreadyStruck):
        strike_correction(correction=second, by=haruka, at=LATER)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"reason": " "}, ReasonIsMissing),
        ({"percent": 101}, NoSuchShare),
        ({"on": TODAY + timedelta(days=1)}, DayIsAhead),
        ({"on": date(2026, 5, 17)}, NoSeatThatDay),  # a Sunday
        ({"on": date(2026, 4, 1)}, NoSeatThatDay),
    ],
)
def test_correction_is_refused_with_its_reason(worked, ren, wrong, refusal):
    given = {"on": TODAY, "percent": 0, "reason": "Ours."} | wrong
    with pytest.raises(refusal):
        correct_day(member=ren, **given, by=ren, at=NOON)
    assert not DayCorrection.objects.exists()


def test_day_is_corrected_by_who_it_is_and_by_managers_only(worked, ren, sho, nodes, haruka):
    with pytest.raises(NotYourTime):
        correct_day(member=ren, on=TODAY, percent=0, reason="No.", by=sho, at=NOON)
    archive_cause(cause=nodes, by=haruka, at=NOON)
    nodes.refresh_from_db()
    with pytest.raises(CauseIsArchived):
        correct_day(member=ren, on=TODAY, percent=0, reason="x", cause=nodes, by=haruka, at=NOON)
    one = correct_day(member=ren, on=TODAY, percent=0, reason="Ours.", by=haruka, at=NOON)
    with pytest.raises(NotYourTime):
        strike_correction(correction=one, by=sho, at=NOON)


def test_closing_keeps_the_ledger_and_freezes_it_in_the_report(worked, haruka):
    before = ledger_of(worked, TODAY, told="entries")
    close_cycle(cycle=worked, decisions={}, by=haruka, at=NOON)

    kept = KeptRatio.objects.get()
    assert sums(from_json(kept.days)) == sums(before.days)
    assert CycleReport.objects.get().content["support"]["ratio"] == kept.totals
    assert sum(week["reactive"] for week in kept.totals["weeks"]) == sums(before.days).reactive
    assert len(kept.totals["weeks"]) == 4
    assert [one["name"] for one in kept.totals["askers"]] == ["Checkout", ""]


def test_cycle_that_is_closed_again_is_kept_as_it_is_then(worked, haruka, ren):
    close_cycle(cycle=worked, decisions={}, by=haruka, at=NOON)
    reopen_cycle(cycle=worked, by=haruka, at=NOON)
    correct_day(member=ren, on=TODAY, percent=0, reason="Ours.", by=ren, at=NOON)
    worked.refresh_from_db()
    close_cycle(cycle=worked, decisions={}, by=haruka, at=NOON)

    first, second = CycleReport.objects.order_by("pk")
    assert second.content["support"]["ratio"] == KeptRatio.objects.get().totals
    assert first.content["support"]["ratio"] != second.content["support"]["ratio"]


def later_actions(cycle, haruka, ren, nodes, other):
    """Everything that touches what a closed day was made of; what is refused is refused."""
    entry = TimeEntry.objects.order_by("pk").first()
    by = {"by": haruka, "at": LATER}
    return {
        "log": lambda: log_time(member=ren, on=TODAY, minutes=60, ticket=entry.ticket, **by),
        "correct": lambda: correct_time(entry=entry, reason="x", minutes=1, **by),
        "strike": lambda: strike_time(entry=entry, reason="x", **by),
        "day": lambda: correct_day(member=ren, on=TODAY, percent=0, reason="x", **by),
        "hours": lambda: CycleSettings.objects.update(day_hours=4),
        "part time": lambda: change_member(
            member=ren,
            version=ren.version,
            role="member",
            percent=50,
            working_days="1234",
            country="DE",
            **by,
        ),
        "leave": lambda: take_leave(member=ren, from_on=TODAY, to_on=TODAY, **by),
        "cause": lambda: set_cause(of=entry.ticket, cause=other, **by),
        "rename": lambda: rename_cause(cause=nodes, name="Nodes and kubelets", **by),
    }


def told_of(cycle, member):
    """All that pages, REST and the CSV tell of a cycle in figures; names may change."""
    cycle = Cycle.objects.select_related("workspace").get(pk=cycle.pk)
    one, days = ratio_with_days(cycle, at=LATER)
    days = list(days)
    people = Member.objects.filter(pk__in={day.worked.member for day in days}).order_by("pk")
    page = ratio_page(member, at=LATER, number=cycle.number)
    return (
        KeptRatio.objects.values_list("totals", "days").get(),
        CycleReport.objects.values_list("content", flat=True).get(),
        one.totals,
        ratio_cycle(cycle, at=LATER).totals,
        days,
        [_told_of_day(person) for person in people],
        page.headline,
        page.chart.rows,
        [(line.url, line.days, line.times) for line in page.chosen.causes],
        [(*row[:3], row[5], row[-1]) for row in csv_rows(member, at=LATER, number=cycle.number)],
        vision_shares(cycle.workspace, [cycle], today=LATER.date()),
    )


def _told_of_day(person):
    page = day_page(person, TODAY, at=LATER)
    return page.said, [(part.days, part.is_reactive) for part in page.parts]


@settings(
    max_examples=4,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_no_figure_of_a_closed_day_changes_by_any_later_action(worked, haruka, ren, nodes, data):
    with transaction.atomic():
        cycle = Cycle.objects.get(pk=worked.pk)
        other = CauseFactory(workspace=cycle.workspace)
        close_cycle(cycle=cycle, decisions={}, by=haruka, at=NOON)
        figures = told_of(cycle, haruka)
        actions = later_actions(cycle, haruka, ren, nodes, other)
        for name in data.draw(st.permutations(sorted(actions))):
            _tried(actions[name])
            keep_ratios(at=LATER)
            assert told_of(cycle, haruka) == figures, name
        transaction.set_rollback(True)


def _tried(action):
    try:
        with transaction.atomic():
            action()
    except (DayIsFrozen, LeaveIsHistory):
        pass


def test_cycles_that_have_no_ledger_are_kept_by_themselves(workspace, ren):
    cycle = CycleFactory(
        workspace=workspace, number=22, state="closed", started_at=NOON, closed_at=NOON
    )
    assert keep_ratios(at=NOON) == 1
    assert KeptRatio.objects.get().cycle == cycle
    assert keep_ratios(at=NOON) == 0


def test_ratio_of_a_cycle_before_the_first_is_remembered_by_its_weeks(workspace, haruka, nodes):
    cycle = CycleFactory(
        workspace=workspace, number=22, state="closed", started_at=NOON, closed_at=NOON
    )
    weeks = [(Decimal(3), Decimal(5))] * 6
    kept = remember_ratio(cycle=cycle, weeks=weeks, causes={nodes: Decimal(12)}, by=haruka, at=NOON)

    assert kept.is_remembered
    assert sum(week["reactive"] for week in kept.totals["weeks"]) == 18 * kept.totals["unit"]
    assert [(one["id"], one["ticks"] / kept.totals["unit"]) for one in kept.totals["causes"]] == [
        (nodes.pk, 12), (None, 6),
    ]  # fmt: skip
    with pytest.raises(WeeksDoNotFit):
        remember_ratio(cycle=cycle, weeks=weeks, causes={nodes: Decimal(19)}, by=haruka, at=NOON)
    assert keep_ratios(at=NOON) == 0  # what is remembered is not counted anew
    for wrong in ([*weeks, weeks[0]], [(Decimal(6), Decimal(5))] * 6):
        with pytest.raises(WeeksDoNotFit):
            remember_ratio(cycle=cycle, weeks=wrong, by=haruka, at=NOON)


def test_what_was_closed_here_is_not_told_from_memory(worked, haruka):
    weeks = [(Decimal(3), Decimal(5))] * 6
    with pytest.raises(CycleIsNotRemembered):
        remember_ratio(cycle=worked, weeks=weeks, by=haruka, at=NOON)
    close_cycle(cycle=worked, decisions={}, by=haruka, at=NOON)
    with pytest.raises(CycleIsNotRemembered):
        remember_ratio(cycle=worked, weeks=weeks, by=haruka, at=NOON)
    assert keep_ratio(cycle=worked, last=TODAY, by=haruka, at=NOON)["tickets"] == 1
