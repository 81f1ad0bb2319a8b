"""
What the ledger of person-days is made from: seats, leave, holidays, time and corrections.

However many cycles are asked for, the same number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from django.db.models import CharField, Exists, F, OuterRef, Sum, Value
from django.db.models.functions import Cast, Coalesce

from cycles.models import Bet, Cycle, CycleSettings, Epic, Seat, Team
from cycles.queries.staffing import Staffing, leave_of, worker
from cycles.rules.calendar import Span
from planner.kit.rows import plain_rows
from planner.models import Member, Workspace
from support.models import DayCorrection, Interruption, TimeEntry
from support.rules.ratio import (
    TICKS_A_MINUTE,
    Correction,
    Estimate,
    Kind,
    Part,
    PersonDay,
    Worked,
    ledger,
    ticks_a_day,
)

KINDS: Final[tuple[Kind, ...]] = ("ticket", "interruption", "task")
_REACTIVE: Final = str(TimeEntry.Nature.REACTIVE)


@dataclass(frozen=True)
class CycleLedger:
    """``worked`` are all days of the cycle, by the seats; ``days`` those that have been."""

    cycle: Cycle
    until: date
    day: int  # ticks of a whole one
    target: int
    teams: dict[int, Team]
    members: dict[int, Member]
    worked: tuple[Worked, ...]
    days: tuple[PersonDay, ...]

    @property
    def span(self) -> Span:
        return Span(self.cycle.starts_on, self.cycle.ends_on)


def ledger_of(cycle: Cycle, until: date, *, by_entry: bool = False) -> CycleLedger:
    """Of one cycle, up to a day."""
    return ledgers_of(cycle.workspace, [cycle], until, by_entry=by_entry)[cycle.pk]


def ledgers_of(
    workspace: Workspace, cycles: Sequence[Cycle], until: date, *, by_entry: bool = False
) -> dict[int, CycleLedger]:
    """
    For each cycle, up to its end or the day, whichever is earlier. Nine queries; none for none.

    ``by_entry`` tells the tickets, interruptions and cards apart; else they are summed up by what
    they are, their cause and their asker, which comes to the same.
    """
    if not cycles:
        return {}
    settings = CycleSettings.objects.get(workspace=workspace)
    day = ticks_a_day(settings.day_hours)
    whole = Span(min(one.starts_on for one in cycles), max(one.ends_on for one in cycles))
    seats = _Seats(workspace, cycles, whole)
    spent = list(_spent(workspace, whole, by_entry=by_entry))
    estimates, corrections = _estimates(workspace, cycles, day), _corrections(workspace, whole)
    found = {}
    for cycle in cycles:
        last = min(until, cycle.ends_on)
        worked = tuple(seats.worked(cycle))
        span = Span(cycle.starts_on, max(last, cycle.starts_on))
        found[cycle.pk] = CycleLedger(
            cycle,
            last,
            day,
            settings.reactive_target,
            {pk: team for pk, team in seats.teams.items() if team.cycle_id == cycle.pk},
            seats.members,
            worked,
            ledger(
                [one for one in worked if one.on <= last],
                [one for one in spent if span.starts_on <= one[1] <= span.ends_on],
                estimates[cycle.pk],
                corrections,
                day=day,
            ),
        )
    return found


def ledger_from(staffing: Staffing, until: date) -> CycleLedger:
    """The same of a plan that is read already: three queries more. Epics are not told apart."""
    span, workspace = staffing.span, staffing.workspace
    day = ticks_a_day(staffing.settings.day_hours)
    worked = tuple(
        Worked(seat.member_id, on, team.pk, team.kind == Team.Kind.ON_SUPPORT, who.percent)
        for team in staffing.teams
        for seat in staffing.seats.get(team.pk, ())
        if (part := Span(seat.from_on, seat.to_on).within(span))
        for who in [staffing.workers[seat.member_id]]
        if who.percent
        for on in who.days(part)
    )
    days = ledger(
        [one for one in worked if one.on <= until],
        _spent(workspace, span, by_entry=False),
        _estimates(workspace, [staffing.cycle], day)[staffing.cycle.pk],
        _corrections(workspace, span),
        day=day,
    )
    target, teams = staffing.settings.reactive_target, {team.pk: team for team in staffing.teams}
    return CycleLedger(staffing.cycle, until, day, target, teams, staffing.members, worked, days)


class _Seats:
    """Who sat where on which day, and worked."""

    def __init__(self, workspace: Workspace, cycles: Sequence[Cycle], whole: Span) -> None:
        self.workspace = workspace
        teams = Team.objects.filter(cycle__in=cycles).select_related("epic").order_by("pk")
        self.teams = {team.pk: team for team in teams}
        self.seats: dict[int, list[Seat]] = defaultdict(list)
        seats = Seat.objects.filter(team__in=self.teams).order_by("from_on", "pk")
        for seat in seats:
            self.seats[self.teams[seat.team_id].cycle_id].append(seat)
        self.members = _members(workspace, self.seats.values())
        self.leave = leave_of(workspace, whole)
        self.small: dict[int, list[Bet]] = defaultdict(list)
        small = Bet.objects.filter(cycle__in=cycles, epic__size=Epic.Size.SMALL)
        for bet in small.exclude(began_on=None).select_related("epic").order_by("position", "pk"):
            self.small[bet.cycle_id].append(bet)

    def worked(self, cycle: Cycle) -> Iterator[Worked]:
        whole = Span(cycle.starts_on, cycle.ends_on)
        for seat in self.seats[cycle.pk]:
            team, member = self.teams[seat.team_id], self.members[seat.member_id]
            span = Span(seat.from_on, seat.to_on).within(whole)
            if span is None or not member.percent:
                continue
            for on in worker(member, span, self.leave.get(member.pk, frozenset())).days(span):
                yield Worked(
                    member.pk,
                    on,
                    team.pk,
                    team.kind == Team.Kind.ON_SUPPORT,
                    member.percent,
                    self._epics(team, on),
                )

    def _epics(self, team: Team, on: date) -> tuple[int, ...]:
        if team.kind == Team.Kind.BIG and team.epic_id:
            return (team.epic_id,)
        if team.kind != Team.Kind.SMALL:
            return ()
        return tuple(
            bet.epic_id
            for bet in self.small[team.cycle_id]
            if bet.began_on and bet.began_on <= on and not self._shipped_before(bet, on)
        )

    def _shipped_before(self, bet: Bet, on: date) -> bool:
        at = bet.epic.shipped_at
        return at is not None and at.astimezone(self.workspace.zone).date() < on


def _members(workspace: Workspace, seats: Iterable[list[Seat]]) -> dict[int, Member]:
    seated = {seat.member_id for some in seats for seat in some}
    rows = Member.objects.filter(workspace=workspace, pk__in=seated).select_related("person")
    rows = rows.only("percent", "working_days", "country", "workspace", "person__name")
    found = {}
    for member in rows.order_by("person__name", "pk"):
        member.workspace = workspace
        found[member.pk] = member
    return found


def _spent(workspace: Workspace, span: Span, *, by_entry: bool) -> Iterator[tuple[int, date, Part]]:
    """Thousands of rows: their days are read as text, as each of them is only told once."""
    rows: Any = (
        TimeEntry.objects.filter(workspace=workspace, on__range=(span.starts_on, span.ends_on))
        .counted()
        .with_cause_in_effect()
        .annotate(
            day=Cast("on", CharField()),
            asker=Coalesce("interruption__asker_team", "ticket__inquiry__team", Value("")),
        )
        .order_by()
    )
    by = ["day", "member_id", "nature", "cause_in_effect", "asker"]
    if by_entry:
        by += KINDS
    days = cache(date.fromisoformat)
    told = rows.values_list(*by).annotate(total=Sum("minutes"))
    for day, member, nature, cause, asker, *things, minutes in plain_rows(told):
        is_reactive, ticks = nature == _REACTIVE, minutes * TICKS_A_MINUTE
        kind, ref = _thing(things) if things else ("several", 0)
        yield member, days(day), Part(ticks, is_reactive, kind, cause, asker, ref)


def _thing(pks: Iterable[int | None]) -> tuple[Kind, int]:
    """An entry is for exactly one thing: the database says so."""
    return next((kind, pk) for kind, pk in zip(KINDS, pks, strict=True) if pk)


def _estimates(
    workspace: Workspace, cycles: Sequence[Cycle], day: int
) -> dict[int | None, list[Estimate]]:
    """What was let through in each cycle, and has no time yet."""
    through = Interruption.objects.filter(cycle__in=cycles, state=Interruption.State.LET_THROUGH)
    given = through.filter(
        given_to__isnull=False, answered_at__isnull=False, estimate_days__gt=0
    ).exclude(Exists(TimeEntry.objects.filter(interruption=OuterRef("pk")).counted()))
    found: dict[int | None, list[Estimate]] = defaultdict(list)
    columns = ("cycle", "given_to", "answered_at", "estimate_days", "cause", "asker_team", "pk")
    for cycle, member, at, days, *what in given.order_by("pk").values_list(*columns):
        part = Part(int(days * 100) * day // 100, True, "estimate", *what)
        on = at.astimezone(workspace.zone).date()
        found[cycle].append(Estimate(member, on, part))
    return found


def _corrections(workspace: Workspace, span: Span) -> list[Correction]:
    rows = DayCorrection.objects.counted().filter(
        workspace=workspace, on__range=(span.starts_on, span.ends_on)
    )
    told = rows.order_by("pk").values_list("member_id", "on", "percent", F("cause_id"), "pk")
    return [Correction(*row) for row in told]
