"""What Now shows of the interruptions: a mark for each, and what they come to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.queries.planned import number
from cycles.queries.track import Track
from planner.kit.dates import full_day, short_day
from planner.kit.lists import listed
from support.queries.interruptions import CycleInterruptions, Mark, Totals

DRAWN_IN_A_ROW: Final = 40  # more of them than this are told in figures alone

type Kind = Literal["shielded", "waiting", "through"]
_ORDER: Final[tuple[Kind, ...]] = ("shielded", "waiting", "through")


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """
    One place on the ruler: those of one day and kind are drawn as one, with their ``count``.
    ``dx`` sets the kinds of one day apart; ``url`` leads to the latest of them.
    """

    kind: Kind
    x: str
    dx: int
    count: int
    url: str
    label: str


@dataclass(frozen=True)
class TeamMarks:
    """``said`` are the figures in words: 7 shielded, 2 let through, 3 d."""

    drawn: tuple[DrawnMark, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class MarkRow:
    """The same as a row of a table."""

    day: str
    team: str
    title: str
    url: str
    state: str
    days: str


@dataclass(frozen=True)
class InterruptionsNow:
    """All release teams: ``headline`` and ``more`` are a sentence, ``glyphs`` draws it."""

    of_team: dict[int, TeamMarks]
    glyphs: tuple[Kind, ...]
    headline: str
    more: str
    rows: tuple[MarkRow, ...]


def interruptions_now(
    found: CycleInterruptions, track: Track, called: Mapping[int, str]
) -> InterruptionsNow:
    """``called`` are the names of the teams."""
    words = _words(found.marks, track)
    kinds: list[Kind] = [_kind(mark) for mark in found.marks if mark.is_shielded]
    kinds += [_kind(mark) for mark in found.marks if mark.got_through]
    return InterruptionsNow(
        {
            team: TeamMarks(_drawn(marks, words), totals_said(found.totals_of(team)))
            for team, marks in found.of_team.items()
        },
        tuple(kinds) if len(kinds) <= DRAWN_IN_A_ROW else (),
        *headline_of(found.totals),
        tuple(_row(mark, called, words) for mark in found.marks),
    )


@dataclass(frozen=True)
class _Words:
    """What many marks have in common, looked up once: sentences, days, and where days lie."""

    label: str
    cost: str
    x: Mapping[date, str]
    full: Mapping[date, str]
    short: Mapping[date, str]


def _words(marks: Iterable[Mark], track: Track) -> _Words:
    days = {mark.on for mark in marks}
    return _Words(
        _("%(day)s: %(title)s (%(state)s)"),
        _("%(days)s d"),
        {day: track.middle(day) for day in days},
        {day: full_day(day) for day in days},
        {day: short_day(day) for day in days},
    )


def totals_said(totals: Totals) -> str:
    """Of nobody nothing is said."""
    if not totals.asked:
        return ""
    parts = [
        _("%(n)s shielded") % {"n": totals.shielded},
        _("%(n)s let through") % {"n": totals.got_through},
    ]
    if totals.waiting:
        parts.insert(0, _("%(n)s waiting") % {"n": totals.waiting})
    if totals.got_through:
        parts.append(_("%(days)s d") % {"days": number(round(totals.days, 1))})
    return listed(parts)


def headline_of(totals: Totals) -> tuple[str, str]:
    """How many were shielded, and what those cost that were not; nothing where none was."""
    if not totals.answered:
        return "", ""
    headline = ngettext(
        "%(shielded)s of %(asked)s interruption shielded.",
        "%(shielded)s of %(asked)s interruptions shielded.",
        totals.answered,
    ) % {"shielded": totals.shielded, "asked": totals.answered}
    if not totals.got_through:
        return headline, ""
    days = round(totals.days, 1)
    more = ngettext(
        "%(count)s let through cost %(days)s day.",
        "%(count)s let through cost %(days)s days.",
        1 if days == 1 else 2,
    ) % {"count": totals.got_through, "days": number(days)}
    return headline, more


def _drawn(marks: Iterable[Mark], words: _Words) -> tuple[DrawnMark, ...]:
    days: dict[str, dict[Kind, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    for mark in marks:
        days[words.x[mark.on]][_kind(mark)].append(mark)
    return tuple(
        DrawnMark(
            kind,
            x,
            place * 13 - (len(kinds) - 1) * 13 // 2,
            len(kinds[kind]),
            kinds[kind][-1].url,
            "\n".join(_label(mark, words) for mark in kinds[kind]),
        )
        for x, kinds in days.items()
        for place, kind in enumerate(kind for kind in _ORDER if kind in kinds)
    )


def _kind(mark: Mark) -> Kind:
    if mark.is_shielded:
        return "shielded"
    return "through" if mark.got_through else "waiting"


def _label(mark: Mark, words: _Words) -> str:
    day = words.full[mark.on]
    return words.label % {"day": day, "title": mark.title, "state": mark.state_said}


def _row(mark: Mark, called: Mapping[int, str], words: _Words) -> MarkRow:
    days = number(round(mark.days, 1))
    return MarkRow(
        words.short[mark.on],
        called.get(mark.team or 0, ""),
        mark.title,
        mark.url,
        mark.state_said,
        words.cost % {"days": days} if mark.got_through else "–",
    )
