"""
What the ledger of person-days is made from: seats, leave, holidays, time and corrections.

However many cycles are asked for, the same number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from cycles.models import Bet, Cycle, CycleSettings, Epic, Seat, Team
from cycles.queries.staffing import Staffing, leave_of, worker
from cycles.rules.calendar import Span
from planner.models import Member, Workspace
from support.models import DayCorrection, Interruption, TimeEntry
from support.rules.ratio import (
    TICKS_A_MINUTE,
    Correction,
    Estimate,
    Part,
    PersonDay,
    Spent,
    Worked,
    ledger,
    ticks_a_day,
)

KINDS = ("ticket", "interruption", "task")


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
                [one for one in spent if span.starts_on <= one.on <= span.ends_on],
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
        for seat in Seat.objects.filter(team__cycle__in=cycles).order_by("from_on", "pk"):
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
    found = {}
    for member in rows.order_by("person__name", "pk"):
        member.workspace = workspace
        found[member.pk] = member
    return found


def _spent(workspace: Workspace, span: Span, *, by_entry: bool) -> Iterator[Spent]:
    rows: Any = (
        TimeEntry.objects.filter(workspace=workspace, on__range=(span.starts_on, span.ends_on))
        .counted()
        .with_cause_in_effect()
        .annotate(
            what=Case(
                *(When(Q(**{f"{kind}__isnull": False}), then=Value(kind)) for kind in KINDS),
                output_field=CharField(),
            ),
            asker=Coalesce("interruption__asker_team", "ticket__inquiry__team", Value("")),
        )
        .order_by()
    )
    by = ["member_id", "on", "nature", "what", "cause_in_effect", "asker"]
    if by_entry:
        rows = rows.annotate(thing=Coalesce("ticket_id", "interruption_id", "task_id"))
        by.append("thing")
    for member, on, nature, what, cause, asker, *ref, minutes in rows.values_list(*by).annotate(
        total=Sum("minutes")
    ):
        is_reactive = nature == TimeEntry.Nature.REACTIVE
        yield Spent(
            member,
            on,
            Part(minutes * TICKS_A_MINUTE, is_reactive, what, cause, asker, ref[0] if ref else 0),
        )


def _estimates(
    workspace: Workspace, cycles: Sequence[Cycle], day: int
) -> dict[int | None, list[Estimate]]:
    """What was let through in each cycle, and has no time yet."""
    on_it = TimeEntry.objects.filter(interruption=OuterRef("pk")).counted()
    through = Interruption.objects.filter(
        ~Exists(on_it), cycle__in=cycles, state=Interruption.State.LET_THROUGH
    ).exclude(Q(given_to=None) | Q(answered_at=None) | Q(estimate_days=None))
    columns = ("cycle_id", "given_to_id", "answered_at", "estimate_days")
    rows = through.order_by("pk").values_list(*columns, "cause_id", "asker_team", "pk")
    found: dict[int | None, list[Estimate]] = defaultdict(list)
    for cycle, member, at, days, *what in rows:
        if ticks := int(days * 100) * day // 100:
            part = Part(ticks, True, "estimate", *what)
            found[cycle].append(Estimate(member, at.astimezone(workspace.zone).date(), part))
    return found


def _corrections(workspace: Workspace, span: Span) -> list[Correction]:
    rows = DayCorrection.objects.counted().filter(
        workspace=workspace, on__range=(span.starts_on, span.ends_on)
    )
    told = rows.order_by("pk").values_list("member_id", "on", "percent", F("cause_id"), "pk")
    return [Correction(*row) for row in told]
