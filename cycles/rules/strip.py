"""
How a theme was and is, in two rows over the same columns: some cycles, then what comes later,
then what has no date. Nothing in it overlaps, and what has changed is never left out first.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cycles.rules.calendar import Span
from cycles.rules.changes import place_of
from cycles.rules.roadmap import Standing

LANES: Final = 4  # as many as a projector has room for, twice


@dataclass(frozen=True)
class Chip:
    """
    An epic in its columns, both included, and in a lane; all counted from 0. The first lane of
    both rows is next to the other row.
    """

    standing: Standing
    first: int
    last: int
    lane: int


@dataclass(frozen=True)
class Row:
    """``more`` is how many there was no room for."""

    chips: tuple[Chip, ...]
    more: int

    @property
    def lanes(self) -> int:
        return max((chip.lane for chip in self.chips), default=-1) + 1


@dataclass(frozen=True)
class Arrow:
    """An epic went from the middle of some columns to that of others, in columns."""

    key: str
    start: float
    end: float


@dataclass(frozen=True)
class Strip:
    before: Row
    after: Row
    arrows: tuple[Arrow, ...]
    gone: frozenset[str]  # of those before, what is parked, dropped, or elsewhere
    has_later: bool
    has_undated: bool


def strip_of(
    before: Iterable[Standing], after: Iterable[Standing], cycles: Sequence[Span]
) -> Strip:
    """
    Lay out both rows. What was shipped before the first of the cycles is not drawn; nor is what
    was parked or dropped, in the row where it is.
    """
    was = {one.key: one for one in before if one.certainty}
    now = {one.key: one for one in after if one.certainty}
    changed = {
        key
        for key in was | now
        if key not in was or key not in now or place_of(was[key]) != place_of(now[key])
    }
    moved = {key for key in changed if key in was and key in now}

    def weight(key: str) -> int:
        return 2 - (key in changed) - (key in moved)

    rows = [_row(each.values(), weight, cycles) for each in (was, now)]
    at = [{chip.standing.key: chip for chip in row.chips} for row in rows]
    columns = {column for row in rows for chip in row.chips for column in (chip.first, chip.last)}
    return Strip(
        rows[0],
        rows[1],
        tuple(
            Arrow(key, _middle(at[0][key]), _middle(at[1][key]))
            for key in at[0]
            if key in moved and key in at[1] and _middle(at[0][key]) != _middle(at[1][key])
        ),
        frozenset(was) - frozenset(now),
        len(cycles) in columns,
        len(cycles) + 1 in columns,
    )


def _row(
    standings: Iterable[Standing], weight: Callable[[str], int], cycles: Sequence[Span]
) -> Row:
    """What has moved comes first, next to the arrows; then what else is new."""
    found = [(one, columns) for one in standings if (columns := columns_of(one, cycles))]
    found.sort(key=lambda each: (weight(each[0].key), each[1][0], -each[1][1]))
    lanes: list[set[int]] = []
    chips, more = [], 0
    for standing, (first, last) in found:
        wanted = set(range(first, last + 1))
        lane = next((n for n, taken in enumerate(lanes) if not taken & wanted), len(lanes))
        if lane == LANES:
            more += 1
            continue
        if lane == len(lanes):
            lanes.append(set())
        lanes[lane] |= wanted
        chips.append(Chip(standing, first, last, lane))
    chips.sort(key=lambda chip: (chip.first, chip.lane))
    return Row(tuple(chips), more)


def columns_of(standing: Standing, cycles: Sequence[Span]) -> tuple[int, int] | None:
    """Its first and last column; nothing where it lies before all of them."""
    later, undated = len(cycles), len(cycles) + 1
    span = standing.span
    if span is None:
        return undated, undated
    within = [n for n, one in enumerate(cycles) if one.within(span)]
    if not within:
        is_past = bool(cycles) and span.ends_on < cycles[0].starts_on
        return None if is_past else (later, later)
    is_longer = span.ends_on > cycles[-1].ends_on
    return within[0], later if is_longer else within[-1]


def _middle(chip: Chip) -> float:
    return (chip.first + chip.last + 1) / 2
