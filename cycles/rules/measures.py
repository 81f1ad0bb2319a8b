"""The line of the readings of a theme's measure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cycles.rules.calendar import Span


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
