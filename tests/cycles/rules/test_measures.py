from datetime import date
from decimal import Decimal

from cycles.rules.calendar import Span
from cycles.rules.measures import Line, Point, line

YEAR = Span(date(2026, 1, 1), date(2026, 1, 11))


def test_line_has_room_for_all_figures():
    readings = [(date(2026, 1, 11), Decimal(60)), (date(2026, 1, 1), Decimal(40))]
    assert line(readings, Decimal(20), Decimal(100), YEAR) == Line(
        (Point(0.0, 0.25), Point(1.0, 0.5)), 1.0
    )


def test_line_of_one_figure_is_in_the_middle():
    assert line([(date(2026, 1, 6), Decimal(4))], None, None, YEAR) == Line(
        (Point(0.5, 0.5),), None
    )


def test_line_leaves_out_what_was_read_before():
    assert line([(date(2025, 1, 6), Decimal(4))], None, Decimal(3), YEAR) == Line((), 0.5)
