from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.rules.axis import WHOLE, axis
from cycles.rules.calendar import Shape, Span

CYCLES = dict(enumerate(Shape().first_spans(date(2025, 11, 10), 40), start=19))


def test_three_years_from_the_third_cycle_before_are_26_cycles():
    drawn = axis(CYCLES, focus=23)
    assert (drawn.columns[0].number, len(drawn.columns)) == (20, 26)
    assert (drawn.columns[0].start, round(drawn.columns[-1].end)) == (0, WHOLE)


def test_time_is_coarser_further_out():
    drawn = axis(CYCLES, focus=23).numbers
    assert drawn[20].width == pytest.approx(drawn[28].width)
    assert drawn[28].width > 3 * drawn[29].width
    assert drawn[37].width > drawn[38].width


@pytest.mark.parametrize(("zoom", "numbers"), [("year", range(22, 31)), ("cycle", range(22, 25))])
def test_zoom_draws_a_year_or_one_cycle_with_its_neighbours(zoom, numbers):
    assert [one.number for one in axis(CYCLES, 23, zoom).columns] == list(numbers)


def test_nothing_is_drawn_without_cycles():
    assert axis({}, focus=1).columns == ()


def test_what_lies_outside_is_not_drawn_and_what_reaches_out_is_cut():
    drawn = axis(CYCLES, 23, "cycle")
    whole = drawn.span
    before = Span(whole.starts_on - timedelta(days=9), whole.starts_on - timedelta(days=1))
    assert drawn.stretch(before) is None
    assert drawn.stretch(Span(before.starts_on, whole.ends_on + timedelta(days=9))) == (
        0,
        pytest.approx(WHOLE),
    )


def test_a_gap_belongs_to_the_cycle_before_it():
    first, after = Span(date(2026, 4, 27), date(2026, 6, 7)), date(2026, 6, 15)
    drawn = axis({1: first, 2: Shape().span_from(after)}, 1, "year")
    assert drawn.at(date(2026, 6, 8)) < drawn.numbers[2].start == drawn.at(after)


@given(
    st.sampled_from(["years", "year", "cycle"]),
    st.integers(19, 58),
    st.lists(st.dates(date(2025, 1, 1), date(2031, 1, 1)), min_size=2),
)
def test_later_never_lies_before_earlier(zoom, focus, days):
    drawn = axis(CYCLES, focus, zoom)
    places = [drawn.at(day) for day in sorted(days)]
    assert places == sorted(places)
    assert all(0 <= place <= WHOLE + 1e-6 for place in places)
