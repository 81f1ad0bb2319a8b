"""The running cycle: what each team has found out, promised and shipped, on the ruler."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.models import Seat, Team
from cycles.queries.big_row import BigPart, big_part
from cycles.queries.findings import team_called
from cycles.queries.lane import LanePart, lane_part
from cycles.queries.planned import number
from cycles.queries.progress import Progress, progress_of
from cycles.queries.staffing import Staffing
from cycles.queries.track import Track
from cycles.rules.calendar import Span
from cycles.rules.capacity import person_days
from planner.kit.dates import day_range
from planner.kit.lists import listed
from planner.kit.names import first_names


@dataclass(frozen=True)
class Sitter:
    """Somebody of the team, as the table tells it."""

    name: str
    days: str
    left: str


@dataclass(frozen=True)
class TeamRow:
    """``big`` is of a Big Epic, ``lane`` of the Small ones; those on support have neither."""

    id: int
    kind: str
    title: str
    url: str
    names: tuple[str, ...]
    people: str
    sitters: tuple[Sitter, ...]
    days_left: str
    unknowns: int
    unknowns_of: str
    big: BigPart | None = None
    lane: LanePart | None = None


def team_rows(staffing: Staffing, track: Track, today: date) -> tuple[TeamRow, ...]:
    """Big Epics in their order, then the Small Epics, then those on support."""
    order = [Team.Kind.BIG, Team.Kind.SMALL, Team.Kind.ON_SUPPORT]
    teams = sorted(staffing.teams, key=lambda team: order.index(Team.Kind(team.kind)))
    progress = progress_of(
        staffing.cycle,
        [bet.epic_id for bet in staffing.bets],
        [day for day in track.days if day <= today],
        staffing.workspace.zone,
    )
    return tuple(
        _row(team, staffing, progress, track, today)
        for team in teams
        if team.kind != Team.Kind.SMALL or staffing.bets_of(team) or staffing.seats.get(team.pk)
    )


def _row(
    team: Team, staffing: Staffing, progress: dict[int, Progress], track: Track, today: date
) -> TeamRow:
    seats, bets = staffing.seats.get(team.pk, ()), staffing.bets_of(team)
    names = list(dict.fromkeys(staffing.members[seat.member_id].name for seat in seats))
    mine = [progress[bet.epic_id] for bet in bets]
    left, raised = sum(one.left for one in mine), sum(one.raised for one in mine)
    return TeamRow(
        id=team.pk,
        kind=team.kind,
        title=team_called(team),
        url=_url(team, staffing),
        names=tuple(names),
        people=listed(first_names(names)),
        sitters=tuple(_sitter(seat, staffing, today) for seat in seats),
        days_left=number(sum((_days(seat, staffing, today) for seat in seats), Decimal(0))),
        unknowns=left,
        unknowns_of=_of_raised(left, raised),
        big=big_part(team.epic, mine[0], staffing, track, today) if team.epic and mine else None,
        lane=lane_part(bets, staffing, track, today) if team.kind == Team.Kind.SMALL else None,
    )


def _url(team: Team, staffing: Staffing) -> str:
    """A Big Epic has a page, with its board; the lane has the board alone."""
    slug = staffing.workspace.slug
    if team.epic:
        return reverse("cycles:epic", args=[slug, team.epic.key])
    return reverse("cycles:board", args=[slug, team.pk])


def _of_raised(left: int, raised: int) -> str:
    if not raised:
        return _("none raised yet")
    return (_("of %(n)s") if left else _("of %(n)s, all answered")) % {"n": raised}


def _sitter(seat: Seat, staffing: Staffing, today: date) -> Sitter:
    return Sitter(
        staffing.members[seat.member_id].name,
        day_range(seat.from_on, seat.to_on),
        number(_days(seat, staffing, today)),
    )


def _days(seat: Seat, staffing: Staffing, since: date) -> Decimal:
    """Person-days of the seat from that day on, the day itself included."""
    if since > seat.to_on:
        return Decimal(0)
    span = Span(max(since, seat.from_on), seat.to_on)
    return person_days(staffing.workers[seat.member_id], span)
