"""Finished numbers for the drawings that pages share. Who draws asks nobody anything more."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class SixWeeks:
    """
    A cycle as its weeks: the share of each that is over, in working days, from 0 to 1.

    ``today`` is the week (counted from 0) in which today lies, while the cycle runs;
    ``label`` says the same in words: "Cycle 23, week 4 of 6, day 15 of 26".
    """

    label: str
    weeks: tuple[float, ...]
    today: int | None = None


@dataclass(frozen=True)
class WeekOfPerson:
    """How much of a week's working days a person is free, from 0 to 1; the rest is leave."""

    free: float
    on_leave: bool = False


@dataclass(frozen=True)
class Availability:
    """A person's weeks in a cycle, with the same in words for who cannot see them."""

    label: str
    weeks: tuple[WeekOfPerson, ...]


type DayState = Literal["past", "today", "ahead", "holiday"]


@dataclass(frozen=True)
class RulerDay:
    """One weekday of a cycle. ``label`` names it in full; on a holiday it says which."""

    state: DayState
    label: str


@dataclass(frozen=True)
class RulerWeek:
    """One week of the ruler: its name, the date it starts on, its weekdays."""

    name: str
    starts: str
    days: tuple[RulerDay, ...]
    is_current: bool = False


@dataclass(frozen=True)
class Ruler:
    """The axis of all that has time. ``today`` is the text of the pill, empty when not running."""

    label: str
    weeks: tuple[RulerWeek, ...]
    today: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of a timeline. ``said`` is set apart; ``at`` is the time as the reader sees it."""

    icon: str
    who: str
    what: str
    at: str
    iso: str = ""
    said: str = ""
