"""The one lane of the Small Epics, drawn as bars and names that never lie over each other."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Stint:
    """From where to where something is drawn, in percent of the ruler."""

    start: float
    end: float


@dataclass(frozen=True)
class Placed:
    """The row of a bar, from 0, and where its name begins, in percent of the ruler."""

    row: int
    name_at: float


def placed(stints: Sequence[Stint], names: Sequence[float]) -> tuple[Placed, ...]:
    """
    Each in the first row in which nothing reaches it, its name included.

    A name begins where its bar does. Where the ruler ends before the name does, it begins as much
    earlier, on the paper before its bar.

    :param names: how wide each name is, at most 100.
    """
    names_at = [
        max(0.0, min(stint.start, 100 - name)) for stint, name in zip(stints, names, strict=True)
    ]
    whole = [
        Stint(min(stint.start, at), max(stint.end, at + name))
        for stint, at, name in zip(stints, names_at, names, strict=True)
    ]
    rows = dict.fromkeys(range(len(stints)), 0)
    reached: list[float] = []
    for place in sorted(rows, key=lambda place: (whole[place].start, place)):
        free = (n for n, before in enumerate(reached) if before <= whole[place].start)
        rows[place] = next(free, len(reached))
        reached[rows[place] :] = [whole[place].end, *reached[rows[place] + 1 :]]
    return tuple(Placed(rows[place], at) for place, at in enumerate(names_at))
