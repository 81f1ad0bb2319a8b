"""What a cause costs, and whether its epic helped."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.rules.calendar import Span
from support.rules.causes import (
    Rate,
    Tally,
    Verdict,
    counting,
    effect_of,
    is_worth_an_epic,
    tally_of,
    weeks_of,
    windows,
)

SHIPPED = date(2026, 5, 22)  # a Friday
LONG_AGO = date(2020, 1, 6)


def _tallies(before="0", after="0", tickets=(0, 0)):
    """So much on each of the 84 days before the shipping, its own included, and after it."""
    for number in range(84):
        yield Tally(SHIPPED - timedelta(days=number), Decimal(before), tickets[0])
        yield Tally(SHIPPED + timedelta(days=number + 1), Decimal(after), tickets[1])


def _effect(tallies, passed=84, since=LONG_AGO):
    today = SHIPPED + timedelta(days=passed)
    return effect_of(tallies, shipped_on=SHIPPED, since=since, today=today, cycle=42)


@pytest.mark.parametrize(
    ("days", "is_worth"), [("0.9", False), ("1", False), ("1.01", True), ("30", True)]
)
def test_cause_is_worth_an_epic_over_the_threshold(days, is_worth):
    assert is_worth_an_epic(Decimal(days), 1) is is_worth


@pytest.mark.parametrize(
    ("shipped_on", "expected"),
    [
        (None, (date(2026, 3, 2), date(2026, 5, 21))),
        (date(2026, 3, 1), (date(2026, 3, 2), date(2026, 5, 21))),
        (date(2026, 3, 2), (date(2026, 3, 3), date(2026, 5, 21))),
        (date(2026, 5, 20), (date(2026, 5, 21), date(2026, 5, 21))),
        (date(2026, 5, 21), None),
    ],
)
def test_what_cost_before_an_epic_shipped_counts_no_more(shipped_on, expected):
    found = counting(Span(date(2026, 3, 2), date(2026, 5, 21)), shipped_on)
    assert found == (Span(*expected) if expected else None)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ("0.08", "0.01", Verdict.FELL),
        ("0.01", "0.08", Verdict.ROSE),
        ("0.04", "0.04", Verdict.HELD),
        ("0.04", "0.03", Verdict.HELD),  # by exactly a quarter
        ("0.04", "0.0299", Verdict.FELL),
        ("0.04", "0.0501", Verdict.ROSE),
        ("0", "0.01", Verdict.ROSE),
        ("0.01", "0", Verdict.FELL),
    ],
)
def test_cause_fell_where_it_clearly_takes_less_days(before, after, verdict):
    effect = _effect(_tallies(before, after))
    assert (effect.verdict, effect.by_tickets) == (verdict, False)
    assert effect.before.days == Decimal(before) * 42


def test_tickets_decide_where_nobody_logged_time():
    effect = _effect(_tallies(tickets=(2, 1)))
    assert (effect.verdict, effect.by_tickets) == (Verdict.FELL, True)
    assert effect.before == Rate(Decimal(0), Decimal(14))
    assert effect.after == Rate(Decimal(0), Decimal(7))


@pytest.mark.parametrize(
    ("passed", "verdict"),
    [
        (-1, Verdict.TOO_EARLY),
        (0, Verdict.TOO_EARLY),
        (13, Verdict.TOO_EARLY),
        (14, Verdict.FELL),
        (400, Verdict.FELL),
    ],
)
def test_nothing_is_told_in_the_first_two_weeks(passed, verdict):
    effect = _effect(_tallies("0.1", "0.01"), passed=passed)
    assert (effect.verdict, effect.days) == (verdict, passed)


def test_rate_counts_only_the_days_that_there_were():
    effect = _effect(_tallies("0.1", "0.1"), passed=20, since=SHIPPED - timedelta(days=9))
    assert effect.before.days == effect.after.days == Decimal("4.2")


def test_what_began_after_the_shipping_is_compared_with_its_day():
    before, after = windows(SHIPPED, since=date(2027, 1, 4), today=SHIPPED, cycle=42)
    assert (before, after) == (Span(SHIPPED, SHIPPED), None)


def test_weeks_leave_none_out():
    found = weeks_of(
        [Tally(date(2026, 5, 22), Decimal(1), 2), Tally(date(2026, 5, 18), Decimal(2), 1)],
        Span(date(2026, 5, 13), date(2026, 5, 27)),
    )
    assert [(week.starts_on.day, week.days, week.tickets) for week in found] == [
        (11, 0, 0),
        (18, 3, 3),
        (25, 0, 0),
    ]


@given(
    st.lists(
        st.builds(
            Tally,
            st.dates(date(2026, 1, 1), date(2026, 12, 31)),
            st.decimals(0, 9, places=2),
            st.integers(0, 9),
        )
    ),
    st.integers(0, 400),
)
def test_no_day_is_counted_on_both_sides_of_a_shipping(tallies, passed):
    today = SHIPPED + timedelta(days=passed)
    before, after = windows(SHIPPED, since=LONG_AGO, today=today, cycle=42)
    whole = Span(before.starts_on, after.ends_on if after else before.ends_on)
    parts = [tally_of(tallies, span) for span in (before, after) if span]
    assert sum(part.days for part in parts) == tally_of(tallies, whole).days
    assert sum(
        week.tickets for week in weeks_of(tallies, Span(date(2026, 1, 1), date(2026, 12, 31)))
    ) == sum(one.tickets for one in tallies)
