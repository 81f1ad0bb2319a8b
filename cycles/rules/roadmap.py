"""
How an epic stands on a three-year roadmap: where, and how certain that is.

Time is coarser further out: cycles first, then quarters, half-years and years.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final

from cycles.rules.calendar import Span

MONTHS: Final = {"quarter": 3, "half": 6, "year": 12}

# From what is done to what is only a direction; drawn with more and more fog.
CERTAINTIES: Final = ("shipped", "now", "planned", "candidate", "idea", "direction")

_OF_STATE: Final = {
    "shipped": "shipped",
    "exploring": "now",
    "committed": "now",
    "planned": "planned",
    "candidate": "candidate",
    "idea": "idea",
}


def window(unit: str, day: date) -> Span:
    """The quarter, half-year or year in which the day lies."""
    months = MONTHS[unit]
    first = (day.month - 1) // months * months + 1
    starts_on = day.replace(month=first, day=1)
    after = first + months
    next_one = date(day.year + (after > 12), (after - 1) % 12 + 1, 1)
    return Span(starts_on, next_one - timedelta(days=1))


def certainty_of(state: str, unit: str) -> str:
    """
    One of ``CERTAINTIES``; nothing for what was parked or dropped. An idea whose window is a
    half-year or a year is no more than a direction.
    """
    certainty = _OF_STATE.get(state, "")
    return "direction" if certainty == "idea" and unit in ("half", "year") else certainty


@dataclass(frozen=True)
class Standing:
    """
    How an epic stands on the roadmap at some moment; plain facts, so that two moments compare.

    ``unit`` is ``cycle``, ``quarter``, ``half``, ``year``, or nothing when it has no date;
    ``first`` and ``last`` are numbers of cycles; ``from_on`` and ``to_on`` are the days of the
    window, of cycles too. ``theme_id`` tells a theme that was renamed from another one.
    """

    key: str
    title: str
    theme: str  # its name; nothing for an epic of no theme
    size: str
    origin: str
    state: str
    unit: str = ""
    first: int | None = None
    last: int | None = None
    from_on: date | None = None
    to_on: date | None = None
    theme_id: int | None = None

    @property
    def certainty(self) -> str:
        return certainty_of(self.state, self.unit)

    @property
    def span(self) -> Span | None:
        return Span(self.from_on, self.to_on) if self.from_on and self.to_on else None

    @property
    def kept(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self) | {
            "from_on": self.from_on and self.from_on.isoformat(),
            "to_on": self.to_on and self.to_on.isoformat(),
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Standing":
        """Out of what ``kept`` has written."""
        days = {
            name: date.fromisoformat(kept[name]) if kept[name] else None
            for name in ("from_on", "to_on")
        }
        return cls(**{**kept, **days})
