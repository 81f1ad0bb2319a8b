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
from cycles.rules.lane import Stint, rows_of
from planner.kit.dates import short_day

NARROWEST = 24  # percent of the ruler: room for a name
AHEAD = 26  # how long what waits is drawn; nobody knows how long it takes
TOP, ROW, BAR = 28, 23, 17

type State = Literal["shipped", "doing", "waiting", "ended"]


@dataclass(frozen=True)
class LaneBar:
    """A Small Epic on the ruler. ``inside`` is where its name fits; else it is written before."""

    state: State
    title: str
    url: str
    x: str
    width: str
    y: int
    text_y: int
    label: str


@dataclass(frozen=True)
class LanePart:
    size: str
    bars: tuple[LaneBar, ...]
    height: int
    doing: str
    waiting: str
    shipped: str
    of: str
    squares: tuple[bool, ...]


def lane_part(bets: Sequence[Bet], staffing: Staffing, track: Track, today: date) -> LanePart:
    states = [_state(bet) for bet in bets]
    bars = _bars(bets, states, staffing, track, today)
    doing, waiting = states.count("doing"), states.count("waiting")
    shipped = states.count("shipped")
    return LanePart(
        _("%(n)s small, one team") % {"n": len(bets)} if bets else "",
        bars,
        max([102, *(bar.y + BAR + 12 for bar in bars)]),
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


def _bars(
    bets: Sequence[Bet], states: Sequence[State], staffing: Staffing, track: Track, today: date
) -> tuple[LaneBar, ...]:
    stints = [
        _stint(bet, state, staffing, track, today) for bet, state in zip(bets, states, strict=True)
    ]
    drawn = sorted(range(len(bets)), key=lambda place: (stints[place].start, place))
    rows = dict(zip(drawn, rows_of([stints[p] for p in drawn], narrowest=NARROWEST), strict=True))
    return tuple(
        LaneBar(
            state,
            bet.epic.title,
            reverse("cycles:epic", args=[staffing.workspace.slug, bet.epic.key]),
            percent(stint.start),
            percent(stint.end - stint.start),
            TOP + ROW * rows[place],
            TOP + ROW * rows[place] + 13,
            _label(bet, state, staffing),
        )
        for place, (bet, state, stint) in enumerate(zip(bets, states, stints, strict=True))
    )


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
