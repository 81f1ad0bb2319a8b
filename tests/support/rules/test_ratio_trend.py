"""The facts of the headline."""

import pytest

from support.rules.ratio_trend import Line, Trend, WeekFact, line_of, trend_of


@pytest.mark.parametrize(
    ("shares", "trend"),
    [
        ([], Trend("none")),
        ([None, None], Trend("none")),
        ([None, 40], Trend("one", 40, 40, 1)),
        ([61, 57, 52, 46, 39, 37], Trend("fell", 61, 37, 6)),
        ([40, None, 45], Trend("rose", 40, 45, 2)),
        ([40, 80, 44], Trend("held", 40, 44, 3)),
    ],
)
def test_trend_compares_the_first_cycle_with_the_last(shares, trend):
    assert trend_of(shares) == trend


def week(cycle, number, share):
    return WeekFact(cycle, number, share, share > 50)


WEEKS = [week(20, 1, 60), week(21, 1, 52), week(21, 2, 40), week(22, 1, 56), week(22, 2, 31)]


@pytest.mark.parametrize(
    ("cycles", "line"),
    [
        ([(20, 60), (21, 46), (22, 39)], Line(21, 2, 4, WEEKS[3])),
        ([(20, 60), (21, 46), (22, 51)], Line(None, 2, 5, WEEKS[3])),
        ([(20, 50), (21, 46), (22, 39)], Line(20, 2, 5, WEEKS[3])),
        ([(20, 50), (21, 46), (22, None)], Line(20, 2, 5, WEEKS[1])),
        ([], Line(None, 2, 5, None)),
    ],
)
def test_line_counts_the_weeks_since_all_cycles_stayed_under_it(cycles, line):
    assert line_of(cycles, WEEKS, 50) == line
