"""The unknowns of one epic, day by day on the six-week ruler, in the size of its own page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.queries.track import Stretch, Track, percent
from cycles.rules.burndown import DayOfUnknowns
from planner.kit.dates import short_day, weekday_day
from planner.kit.drawings import Ruler
from planner.kit.lists import listed

TOP, BASE, TALLEST = 26, 258, 214
NEAR_THE_END = 62  # percent of the ruler: what is written from here on leads to the left
ROOM = 15  # pixels that a word needs within the drawing
LETTER_ON_A_PHONE, LINE = 2.6, 11  # percent of the ruler, pixels


@dataclass(frozen=True)
class Block:
    """For some days as many were left; ``y`` is the upper edge."""

    x: str
    width: str
    end: str
    y: str
    height: str


@dataclass(frozen=True)
class Riser:
    """The step from one level to the next."""

    x: str
    y1: str
    y2: str


@dataclass(frozen=True)
class Word:
    """
    ``is_crowded``: on a phone another word stands where it would. ``is_told``: where there is
    room, what today says beside it tells the same.
    """

    x: str
    y: str
    text: str
    is_crowded: bool = False
    is_told: bool = False


@dataclass(frozen=True)
class Layer:
    """All that were left, or those of them that are investigated, as steps."""

    blocks: tuple[Block, ...]
    risers: tuple[Riser, ...]


@dataclass(frozen=True)
class Pin:
    """Something of a day that is written beside a line: the commitment, or what came after it."""

    x: str
    y: str
    text: str
    more: str = ""
    leads_back: bool = False


@dataclass(frozen=True)
class DayCell:
    """A day of the ruler below the drawing."""

    x: str
    width: str
    state: str
    label: str


@dataclass(frozen=True)
class WeekName:
    x: str
    name: str
    is_current: bool


@dataclass(frozen=True)
class DayRow:
    """The same as text."""

    day: str
    open: int
    investigating: int
    found: int
    answered: int


@dataclass(frozen=True)
class EpicBurn:
    label: str
    lines: tuple[Word, ...]  # across, with their number
    left: Layer
    looked_into: Layer
    words: tuple[Word, ...]
    steps: tuple[Word, ...]
    flag: Pin | None
    today: Pin | None
    holidays: tuple[Stretch, ...]
    days: tuple[DayCell, ...]
    weeks: tuple[WeekName, ...]
    rows: tuple[DayRow, ...]


def epic_burn(
    counts: Sequence[DayOfUnknowns],
    track: Track,
    holidays: Sequence[date],
    ruler: Ruler,
    *,
    committed_on: date | None,
    today: date | None,
    late: tuple[str, str] = ("", ""),
) -> EpicBurn:
    """
    ``counts`` are those of the days so far; ``today`` is empty when the cycle does not run.

    ``late`` is what to say beside today of an unknown that was found under the commitment.
    """
    most = max((one.left for one in counts), default=0)
    step = next(one for one in (2, 5, 10, 20, 50, 10_000) if most <= one * 5)
    top = max(-(-most // step) * step, 2 * step)
    unit = TALLEST / top
    pin = _today(counts, track, unit, today, late)
    return EpicBurn(
        _label(counts),
        tuple(Word("0", _y(n, unit), str(n)) for n in range(step, top + 1, step)),
        _layer(counts, track, unit, lambda one: one.left),
        _layer(counts, track, unit, lambda one: one.investigating),
        _words(counts, track, unit),
        beside(steps_of(counts, track, unit), pin),
        _flag(committed_on, track),
        pin,
        tuple(s for day in holidays if (s := track.stretch(day, day))),
        _cells(track, ruler),
        tuple(
            WeekName(percent(place * 100 / track.count), week.name, week.is_current)
            for place, week in enumerate(ruler.weeks)
        ),
        tuple(
            DayRow(weekday_day(one.on), one.open, one.investigating, one.found, one.answered)
            for one in counts
        ),
    )


def _cells(track: Track, ruler: Ruler) -> tuple[DayCell, ...]:
    drawn = [one for week in ruler.weeks for one in week.days]
    return tuple(
        DayCell(part.x, part.width, one.state, one.label)
        for day, one in zip(track.days, drawn, strict=True)
        if (part := track.stretch(day, day, inset=0.2))
    )


def _y(count: int, unit: float) -> str:
    return f"{BASE - unit * count:.1f}"


def _label(counts: Sequence[DayOfUnknowns]) -> str:
    if not counts:
        return _("No day of the cycle has come yet")
    facts = {
        "first": counts[0].left,
        "most": max(one.left for one in counts),
        "left": counts[-1].left,
    }
    words = _("Unknowns left per day: %(first)s at the start, %(most)s at most, %(left)s now")
    return words % facts


def _layer(
    counts: Sequence[DayOfUnknowns],
    track: Track,
    unit: float,
    count: Callable[[DayOfUnknowns], int],
) -> Layer:
    """A day's count holds from its middle to the middle of the next; the first from the start."""
    starts: list[tuple[float, int]] = []
    for place, one in enumerate(counts):
        if not starts or starts[-1][1] != count(one):
            starts.append((track.middle_at(one.on) if place else 0.0, count(one)))
    ends = [start for start, _count in starts[1:]]
    ends += [track.middle_at(counts[-1].on)] if counts else []
    blocks = [
        Block(
            percent(start),
            percent(max(end - start, 0)),
            percent(end),
            _y(level, unit),
            f"{unit * level:.1f}",
        )
        for (start, level), end in zip(starts, ends, strict=True)
    ]
    risers = tuple(Riser(after.x, before.y, after.y) for before, after in pairwise(blocks))
    return Layer(tuple(blocks), risers)


def _words(counts: Sequence[DayOfUnknowns], track: Track, unit: float) -> tuple[Word, ...]:
    """Which part is which, where there is the most room for it."""
    words = []
    if counts:
        widest = max(counts, key=lambda one: (one.open, one.left))
        looked = max(counts, key=lambda one: one.investigating)
        if widest.open * unit > ROOM:
            middle = widest.investigating + widest.open / 2
            words.append(_word(_("open"), widest.on, middle, track, unit))
        if looked.investigating * unit > ROOM:
            words.append(
                _word(_("investigating"), looked.on, looked.investigating / 2, track, unit)
            )
    return tuple(words)


def _word(text: str, on: date, middle: float, track: Track, unit: float) -> Word:
    return Word(percent(track.middle_at(on)), f"{BASE - unit * middle + 4:.1f}", text)


def steps_of(counts: Sequence[DayOfUnknowns], track: Track, unit: float) -> tuple[Word, ...]:
    """How many were found and answered, above the step; discovery is told, and no failure."""
    steps, before = [], counts[0].left if counts else 0
    reached, level = 0.0, 0.0
    for one in counts:
        said = [f"+{one.found}"] if one.found else []
        said += [f"−{one.answered}"] if one.answered else []
        if said and one is not counts[0]:
            x, y = track.middle_at(one.on), BASE - unit * max(before, one.left) - 6
            text = " ".join(said)
            is_crowded = x < reached and abs(y - level) < LINE
            steps.append(Word(percent(x), f"{y:.1f}", text, is_crowded))
            if not is_crowded:
                reached, level = x + len(text) * LETTER_ON_A_PHONE, y
        before = one.left
    return tuple(steps)


def beside(steps: tuple[Word, ...], today: Pin | None) -> tuple[Word, ...]:
    """The step of today gives way to what is said of today; on a phone that is not said."""
    if today is None or not today.text:
        return steps
    told = (replace(one, is_told=one.x == today.x) for one in steps)
    return tuple(one for one in told if not (one.is_told and one.is_crowded))


def _flag(committed_on: date | None, track: Track) -> Pin | None:
    if committed_on is None:
        return None
    at = track.middle_at(committed_on)
    text = _("0 unknowns, commitment made %(day)s") % {"day": weekday_day(committed_on)}
    return Pin(percent(at), "", text, short_day(committed_on), leads_back=at > NEAR_THE_END)


def _today(
    counts: Sequence[DayOfUnknowns],
    track: Track,
    unit: float,
    today: date | None,
    late: tuple[str, str],
) -> Pin | None:
    if today is None or not counts:
        return None
    at = track.middle_at(today)
    return Pin(percent(at), _y(counts[-1].left, unit), *late, leads_back=at > NEAR_THE_END)


def late_in_words(days: Sequence[date], who: str, due: str) -> tuple[str, str]:
    """1 found Tue 19 May · Sofia investigates, answer due tomorrow."""
    if not days:
        return "", ""
    found = ngettext("%(n)s found %(day)s", "%(n)s found, the last %(day)s", len(days)) % {
        "n": len(days),
        "day": weekday_day(days[-1]) if len(days) == 1 else short_day(days[-1]),
    }
    parts = [_("%(name)s investigates") % {"name": who}] if who else []
    return found, listed([*parts, *([due] if due else [])])
