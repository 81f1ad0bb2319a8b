"""
The window in which an epic might begin, as text that people and programs write:
``C25``, ``C25-C27``, ``2027-Q2``, ``2027-H1``, ``2028``, or nothing for no date.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from cycles.rules.calendar import Span
from cycles.rules.roadmap import MONTHS, Standing, window

_CYCLES: Final = re.compile(r"C([1-9][0-9]{0,5})(?:-C([1-9][0-9]{0,5}))?")
_DAYS: Final = re.compile(r"([12][0-9]{3})(?:-(?:Q([1-4])|H([12])))?")


class NoWindow(ValueError):
    """The text says no window."""


@dataclass(frozen=True)
class Window:
    """``unit`` as a ``Standing`` has it; cycles by number, all others by their first day."""

    unit: str = ""
    first: int = 0
    last: int = 0
    from_on: date | None = None

    @classmethod
    def of(cls, text: str) -> "Window":
        """
        Read what ``text`` writes.

        :raises NoWindow: it is none of the ways to write a window.
        """
        if not text:
            return cls()
        if found := _CYCLES.fullmatch(text):
            first = int(found[1])
            last = int(found[2] or first)
            if last >= first:
                return cls("cycle", first, last)
        elif found := _DAYS.fullmatch(text):
            year, quarter, half = (int(part or 0) for part in found.groups())
            unit = "quarter" if quarter else "half" if half else "year"
            month = 1 + (quarter or half or 1) * MONTHS[unit] - MONTHS[unit]
            return cls(unit, from_on=date(year, month, 1))
        raise NoWindow(text)

    @classmethod
    def of_standing(cls, standing: Standing) -> "Window":
        """Where it stands now."""
        if standing.unit == "cycle":
            return cls("cycle", standing.first or 0, standing.last or 0)
        return cls(standing.unit, from_on=standing.from_on if standing.unit else None)

    @property
    def text(self) -> str:
        if self.unit == "cycle":
            return f"C{self.first}" + (f"-C{self.last}" if self.last > self.first else "")
        if self.from_on is None:
            return ""
        part = (self.from_on.month - 1) // MONTHS[self.unit] + 1
        sign = {"quarter": f"-Q{part}", "half": f"-H{part}", "year": ""}[self.unit]
        return f"{self.from_on.year}{sign}"

    @property
    def span(self) -> Span | None:
        """Its days; of cycles only who knows them can say."""
        return window(self.unit, self.from_on) if self.from_on else None

    def moved(self, steps: int) -> "Window":
        """As many cycles, quarters, half-years or years later; earlier by negative steps."""
        if self.unit == "cycle":
            return replace(self, first=self.first + steps, last=self.last + steps)
        span = self.span
        for _step in range(abs(steps)):
            if span is None:
                break
            day = span.ends_on + timedelta(days=1) if steps > 0 else span.starts_on
            span = window(self.unit, day if steps > 0 else day - timedelta(days=1))
        return replace(self, from_on=span.starts_on) if span else self
