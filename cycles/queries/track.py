"""Where days lie on the ruler, in percent of its width: for all that is drawn under it."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from cycles.queries.drawings import ruler_days
from cycles.rules.calendar import Span, weeks_of


def percent(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"


@dataclass(frozen=True)
class Stretch:
    """A part of the ruler, as SVG attributes."""

    x: str
    width: str


@dataclass(frozen=True)
class Ground:
    """What lies under every row: week lines, hatched holidays, and the line of today."""

    weeks: tuple[str, ...]
    holidays: tuple[Stretch, ...]
    today: str


class Track:
    """The ruler's own measure: weeks are equally wide, and days within their week."""

    def __init__(self, span: Span, weekdays: str) -> None:
        weeks = [ruler_days(week, weekdays) for week in weeks_of(span)]
        self.count = len(weeks)
        self.days: list[date] = []
        self._starts: list[float] = []
        self._ends: list[float] = []
        for place, days in enumerate(weeks):
            for index, day in enumerate(days):
                self.days.append(day)
                self._starts.append((place + index / len(days)) * 100 / self.count)
                self._ends.append((place + (index + 1) / len(days)) * 100 / self.count)

    def middle_at(self, day: date) -> float:
        """The middle of a day; of the one before it, on a day that is not drawn."""
        at = max(bisect_right(self.days, day) - 1, 0)
        return (self._starts[at] + self._ends[at]) / 2

    def start_of(self, day: date) -> float:
        """Where a day begins; the next one, on a day that is not drawn."""
        return self._starts[min(bisect_left(self.days, day), len(self.days) - 1)]

    def end_of(self, day: date) -> float:
        """Where a day ends; the one before it, on a day that is not drawn."""
        return self._ends[max(bisect_right(self.days, day) - 1, 0)]

    def middle(self, day: date) -> str:
        """The same as an attribute."""
        return percent(self.middle_at(day))

    def stretch(
        self, first: date, last: date, *, inset: float = 0, to_middle: bool = False
    ) -> Stretch | None:
        """
        From the first day to the last, both included, or to the middle of the last, where the
        line of today is; nothing where none of them is drawn.
        """
        start, end = bisect_left(self.days, first), bisect_right(self.days, last) - 1
        if start > end:
            return None
        left, right = self._starts[start] + inset, self._ends[end] - inset
        if to_middle:
            right = (self._starts[end] + self._ends[end]) / 2
        return Stretch(percent(left), percent(max(right - left, 0.1)))

    def ground(self, holidays: Collection[date], today: date | None) -> Ground:
        return Ground(
            tuple(percent(week * 100 / self.count) for week in range(1, self.count)),
            tuple(
                stretch
                for day in self.days
                if day in holidays and (stretch := self.stretch(day, day))
            ),
            self.middle(today) if today else "",
        )
