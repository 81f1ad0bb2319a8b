"""The teams of a plan with their seats, and the people who may sit there."""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cycles.models import Seat, Team
from cycles.queries.drawings import availability, days_away_text, days_text
from cycles.queries.findings import seat_anchor, team_called
from cycles.queries.staffing import Staffing
from cycles.rules.calendar import Span
from planner.kit.dates import short_day
from planner.kit.drawings import Availability
from planner.models import Role


@dataclass(frozen=True)
class SeatRow:
    """A seat with somebody in it, or an empty one that is ``needed`` or optional."""

    anchor: str
    place: int
    seat: int = 0
    member: int = 0
    name: str = ""
    about: str = ""
    url: str = ""
    bar: Availability | None = None
    needed: bool = False
    is_first_empty: bool = False


@dataclass(frozen=True)
class TeamTable:
    id: int
    kind: str
    title: str
    url: str
    epic: int
    origin: str
    theme: str
    unknowns: str
    people: str
    seats: tuple[SeatRow, ...]

    @property
    def first_empty(self) -> str:
        """The anchor of the seat that is taken next."""
        return next((row.anchor for row in self.seats if row.is_first_empty), "")


@dataclass(frozen=True)
class PersonRow:
    """``ago`` is the cycles since the last turn on support, empty for none."""

    id: int
    name: str
    seat: int
    team: int
    where: str
    now: str
    ago: str
    days: str
    bar: Availability
    is_spare: bool

    @property
    def is_free(self) -> bool:
        """Without a seat, and expected to have one."""
        return not self.where and not self.is_spare

    @property
    def value(self) -> str:
        """What a form says to seat this person: and from which seat, if they have one."""
        return f"{self.id}@{self.seat}.{self.team}" if self.seat else str(self.id)


def team_tables(staffing: Staffing, *, may_change: bool) -> tuple[TeamTable, ...]:
    return tuple(_table(team, staffing, may_change=may_change) for team in staffing.teams)


def _table(team: Team, staffing: Staffing, *, may_change: bool) -> TeamTable:
    seats = staffing.seats.get(team.pk, ())
    rows = [_taken(team, place, seat, staffing) for place, seat in enumerate(seats, start=1)]
    if may_change:
        rows += _empty(team, len(seats), staffing)
    epic = team.epic
    return TeamTable(
        team.pk,
        team.kind,
        team_called(team),
        reverse("cycles:epic", args=[staffing.workspace.slug, epic.key]) if epic else "",
        epic.pk if epic else 0,
        epic.origin if epic else "",
        epic.theme.name if epic and epic.theme else "",
        unknowns_text(staffing.unknowns.get(epic.pk, 0)) if epic else "",
        ngettext("Team of %(n)s", "Team of %(n)s", len(seats)) % {"n": len(seats)},
        tuple(rows),
    )


def unknowns_text(count: int) -> str:
    """3 unknowns; nothing where none is left."""
    return ngettext("%(n)s unknown", "%(n)s unknowns", count) % {"n": count} if count else ""


def _taken(team: Team, place: int, seat: Seat, staffing: Staffing) -> SeatRow:
    member = staffing.members[seat.member_id]
    worker, span = staffing.workers[member.pk], Span(seat.from_on, seat.to_on)
    last = staffing.last_on_support.get(member.pk)
    free, away = (
        days_text(worker, staffing.span, [span]),
        days_away_text(worker, staffing.span, span),
    )
    about = _("%(free)s of %(days)s days") % {"free": free, "days": len(staffing.worked)}
    if away:
        about = _("%(free)s d, %(leave)s") % {"free": free, "leave": away}
    if span.starts_on != staffing.span.starts_on:
        about = _("%(days)s, from %(day)s") % {"days": about, "day": short_day(span.starts_on)}
    elif span.ends_on != staffing.span.ends_on:
        about = _("%(days)s, to %(day)s") % {"days": about, "day": short_day(span.ends_on)}
    elif team.kind == Team.Kind.ON_SUPPORT and not away:
        about = (
            _("last in cycle %(number)s") % {"number": last} if last else _("first turn on support")
        )
    return SeatRow(
        seat_anchor(team.pk, place),
        place,
        seat.pk,
        member.pk,
        member.name,
        about,
        reverse("cycles:seat", args=[staffing.workspace.slug, staffing.cycle.number, seat.pk]),
        availability(member.name, worker, staffing.span, staffing.worked, [span]),
    )


def _empty(team: Team, taken: int, staffing: Staffing) -> list[SeatRow]:
    settings = staffing.settings
    if team.kind == Team.Kind.ON_SUPPORT:
        needed, most = settings.on_support_seats, settings.on_support_seats
    else:
        wanted = bool(staffing.bets_of(team))
        needed, most = (settings.team_min, settings.team_max) if wanted else (0, 0)
        if team.kind == Team.Kind.SMALL and wanted:
            most = max(needed, min(most, taken + 1))
    return [
        SeatRow(
            seat_anchor(team.pk, place),
            place,
            needed=place <= needed,
            is_first_empty=place == taken + 1,
        )
        for place in range(taken + 1, most + 1)
    ]


def people_rows(
    staffing: Staffing, *, running: int, doing: dict[int, str]
) -> tuple[PersonRow, ...]:
    """
    No seat first, then those whose last turn on support is longest ago; the manager last.

    ``doing`` says where people sit in the running cycle, by member.
    """
    seats: dict[int, list[tuple[Team, Seat]]] = defaultdict(list)
    for team in staffing.teams:
        for seat in staffing.seats.get(team.pk, ()):
            seats[seat.member_id].append((team, seat))
    rows = []
    for pk, member in staffing.members.items():
        mine, last = seats.get(pk, []), staffing.last_on_support.get(pk, 0)
        is_spare = not mine and member.role == Role.MANAGER
        row = PersonRow(
            pk,
            member.name,
            mine[0][1].pk if len(mine) == 1 else 0,
            mine[0][0].pk if mine else 0,
            ", ".join(team_called(team) for team, _seat in mine),
            doing.get(pk, ""),
            _ago(staffing.cycle.number, last, running),
            days_text(staffing.workers[pk], staffing.span, []),
            availability(member.name, staffing.workers[pk], staffing.span, staffing.worked, []),
            is_spare,
        )
        rows.append(((is_spare, bool(mine), last, member.name), row))
    return tuple(row for _key, row in sorted(rows, key=lambda one: one[0]))


def _ago(number: int, last: int, running: int) -> str:
    if not last:
        return pgettext("last turn on support", "never")
    if last == running:
        return pgettext("last turn on support", "now")
    return _("%(cycles)s ago") % {"cycles": number - last}
