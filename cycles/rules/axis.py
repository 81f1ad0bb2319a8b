"""
The time of a roadmap as columns of a drawing: a cycle each, narrower further out.

Places along it are thousandths of its width, so that a drawing of any size uses them.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from cycles.rules.calendar import Span, years_later

WHOLE: Final = 1000
ZOOMS: Final = ("years", "year", "cycle")

# How wide a cycle is, by how many cycles it lies after the one that runs: (up to, width).
_WIDTHS: Final = ((5, 88), (14, 26))
_FURTHEST: Final = 23


@dataclass(frozen=True)
class Column:
    """A cycle; it reaches up to the next one, so that a gap between two belongs to the first."""

    number: int
    span: Span
    start: float
    end: float

    @property
    def width(self) -> float:
        return self.end - self.start


@dataclass(frozen=True)
class Axis:
    columns: tuple[Column, ...]

    @cached_property
    def numbers(self) -> dict[int, Column]:
        return {column.number: column for column in self.columns}

    @cached_property
    def _starts(self) -> list[date]:
        return [column.span.starts_on for column in self.columns]

    @property
    def span(self) -> Span:
        return Span(self.columns[0].span.starts_on, self.columns[-1].span.ends_on)

    def at(self, day: date) -> float:
        """Where a day begins; a day outside lies at the end that is nearer."""
        place = bisect_right(self._starts, day) - 1
        if place < 0:
            return 0
        column = self.columns[place]
        last = (
            self._starts[place + 1]
            if place + 1 < len(self.columns)
            else column.span.ends_on + timedelta(days=1)
        )
        part = (day - column.span.starts_on) / (last - column.span.starts_on)
        return column.start + column.width * min(part, 1)

    def stretch(self, span: Span) -> tuple[float, float] | None:
        """From where to where a span is drawn; nothing when it lies outside."""
        if not span.overlaps(self.span):
            return None
        return self.at(span.starts_on), self.at(span.ends_on + timedelta(days=1))


def axis(cycles: Mapping[int, Span], focus: int, zoom: str = "years") -> Axis:
    """
    Lay out cycles, by number, around the one in ``focus``.

    ``years``: three years from the third cycle before it. ``year``: the cycle before it and one
    year. ``cycle``: it, and its neighbours. Without cycles the axis has no columns.
    """
    numbers = _shown(cycles, focus, zoom)
    weights = [_weight(number - focus, zoom) for number in numbers]
    columns, sum_so_far, total = [], 0, sum(weights)
    for number, weight in zip(numbers, weights, strict=True):
        start, sum_so_far = sum_so_far, sum_so_far + weight
        columns.append(
            Column(number, cycles[number], WHOLE * start / total, WHOLE * sum_so_far / total)
        )
    return Axis(tuple(columns))


def _shown(cycles: Mapping[int, Span], focus: int, zoom: str) -> list[int]:
    before, years = {"years": (3, 3), "year": (1, 1), "cycle": (1, 0)}[zoom]
    numbers = [number for number in sorted(cycles) if number >= focus - before]
    if not numbers or not years:
        return [number for number in numbers if number <= focus + 1]
    until = years_later(cycles[numbers[0]].starts_on, years)
    return [number for number in numbers if _middle(cycles[number]) < until]


def _middle(span: Span) -> date:
    return span.starts_on + timedelta(days=len(span) // 2)


def _weight(after: int, zoom: str) -> int:
    if zoom != "years":
        return 3 if zoom == "cycle" and after == 0 else 1
    return next((width for last, width in _WIDTHS if after <= last), _FURTHEST)
