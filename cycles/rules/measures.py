"""The measure of a theme: how far it has come, and the line of its readings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cycles.rules.calendar import Span


def progress(was: Decimal | None, now: Decimal | None, target: Decimal | None) -> int | None:
    """
    How much of the way from where it was to where it should be it has come, in percent from 0
    to 100; it may lead down. None where one of the three is not known, or there is no way to go.
    """
    if was is None or now is None or target is None or was == target:
        return None
    way = (now - was) / (target - was) * 100
    return int(min(max(way, Decimal(0)), Decimal(100)))


@dataclass(frozen=True)
class Point:
    """A reading, from 0 (left, bottom) to 1 (right, top)."""

    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """The readings in the order of their days, and the height of where it should be."""

    points: tuple[Point, ...]
    target: float | None


def line(
    readings: Sequence[tuple[date, Decimal]],
    was: Decimal | None,
    target: Decimal | None,
    span: Span,
) -> Line:
    """Lay the readings over the days of the span; all figures that are known have room."""
    inside = [(on, value) for on, value in sorted(readings) if on in span]
    figures = [value for _on, value in inside] + [f for f in (was, target) if f is not None]
    low, high = min(figures, default=Decimal(0)), max(figures, default=Decimal(0))
    days = max((span.ends_on - span.starts_on).days, 1)

    def height(value: Decimal) -> float:
        return float((value - low) / (high - low)) if high > low else 0.5

    return Line(
        tuple(Point((on - span.starts_on).days / days, height(value)) for on, value in inside),
        None if target is None else height(target),
    )
