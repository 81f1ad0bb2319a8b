"""
How many unknowns were left on which day, told from what happened to them.

Days are plain dates in the workspace's time zone. What happened on a day that is not drawn (a
weekend, a holiday) is told on the next one that is. No later step changes an earlier day.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

OPEN, INVESTIGATING, RESOLVED = "open", "investigating", "resolved"


class Step(NamedTuple):  # of many epics there are hundreds
    """An unknown came into a state on a day."""

    on: date
    unknown: int
    state: str


class DayOfUnknowns(NamedTuple):
    """
    At the end of a day: how many are ``open``, how many under investigation.

    ``found`` were raised or reopened since the day before it, ``answered`` were resolved.
    """

    on: date
    open: int
    investigating: int
    found: int
    answered: int

    @property
    def left(self) -> int:
        return self.open + self.investigating


def burndown(steps: Iterable[Step], days: Sequence[date]) -> tuple[DayOfUnknowns, ...]:
    """
    One entry for each of the days, which are in order; ``steps`` are in the order they happened.

    What happened before the first day counts on it, and is not told as found or answered there.
    """
    waiting, states = list(reversed(list(steps))), dict[int, str]()
    told: list[DayOfUnknowns] = []
    for day in days:
        if told and not (waiting and waiting[-1].on <= day):  # as on most days
            told.append(DayOfUnknowns(day, told[-1].open, told[-1].investigating, 0, 0))
            continue
        found = answered = 0
        while waiting and waiting[-1].on <= day:
            step = waiting.pop()
            was_left = states.get(step.unknown, RESOLVED) != RESOLVED
            states[step.unknown] = step.state
            is_left = step.state != RESOLVED
            if step.on >= days[0]:
                found += is_left and not was_left
                answered += was_left and not is_left
        count = list(states.values()).count
        told.append(DayOfUnknowns(day, count(OPEN), count(INVESTIGATING), found, answered))
    return tuple(told)


def should_be_cleared(day: int, days: int) -> bool:
    """From the second half of a cycle on, an unknown that is left is late."""
    return day * 2 > days
