"""The unknowns that were left, as steps on the ruler; marks and notes beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.queries.progress import Progress
from cycles.queries.track import Track, percent
from cycles.rules.burndown import DayOfUnknowns
from planner.kit.dates import full_day, short_day

BASE = 81  # where nothing is left, in pixels from the top of the row
TALLEST = 50
UNIT = 7  # of one unknown, as long as there is room
NEAR_THE_END = 74  # percent of the ruler: what is written from here on leads to the left


@dataclass(frozen=True)
class Level:
    """For some days as many unknowns were left; ``y`` is the upper edge."""

    x: str
    width: str
    end: str
    y: str
    height: str


@dataclass(frozen=True)
class Edge:
    """The step from one level to the next."""

    x: str
    y1: str
    y2: str


@dataclass(frozen=True)
class Mark:
    """Something happened on a day; ``dx`` sets those of one day apart."""

    kind: str
    x: str
    dx: int
    label: str


@dataclass(frozen=True)
class Flag:
    """The commitment was made."""

    x: str
    text: str
    leads_back: bool


@dataclass(frozen=True)
class Burn:
    label: str
    begin: str
    levels: tuple[Level, ...]
    edges: tuple[Edge, ...]
    flag: Flag | None
    shipped: tuple[Mark, ...]


def burn_of(progress: Progress, track: Track, *, title: str) -> Burn:
    """The drawing of one epic; what has not happened is not drawn."""
    counts = progress.counts
    most = max((one.left for one in counts), default=0)
    unit = min(UNIT, TALLEST / most) if most else UNIT
    levels = _levels(counts, track, unit)
    flag = None
    if progress.committed_on:
        at = track.middle_at(progress.committed_on)
        flag = Flag(
            percent(at),
            _("Committed %(day)s") % {"day": short_day(progress.committed_on)},
            at > NEAR_THE_END,
        )
    return Burn(
        in_words(progress, title),
        _begin(counts),
        tuple(level for level in levels if level.height != "0"),
        tuple(
            Edge(after.x, *sorted((before.y, after.y), key=float))
            for before, after in pairwise(levels)
        ),
        flag,
        _shipped(progress, track),
    )


def in_words(progress: Progress, title: str) -> str:
    """The same for who cannot see it."""
    facts = {"epic": title, "left": progress.left, "raised": progress.raised}
    if not progress.raised:
        return _("%(epic)s: no unknown was raised") % facts
    return _("%(epic)s: %(left)s of %(raised)s unknowns left") % facts


def _begin(counts: Sequence[DayOfUnknowns]) -> str:
    """What is written where the drawing begins."""
    left = counts[0].left if counts else 0
    return ngettext("%(n)s unknown", "%(n)s unknowns", left) % {"n": left} if left else ""


def _levels(counts: Sequence[DayOfUnknowns], track: Track, unit: float) -> list[Level]:
    """A day's count holds from its middle to the middle of the next; the first from the start."""
    starts: list[tuple[float, int]] = []
    for place, one in enumerate(counts):
        if not starts or starts[-1][1] != one.left:
            starts.append((track.middle_at(one.on) if place else 0.0, one.left))
    ends = [start for start, _left in starts[1:]]
    ends += [track.middle_at(counts[-1].on)] if counts else []
    return [
        Level(
            percent(start),
            percent(max(end - start, 0)),
            percent(end),
            f"{BASE - unit * left:.4g}",
            f"{unit * left:.4g}",
        )
        for (start, left), end in zip(starts, ends, strict=True)
    ]


def _shipped(progress: Progress, track: Track) -> tuple[Mark, ...]:
    drawn: dict[date, int] = {}
    marks = []
    for one in sorted(progress.shipped, key=lambda shipped: shipped.on):
        at = track.middle(one.on)
        place = drawn[one.on] = drawn.get(one.on, -1) + 1
        label = _("%(title)s, shipped on %(day)s") % {"title": one.title, "day": full_day(one.on)}
        marks.append(Mark(one.kind, at, place * 11, label))
    return tuple(marks)
