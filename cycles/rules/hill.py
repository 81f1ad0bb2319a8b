"""
The hill: from 0 at its left foot up to the top at 50 (figuring out), and down to 100 (making it
happen).

It is moved by people. What a drawing or a warning needs to know is told from their points.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cycles.rules.calendar import Span, weeks_of

TOP, END = 50, 100
STALE_DAYS = 5  # working days in one spot, after which a ring warns


@dataclass(frozen=True)
class Point:
    """Somebody said on a day that the epic is here."""

    on: date
    place: int


def crosses_top(before: int, after: int) -> bool:
    return before <= TOP < after


def here_since(points: Sequence[Point]) -> date | None:
    """Since when it has been in its place; ``points`` are in the order they were made."""
    since = None
    for point in reversed(points):
        if point.place != points[-1].place:
            break
        since = point.on
    return since


def days_in_spot(since: date, worked: Sequence[date], today: date) -> int:
    """Working days that have come after the day on which it got there, today included."""
    return sum(1 for day in worked if since < day <= today)


def is_stale(days: int) -> bool:
    return days >= STALE_DAYS


def weekly_trail(points: Sequence[Point], span: Span) -> tuple[tuple[int, Point], ...]:
    """For each week of the cycle with a point: its number, and where the epic stood at its end."""
    trail = []
    for number, week in enumerate(weeks_of(span), start=1):
        in_week = [point for point in points if point.on in week]
        if in_week:
            trail.append((number, in_week[-1]))
    return tuple(trail)
