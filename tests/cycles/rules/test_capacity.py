import itertools
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.rules.calendar import Span
from cycles.rules.capacity import Worker, person_days, person_days_by_week, share

CYCLE_24 = Span(date(2026, 6, 8), date(2026, 7, 19))
workers = st.builds(
    Worker,
    percent=st.integers(1, 100),
    weekdays=st.sets(st.sampled_from("1234567")).map(lambda chosen: "".join(sorted(chosen))),
    holidays=st.frozensets(st.dates(CYCLE_24.starts_on, CYCLE_24.ends_on), max_size=6),
)


@pytest.mark.parametrize(
    ("worker", "days"),
    [
        (Worker(), 30),
        (Worker(percent=80), 24),
        (Worker(weekdays="1234"), 24),
        (Worker(holidays=frozenset({date(2026, 6, 8), date(2026, 6, 13)})), 29),
        (Worker(percent=50, holidays=frozenset({date(2026, 6, 8)})), Decimal("14.5")),
    ],
)
def test_person_days_count_part_time_and_own_holidays(worker, days):
    assert person_days(worker, CYCLE_24) == days


@given(workers, st.lists(st.integers(1, 41), unique=True, max_size=6))
def test_sums_over_any_split_are_equal(worker, cuts):
    edges = [0, *sorted(cuts), 42]
    parts = [
        Span(CYCLE_24.starts_on + timedelta(a), CYCLE_24.starts_on + timedelta(b - 1))
        for a, b in itertools.pairwise(edges)
    ]

    whole = person_days(worker, CYCLE_24)
    assert sum(person_days(worker, part) for part in parts) == whole
    assert sum(person_days_by_week(worker, CYCLE_24, tuple(parts))) == whole


def test_seat_of_half_a_cycle_gives_its_own_weeks_only():
    seat = Span(date(2026, 6, 8), date(2026, 6, 24))

    assert person_days_by_week(Worker(), CYCLE_24, (seat,)) == (5, 5, 3, 0, 0, 0)


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(1, 8, 13), (0, 5, 0), (5, 5, 100), (0, 0, None)]
)
def test_share_rounds_half_up(part, whole, percent):
    assert share(Decimal(part), Decimal(whole)) == percent
