"""The one lane of the Small Epics, drawn as bars that never lie over each other."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Stint:
    """From where to where something is drawn, in percent of the ruler."""

    start: float
    end: float


def rows_of(stints: Sequence[Stint], *, narrowest: float) -> tuple[int, ...]:
    """
    The row of each, from 0: the first row in which nothing reaches it.

    :param narrowest: a bar needs at least this much room, for its name.
    """
    reached: list[float] = []
    rows = []
    for stint in stints:
        end = max(stint.end, stint.start + narrowest)
        row = next((n for n, before in enumerate(reached) if before <= stint.start), len(reached))
        if row == len(reached):
            reached.append(end)
        else:
            reached[row] = end
        rows.append(row)
    return tuple(rows)
