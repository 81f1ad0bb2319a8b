import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.rules.calendar import (
    Shape,
    Span,
    day_of,
    week_of,
    weeks_of,
    working_days,
    years_later,
)
from planner.kit.public_holidays import holiday_names, public_holidays

CYCLE_23 = Span(date(2026, 4, 27), date(2026, 6, 7))
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
shapes = st.builds(
    Shape,
    weeks=st.integers(1, 26),
    start_weekday=st.integers(1, 7),
    gap_days=st.integers(0, 60),
)


def test_cycle_runs_from_a_monday_to_the_sixth_sunday():
    assert Shape().span_from(date(2026, 4, 27)) == CYCLE_23
    assert Shape().span_after(CYCLE_23.ends_on).starts_on == date(2026, 6, 8)


@pytest.mark.parametrize(
    ("day", "weekday", "start"),
    [
        (date(2026, 4, 27), 1, date(2026, 4, 27)),
        (date(2026, 4, 28), 1, date(2026, 5, 4)),
        (date(2026, 4, 27), 7, date(2026, 5, 3)),
    ],
)
def test_first_start_is_the_next_start_weekday(day, weekday, start):
    assert Shape(start_weekday=weekday).first_start(day) == start


def test_gap_moves_the_next_cycle_to_the_next_start_weekday():
    assert Shape(gap_days=5).span_after(CYCLE_23.ends_on).starts_on == date(2026, 6, 15)


@given(shapes, days, st.integers(1, 30))
def test_cycle_is_always_whole_weeks_and_never_overlaps_the_next(shape, day, count):
    spans = shape.first_spans(shape.first_start(day), count)

    for span in spans:
        assert len(span) == 7 * shape.weeks
        assert span.starts_on.isoweekday() == shape.start_weekday
        assert len(weeks_of(span)) == shape.weeks
    for earlier, later in itertools.pairwise(spans):
        assert (later.starts_on - earlier.ends_on).days > shape.gap_days


@given(shapes, days, st.integers(-100, 100))
def test_shift_keeps_order_length_and_weekday(shape, day, weeks):
    spans = shape.first_spans(day, 4)
    moved = [span.moved(weeks) for span in spans]

    assert moved == sorted(moved)
    assert not any(a.overlaps(b) for a, b in itertools.pairwise(moved))
    assert [len(span) for span in moved] == [len(span) for span in spans]
    assert all(
        (a.starts_on - b.starts_on).days == 7 * weeks for a, b in zip(moved, spans, strict=True)
    )


@given(days, st.integers(1, 300))
def test_weeks_cover_every_day_once(starts_on, length):
    span = Span(starts_on, starts_on + timedelta(days=length - 1))

    assert tuple(day for week in weeks_of(span) for day in week.days) == span.days


def test_week_and_day_are_those_of_the_story():
    worked = working_days(CYCLE_23, "12345", public_holidays("JP", [2026]))

    assert len(worked) == 26
    assert day_of(worked, date(2026, 5, 21)) == 15
    assert week_of(CYCLE_23, date(2026, 5, 21)) == 4
    assert week_of(CYCLE_23, date(2026, 6, 8)) is None


def test_cycle_that_started_late_has_a_short_first_week():
    late = Span(date(2026, 4, 29), CYCLE_23.ends_on)

    assert [len(week) for week in weeks_of(late)] == [5, 7, 7, 7, 7, 7]


def test_years_later_keeps_the_day():
    assert years_later(date(2024, 2, 29)) == date(2027, 2, 28)
    assert years_later(date(2026, 5, 21)) == date(2029, 5, 21)


def test_part_of_a_span_within_another():
    week = Span(date(2026, 4, 27), date(2026, 5, 3))

    assert week.within(CYCLE_23) == week
    assert week.within(week.moved(1)) is None


def test_workspace_without_a_country_has_no_holidays():
    assert public_holidays("", [2026]) == frozenset()
    assert holiday_names("", date(2026, 1, 1), date(2026, 12, 31)) == {}
    assert list(holiday_names("JP", CYCLE_23.starts_on, CYCLE_23.ends_on)) == [
        date(2026, 4, 29),
        *(date(2026, 5, day) for day in (3, 4, 5, 6)),
    ]
