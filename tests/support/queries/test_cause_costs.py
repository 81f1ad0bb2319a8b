"""What causes cost."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cycles.rules.calendar import Span
from support.actions.ratio import remember_ratio
from support.models import Interruption
from support.queries.cause_costs import costs, past_of
from support.queries.cause_pages import cause_page
from support.queries.cause_rows import cause_rows
from tests.factories import (
    NOON,
    CauseFactory,
    CycleFactory,
    InterruptionFactory,
    TeamFactory,
    TicketFactory,
    TimeEntryFactory,
)

TODAY = NOON.date()
SPAN = Span(TODAY - timedelta(days=83), TODAY)


@pytest.fixture
def cause(workspace):
    return CauseFactory(workspace=workspace)


def _cost(workspace, cause, span=SPAN):
    total = costs(workspace, span).total(cause.pk if cause else None)
    return total.days, total.tickets


def test_time_counts_under_the_cause_in_effect(workspace, cause, sho):
    other = CauseFactory(workspace=workspace)
    ticket = TicketFactory(workspace=workspace, cause=cause)
    TimeEntryFactory(member=sho, ticket=ticket, minutes=240)
    TimeEntryFactory(member=sho, ticket=ticket, minutes=120, cause=other)
    TimeEntryFactory(
        member=sho, ticket=ticket, minutes=60, struck_at=NOON, struck_by=sho, reason="x"
    )
    TimeEntryFactory(member=sho, ticket=TicketFactory(workspace=workspace), minutes=48)

    assert _cost(workspace, cause) == (Decimal("0.5"), 1)
    assert _cost(workspace, other) == (Decimal("0.25"), 0)
    assert _cost(workspace, None) == (Decimal("0.1"), 1)


def test_what_was_let_through_counts_its_estimate_until_there_is_time(workspace, cause, sho, ren):
    team = TeamFactory(cycle=CycleFactory(workspace=workspace), kind="small")
    one = InterruptionFactory(
        team=team, cause=cause, asked_by=sho, state=Interruption.State.LET_THROUGH, given_to=ren,
        estimate_days=2, answered_by=sho, answered_at=NOON,
    )  # fmt: skip
    assert _cost(workspace, cause) == (2, 0)
    TimeEntryFactory(member=ren, interruption=one, minutes=480)
    assert _cost(workspace, cause) == (1, 0)


def test_only_our_own_tickets_of_the_span_count(workspace, cause):
    TicketFactory(workspace=workspace, cause=cause, owner="Checkout")
    TicketFactory(workspace=workspace, cause=cause, opened_at=NOON - timedelta(days=84))
    TicketFactory(workspace=workspace, cause=cause, opened_at=NOON - timedelta(days=83))
    CauseFactory()
    assert _cost(workspace, cause) == (0, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_costs_take_four_queries(workspace, sho, count, django_assert_num_queries):
    for _ in range(count):
        ticket = TicketFactory(workspace=workspace, cause=CauseFactory(workspace=workspace))
        TimeEntryFactory(member=sho, ticket=ticket)
    with django_assert_num_queries(4):
        assert len(costs(workspace, SPAN).totals) == count


def test_past_is_the_cycles_that_have_begun(workspace):
    for number in range(1, 10):
        starts_on = date(2025, 6, 2) + timedelta(weeks=6 * number)
        CycleFactory(
            workspace=workspace, number=number, starts_on=starts_on,
            ends_on=starts_on + timedelta(days=41),
            state="closed" if number < 8 else ("active" if number == 8 else "draft"),
            started_at=NOON if number < 9 else None, closed_at=NOON if number < 8 else None,
        )  # fmt: skip
    past = past_of(workspace, TODAY)

    assert [number for number, _span in past.cycles] == [3, 4, 5, 6, 7, 8]
    assert past.cycles[-1][1] == Span(date(2026, 5, 4), TODAY)
    assert past.counted == Span(date(2026, 3, 23), TODAY)
    assert (past.since, past.cycle) == (date(2025, 7, 14), 42)


def test_nothing_is_compared_with_days_before_the_first_ticket(workspace):
    for days in (3, 9):
        TicketFactory(workspace=workspace, opened_at=NOON - timedelta(days=days))
    assert past_of(workspace, TODAY).since == TODAY - timedelta(days=9)


def test_before_the_first_cycle_twelve_weeks_count(workspace):
    past = past_of(workspace, TODAY)
    assert past.counted == past.whole == SPAN


@pytest.fixture
def remembered(workspace, cause, sho, haruka):
    """Twelve days in cycle 22, which was over before the first here; half a day since."""
    cycle = CycleFactory(
        workspace=workspace, number=22, state="closed", started_at=NOON, closed_at=NOON
    )
    CycleFactory(workspace=workspace, number=23, state="active", started_at=NOON)
    TimeEntryFactory(
        member=sho, ticket=TicketFactory(workspace=workspace, cause=cause), minutes=240
    )
    remember_ratio(
        cycle=cycle, weeks=[(Decimal(3), Decimal(5))] * 6, causes={cause: Decimal(12)},
        by=haruka, at=NOON,
    )  # fmt: skip
    return cycle


def test_trend_has_what_is_remembered_of_cycles_before_the_first(workspace, cause, remembered):
    rows = {row.pk: row for row in cause_rows(workspace, SPAN, today=TODAY)}
    assert rows[cause.pk].trend == (12, Decimal("0.5"))
    assert rows[cause.pk].cost == Decimal("0.5")  # what was not logged here is no cost of it


def test_weeks_of_a_remembered_cycle_share_what_it_cost(cause, haruka, remembered):
    drawing = cause_page(cause=cause, member=haruka, now=NOON).drawing

    spread = [row for row in drawing.rows if row.days == "about 2"]
    assert len(spread) == sum(bar.is_spread for bar in drawing.bars) == 6
    assert drawing.has_spread
    assert drawing.rows[-1].days == "0.5"
