from datetime import date

import pytest

from cycles.rules.calendar import Span
from cycles.rules.hill import Point, crosses_top, days_in_spot, here_since, is_stale, weekly_trail

CYCLE = Span(date(2026, 4, 27), date(2026, 6, 7))


def may(day: int, place: int = 0) -> Point:
    return Point(date(2026, 5, day), place)


@pytest.mark.parametrize(
    ("before", "after", "crosses"),
    [(0, 50, False), (50, 51, True), (20, 80, True), (60, 80, False), (80, 20, False)],
)
def test_top_is_crossed_from_left_to_right(before, after, crosses):
    assert crosses_top(before, after) is crosses


def test_spot_is_held_since_the_first_point_that_is_there():
    points = [may(4, 20), may(6, 10), may(11, 20), may(14, 20)]

    assert here_since(points) == date(2026, 5, 11)
    assert here_since([]) is None


def test_ring_warns_after_five_working_days_in_a_spot():
    worked = [date(2026, 5, day) for day in (13, 14, 15, 18, 19, 20, 21)]

    four = days_in_spot(date(2026, 5, 13), worked, date(2026, 5, 19))
    five = days_in_spot(date(2026, 5, 13), worked, date(2026, 5, 20))

    assert (four, is_stale(four)) == (4, False)
    assert (five, is_stale(five)) == (5, True)


def test_trail_keeps_the_last_point_of_each_week():
    points = [may(1, 8), may(4, 10), may(8, 20), may(20, 64)]

    assert weekly_trail(points, CYCLE) == ((1, may(1, 8)), (2, may(8, 20)), (4, may(20, 64)))
