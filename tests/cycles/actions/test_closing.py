"""A cycle is closed by decisions, all at once or not at all; and it may be opened again."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cycles.actions.calendar import shift_cycles
from cycles.actions.closing import (
    AlreadyClosed,
    BeganToday,
    EpicsUndecided,
    NoNextCycle,
    NotRunning,
    close_cycle,
)
from cycles.actions.cycle import start_cycle
from cycles.actions.epics import EpicHasEnded, EpicIsNotChosen, choose_epic
from cycles.actions.history import remember_cycle
from cycles.actions.reopening import (
    DaysAreTaken,
    EpicIsBetOnElsewhere,
    NextCycleHasStarted,
    NotClosed,
    NothingToReopen,
    reopen_cycle,
)
from cycles.actions.seats import seat_member
from cycles.models import Bet, Cycle, CycleReport, Epic, ScopeItem, Seat, SeatDay, Team
from cycles.queries.trail import trails_of
from cycles.signals import cycle_closing
from planner.models import Activity
from tests.cycles.conftest import team
from tests.cycles.whole import AFTER, DECIDED, FRIDAY, LOCKED, MIDDLE, decisions, named, whole_cycle


@pytest.fixture
def running(cycle, haruka, sho):
    return whole_cycle(cycle, haruka, sho)


def close(cycle, by=None, at=FRIDAY, **other):
    return close_cycle(
        cycle=cycle, decisions=other.get("decisions") or decisions(cycle), by=by, at=at
    )


def reopen(cycle, by=None, at=FRIDAY):
    return reopen_cycle(cycle=cycle, by=by, at=at)


def following(cycle):
    return Cycle.objects.get(workspace=cycle.workspace, number=cycle.number + 1)


def test_each_decision_is_done(running, haruka):
    close(running, haruka)

    states = {epic.title: epic.state for epic in Epic.objects.all()}
    assert states == {
        "Gateway failover": "shipped",
        "Argo CD": "exploring",
        "Cost labels": "shipped",
        "Restore drill": "parked",
        "Old roles": "dropped",
    }
    bets = {bet.epic.title: (bet.outcome, bet.outcome_reason) for bet in running.bets.all()}
    assert bets == DECIDED
    assert not running.bets.filter(is_open=True).exists()
    running.refresh_from_db()
    assert (running.state, running.closed_by, running.closed_at) == ("closed", haruka, FRIDAY)


def test_epic_that_is_bet_on_again_has_its_team_in_the_next_cycle(running):
    close(running)

    epic = named(running, "Argo CD")
    assert epic.bets.get(is_open=True).cycle == following(running)
    assert following(running).teams.get(epic=epic).seats.count() == 0
    assert [(step.cycle, step.outcome) for step in trails_of([epic])[epic.pk]] == [
        (23, "bet_again")
    ]


def test_what_was_committed_to_is_asked_anew_when_it_is_bet_on_again(running):
    Epic.objects.filter(title="Argo CD").update(state="committed")

    close(running)

    assert named(running, "Argo CD").state == Epic.State.EXPLORING


def test_unbuilt_scope_is_cut_with_the_reason_of_the_decision(running):
    close(running)

    scope = {item.title: (item.kind, item.cut_reason) for item in ScopeItem.objects.all()}
    why = DECIDED["Gateway failover"][1]
    assert scope == {
        "Route by header": ("must", ""),
        "Route by host": ("cut", why),
        "Wildcards": ("cut", "Nobody asked."),
        "Drain first": ("cut", why),
    }


def test_epic_shipped_before_needs_no_decision_and_keeps_its_day(running):
    Epic.objects.filter(title="Cost labels").update(state="shipped", shipped_at=MIDDLE)
    decided = {e: d for e, d in decisions(running).items() if e.title != "Cost labels"}

    close(running, decisions=decided)

    assert named(running, "Cost labels").shipped_at == MIDDLE
    assert running.bets.get(epic__title="Cost labels").outcome == ""
    assert not running.bets.get(epic__title="Cost labels").is_open


def test_nothing_is_decided_by_default(running):
    with pytest.raises(EpicsUndecided) as refused:
        close_cycle(cycle=running, decisions={}, by=None, at=FRIDAY)

    assert len(refused.value.problems) == len(refused.value.reasons) == 5
    assert "Argo CD: Decide what becomes of it." in refused.value.reasons
    running.refresh_from_db()
    assert running.state == "active"


@pytest.mark.parametrize(("decision", "said"), [(("park", "  "), "why"), (("", "So."), "becomes")])
def test_each_decision_has_an_outcome_and_a_reason(running, decision, said):
    epic = named(running, "Old roles")

    with pytest.raises(EpicsUndecided) as refused:
        close(running, decisions=decisions(running) | {epic: decision})

    assert list(refused.value.problems) == [epic.pk]
    assert said in refused.value.problems[epic.pk]


def test_decision_about_what_is_not_there_is_refused(running, ingress, haruka):
    with pytest.raises(EpicIsNotChosen):
        close(running, decisions={**decisions(running), ingress: ("park", "So.")})
    Epic.objects.filter(title="Old roles").update(state="dropped")
    with pytest.raises(EpicHasEnded):
        close(running)


def test_cycle_is_closed_once(running, haruka, ren):
    close(running, haruka)

    with pytest.raises(AlreadyClosed, match="Haruka Mori has closed cycle 23"):
        close(running, ren)


def test_cycle_that_has_not_begun_is_not_closed(cycle):
    with pytest.raises(NotRunning):
        close_cycle(cycle=cycle, decisions={}, by=None, at=FRIDAY)


def test_cycle_is_not_closed_on_its_first_day(running):
    with pytest.raises(BeganToday):
        close(running, at=LOCKED + timedelta(hours=5))


def test_nothing_is_bet_on_again_without_a_next_cycle(running):
    Team.objects.filter(cycle__number__gt=23).delete()
    Cycle.objects.filter(number__gt=23).delete()

    with pytest.raises(NoNextCycle):
        close(running)


def test_closing_early_ends_the_cycle_and_its_seats(running, sho):
    late = sho.seats.get()
    late.days.filter(on__lt=date(2026, 6, 1)).delete()
    Seat.objects.filter(pk=late.pk).update(from_on=date(2026, 6, 1))

    close(running, at=MIDDLE)

    running.refresh_from_db()
    assert running.ends_on == date(2026, 5, 21)
    assert not Seat.objects.filter(pk=late.pk).exists()
    assert set(Seat.objects.values_list("to_on", flat=True)) == {date(2026, 5, 21)}
    assert not SeatDay.objects.filter(on__gt=date(2026, 5, 21)).exists()


def test_closing_late_leaves_the_dates(running):
    close(running, at=AFTER)

    running.refresh_from_db()
    assert running.ends_on == date(2026, 6, 7)


def test_nothing_is_closed_when_a_part_of_the_report_cannot_be_written(running):
    def fails(**kwargs):
        raise DatabaseError

    cycle_closing.connect(fails)
    try:
        with pytest.raises(DatabaseError):
            close(running)
    finally:
        cycle_closing.disconnect(fails)
    running.refresh_from_db()
    assert running.state == "active"
    assert not CycleReport.objects.exists()


def test_closing_and_each_decision_are_told_in_the_log(running, haruka):
    close(running, haruka)

    told = Activity.objects.filter(verb__in=["close_cycle", "decide_epic"], by=haruka)
    assert told.count() == 6
    assert set(told.filter(verb="decide_epic").values_list("data__why", flat=True)) == {
        reason for _outcome, reason in DECIDED.values()
    }


def test_next_cycle_starts_after_the_closed_one(running, haruka, sho, ren, ingress):
    close(running)
    coming = following(running)
    with pytest.raises(Exception, match="ran until"):
        start_cycle(cycle=coming, by=haruka, at=FRIDAY)

    big = coming.teams.get(epic__title="Argo CD")
    for member in (ren, haruka):
        seat_member(team=big, member=member, by=haruka, at=FRIDAY)
    seat_member(team=team(coming, "on_support"), member=sho, by=haruka, at=FRIDAY)
    started = start_cycle(cycle=coming, by=haruka, at=AFTER)
    assert started.state == "active"


# --- Opening again


def rows(workspace):
    """All that a cycle is made of, without versions and the log."""
    seats = Seat.objects.order_by("pk")
    return {
        "cycles": list(
            Cycle.objects.order_by("pk").values(
                "number", "starts_on", "ends_on", "state", "started_at", "closed_at", "closed_by"
            )
        ),
        "epics": list(Epic.objects.order_by("pk").values("pk", "title", "state", "shipped_at")),
        "bets": list(Bet.objects.order_by("pk").values()),
        "teams": list(Team.objects.order_by("pk").values()),
        "seats": list(seats.values()),
        "days": sorted(SeatDay.objects.values_list("seat", "member", "on")),
        "scope": list(
            ScopeItem.objects.order_by("pk").values(
                "pk", "kind", "cut_reason", "cut_at", "went_to", "done_at"
            )
        ),
    }


def test_opening_again_keeps_the_report_and_supersedes_it(running, haruka):
    report = close(running, haruka)

    reopen(running, haruka, at=AFTER)

    report.refresh_from_db()
    assert report.superseded_at == AFTER
    assert report.content["epics"]
    again = close(running, haruka, at=AFTER)
    assert list(running.reports.all()) == [again, report]


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    outcomes=st.lists(st.sampled_from(Bet.Outcome.values), min_size=5, max_size=5),
    ended=st.sets(st.integers(0, 4), max_size=2),
    late=st.dates(date(2026, 4, 28), date(2026, 6, 7)),
    day=st.integers(1, 45),
)
def test_closing_and_opening_again_leaves_everything_as_it_was(
    running, outcomes, ended, late, day, django_db_blocker
):
    epics = list(Epic.objects.order_by("pk"))
    for place, epic in enumerate(epics):
        done = place in ended
        Epic.objects.filter(pk=epic.pk).update(
            state="shipped" if done else "committed", shipped_at=LOCKED if done else None
        )
    seat = Seat.objects.order_by("pk").last()
    seat.days.all().delete()
    Seat.objects.filter(pk=seat.pk).update(from_on=late, to_on=date(2026, 6, 7))
    SeatDay.objects.bulk_create(
        SeatDay(seat=seat, member=seat.member, on=late + timedelta(days=n))
        for n in range((date(2026, 6, 7) - late).days + 1)
    )
    before, at = rows(running.workspace), LOCKED + timedelta(days=day)

    decided = {
        epic: (outcome, "So.")
        for place, (epic, outcome) in enumerate(zip(epics, outcomes, strict=True))
        if place not in ended
    }
    close_cycle(cycle=running, decisions=decided, by=None, at=at)
    assert rows(running.workspace) != before
    reopen(running, at=at + timedelta(minutes=1))

    assert rows(running.workspace) == before


def test_next_cycle_that_was_planned_stays_planned(running, quota, haruka):
    close(running)
    choose_epic(cycle=following(running), epic=quota, by=haruka, at=FRIDAY)

    reopen(running)

    assert following(running).state == "planned"
    assert [bet.epic for bet in following(running).bets.all()] == [quota]


def test_cycle_stays_closed_once_the_next_has_started(running):
    close(running)
    Cycle.objects.filter(number=24).update(state="active", started_at=AFTER)

    with pytest.raises(NextCycleHasStarted, match="Cycle 24 has started"):
        reopen(running)


def test_cycle_that_runs_is_not_opened(running):
    with pytest.raises(NotClosed):
        reopen(running)


def test_remembered_cycle_is_not_opened(running):
    Cycle.objects.filter(pk=running.pk).update(state="closed", closed_at=AFTER)

    with pytest.raises(NothingToReopen):
        reopen(running)


def test_days_that_the_next_cycle_took_are_not_taken_back(running):
    close(running, at=MIDDLE)
    shift_cycles(cycle=following(running), weeks=-2, by=None, at=MIDDLE)

    with pytest.raises(DaysAreTaken):
        reopen(running, at=MIDDLE)


def test_epic_that_was_chosen_meanwhile_stays_where_it_is(running, haruka):
    close(running)
    parked = named(running, "Restore drill")
    choose_epic(cycle=following(running), epic=parked, by=haruka, at=FRIDAY)

    with pytest.raises(EpicIsBetOnElsewhere, match="Restore drill is in cycle 24"):
        reopen(running)
    running.refresh_from_db()
    assert running.state == "closed"


def test_remembered_cycle_tells_what_became_of_its_epics(workspace, cycle, ingress, quota, ren):
    past = {"ends_on": date(2026, 4, 26), "by": None, "at": LOCKED}
    remember_cycle(
        workspace=workspace, number=22, starts_on=date(2026, 3, 16), big={ingress: [ren]},
        small={quota: []}, **past,
        decisions={ingress: ("ship", "Done."), quota: ("park", "Later.")},
    )  # fmt: skip
    past["ends_on"] = date(2026, 3, 15)
    remember_cycle(
        workspace=workspace, number=21, starts_on=date(2026, 2, 2), big={ingress: [ren]},
        decisions={ingress: ("bet_again", "Late.")}, **past,
    )  # fmt: skip

    ingress.refresh_from_db()
    quota.refresh_from_db()
    assert (ingress.state, quota.state) == ("shipped", "parked")
    assert ingress.shipped_at.date() == date(2026, 4, 26)
    assert [(one.cycle, one.outcome) for one in trails_of([ingress])[ingress.pk]] == [
        (21, "bet_again"), (22, "ship"),
    ]  # fmt: skip
