"""Capacity adds up however the days are split; leave and holidays never count twice."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cycles.rules.calendar import Span, weeks_of
from cycles.rules.capacity import Worker, person_days, person_days_by_week

FIRST = date(2026, 4, 27)
DAYS = [FIRST + timedelta(days=n) for n in range(42)]
SPAN = Span(DAYS[0], DAYS[-1])

workers = st.builds(
    Worker,
    st.integers(1, 100),
    st.sampled_from(["12345", "1234", "7", "1234567", "135"]),
    st.frozensets(st.sampled_from(DAYS), max_size=8),
    st.frozensets(st.sampled_from(DAYS), max_size=20),
)


@given(workers, st.lists(st.integers(1, 41), max_size=12))
def test_any_split_adds_up(worker, cuts):
    edges = sorted({0, 42, *cuts})
    parts = [Span(DAYS[a], DAYS[b - 1]) for a, b in pairwise(edges)]

    assert sum(person_days(worker, part) for part in parts) == person_days(worker, SPAN)


@given(workers)
def test_the_weeks_add_up_to_the_cycle(worker):
    assert sum(person_days_by_week(worker, SPAN, (SPAN,))) == person_days(worker, SPAN)
    assert len(weeks_of(SPAN)) == 6


@given(workers)
def test_worked_and_away_are_all_working_days(worker):
    worked, away = worker.days(SPAN), worker.days_away(SPAN)

    assert sorted([*worked, *away]) == sorted(worker.working_days(SPAN))
    assert person_days(worker, SPAN) == Decimal(len(worked) * worker.percent) / 100


@given(workers, st.frozensets(st.sampled_from(DAYS), max_size=20))
def test_leave_on_a_free_day_costs_nothing(worker, more):
    free = frozenset(day for day in more if day not in worker.working_days(SPAN))
    away = Worker(worker.percent, worker.weekdays, worker.holidays, worker.leave | free)

    assert person_days(away, SPAN) == person_days(worker, SPAN)
