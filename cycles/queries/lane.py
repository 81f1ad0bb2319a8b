"""What Now says of the Small Epics: one lane, one team, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Bet, Epic
from cycles.queries.staffing import Staffing
from cycles.queries.track import Track, percent
from cycles.rules.lane import Stint, placed
from cycles.rules.wrapping import cut, width_of
from planner.kit.dates import short_day

# The narrowest ruler beside the names of the teams and below them, as on a phone, in pixels.
WIDE, NARROW = 560, 330
BEFORE_A_NAME, BOLD = 24, 1.06  # its dot or tick, and how much wider than plain letters it is
AHEAD = 26  # how long what waits is drawn; nobody knows how long it takes
TOP, NAME = 28, 17  # a name has as much height
ROW, BAR = 23, 17
ROW_OF_A_PHONE, BAR_OF_A_PHONE = 44, 30  # what a thumb hits

type State = Literal["shipped", "doing", "waiting", "ended"]


@dataclass(frozen=True)
class LaneBar:
    """A Small Epic on the ruler."""

    state: State
    title: str
    url: str
    x: str
    width: str
    name_x: str
    y: int
    name_y: int
    label: str


@dataclass(frozen=True)
class LaneDrawing:
    """``row`` is how high a link is, ``thick`` the bar in it, ``above`` what is over the bar."""

    bars: tuple[LaneBar, ...]
    height: int
    row: int
    thick: int
    above: int


@dataclass(frozen=True)
class LanePart:
    """The lane, drawn for a wide ruler and for a narrow one, where a name takes more of it."""

    size: str
    wide: LaneDrawing
    narrow: LaneDrawing
    doing: str
    waiting: str
    shipped: str
    of: str
    squares: tuple[bool, ...]


def lane_part(bets: Sequence[Bet], staffing: Staffing, track: Track, today: date) -> LanePart:
    states = [_state(bet) for bet in bets]
    stints = [
        _stint(bet, state, staffing, track, today) for bet, state in zip(bets, states, strict=True)
    ]
    wide, narrow = (
        _drawing(bets, states, stints, staffing, ruler=ruler, row=row, thick=thick)
        for ruler, row, thick in ((WIDE, ROW, BAR), (NARROW, ROW_OF_A_PHONE, BAR_OF_A_PHONE))
    )
    doing, waiting = states.count("doing"), states.count("waiting")
    shipped = states.count("shipped")
    return LanePart(
        _("%(n)s small, one team") % {"n": len(bets)} if bets else "",
        wide,
        narrow,
        _("%(n)s in progress") % {"n": doing} if doing else "",
        _("%(n)s waiting") % {"n": waiting} if waiting else "",
        str(shipped),
        ngettext("of %(n)s epic", "of %(n)s epics", len(bets)) % {"n": len(bets)},
        tuple(place < shipped for place in range(len(bets))),
    )


def _state(bet: Bet) -> State:
    if bet.epic.state == Epic.State.SHIPPED:
        return "shipped"
    if bet.epic.state in (Epic.State.DROPPED, Epic.State.PARKED):
        return "ended"
    return "doing" if bet.began_on else "waiting"


def _drawing(
    bets: Sequence[Bet],
    states: Sequence[State],
    stints: Sequence[Stint],
    staffing: Staffing,
    *,
    ruler: int,
    row: int,
    thick: int,
) -> LaneDrawing:
    titles = [cut(bet.epic.title, (ruler - BEFORE_A_NAME) / BOLD) for bet in bets]
    names = [100 * (BEFORE_A_NAME + BOLD * width_of(title)) / ruler for title in titles]
    waiting = [name for name, state in zip(names, states, strict=True) if state == "waiting"]
    stints = [
        _with_room(stint, max(waiting)) if state == "waiting" else stint
        for stint, state in zip(stints, states, strict=True)
    ]
    bars = tuple(
        LaneBar(
            state,
            title,
            reverse("cycles:epic", args=[staffing.workspace.slug, bet.epic.key]),
            percent(stint.start),
            percent(stint.end - stint.start),
            percent(place.name_at),
            TOP + row * place.row,
            TOP + row * place.row + (thick - NAME) // 2,
            _label(bet, state, staffing),
        )
        for bet, state, stint, title, place in zip(
            bets, states, stints, titles, placed(stints, names), strict=True
        )
    )
    height = max([102, *(bar.y + thick + 12 for bar in bars)])
    return LaneDrawing(bars, height, row, thick, (thick - row) // 2)


def _with_room(stint: Stint, name: float) -> Stint:
    """Nobody knows how long one takes: all are as long, so that the longest name stands in it."""
    width = max(stint.end - stint.start, name)
    start = min(stint.start, 100 - width)
    return Stint(start, start + width)


def _stint(bet: Bet, state: State, staffing: Staffing, track: Track, today: date) -> Stint:
    now = track.middle_at(today)
    if state == "waiting":
        start = min(now + 0.8, 100 - AHEAD)
        return Stint(start, start + AHEAD)
    start = track.start_of(bet.began_on or staffing.span.starts_on)
    end = track.end_of(_over_on(bet, staffing)) if state == "shipped" else now
    return Stint(min(start, end - 0.5), end)


def _over_on(bet: Bet, staffing: Staffing) -> date:
    at = bet.epic.shipped_at
    return at.astimezone(staffing.workspace.zone).date() if at else staffing.span.ends_on


def _label(bet: Bet, state: State, staffing: Staffing) -> str:
    facts = {"epic": bet.epic.title}
    if state == "shipped":
        return _("%(epic)s, shipped %(day)s") % {
            **facts,
            "day": short_day(_over_on(bet, staffing)),
        }
    if state == "doing" and bet.began_on:
        return _("%(epic)s, in progress since %(day)s") % {**facts, "day": short_day(bet.began_on)}
    if state == "waiting":
        return _("%(epic)s, waiting for its turn") % facts
    return _("%(epic)s: %(state)s") % {**facts, "state": bet.epic.get_state_display()}
