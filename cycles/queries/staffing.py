"""A cycle's plan as it stands: teams, seats and bets, and the plain facts for the rule check."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from cycles.models import Bet, Cycle, CycleSettings, Epic, Seat, Team
from cycles.rules.calendar import Span, working_days
from cycles.rules.capacity import Worker
from cycles.rules.staffing import Plan, PlannedTeam, Sitting
from planner.kit.public_holidays import public_holidays
from planner.models import Member, Role, Workspace


@dataclass(frozen=True)
class Staffing:
    """Read in a fixed number of queries, whatever the number of people."""

    workspace: Workspace
    cycle: Cycle
    settings: CycleSettings
    teams: tuple[Team, ...]
    seats: dict[int, tuple[Seat, ...]]  # by team
    bets: tuple[Bet, ...]
    members: dict[int, Member]
    last_on_support: dict[int, int]  # member -> number of the latest cycle before this one
    left_over: tuple[Epic, ...]
    worked: tuple[date, ...]  # the workspace's working days of the cycle

    @property
    def span(self) -> Span:
        return Span(self.cycle.starts_on, self.cycle.ends_on)

    def bets_of(self, team: Team) -> tuple[Bet, ...]:
        if team.kind == Team.Kind.BIG:
            return tuple(bet for bet in self.bets if bet.epic_id == team.epic_id)
        if team.kind == Team.Kind.SMALL:
            return tuple(bet for bet in self.bets if bet.epic.size == Epic.Size.SMALL)
        return ()

    @cached_property
    def workers(self) -> dict[int, Worker]:
        return {pk: worker(member, self.span) for pk, member in self.members.items()}

    @cached_property
    def facts(self) -> Plan:
        settings, before = self.settings, self.cycle.number - 1
        return Plan(
            span=self.span,
            teams=tuple(
                PlannedTeam(
                    team.pk,
                    team.kind,
                    tuple(bet.epic_id for bet in self.bets_of(team)),
                    tuple(
                        Sitting(seat.member_id, Span(seat.from_on, seat.to_on))
                        for seat in self.seats.get(team.pk, ())
                    ),
                )
                for team in self.teams
            ),
            people=self.workers,
            idlers=frozenset(
                pk
                for pk, member in self.members.items()
                if member.left_at
                or not member.person.is_active
                or member.role not in (Role.MANAGER, Role.MEMBER)
            ),
            expected=frozenset(
                pk
                for pk, member in self.members.items()
                if member.role == Role.MEMBER and member.left_at is None
            ),
            on_support_before=frozenset(
                pk for pk, number in self.last_on_support.items() if number == before
            ),
            vision_epics=frozenset(
                bet.epic_id for bet in self.bets if bet.epic.origin == Epic.Origin.VISION
            ),
            left_over=frozenset(epic.pk for epic in self.left_over),
            team_min=settings.team_min,
            team_max=settings.team_max,
            on_support_seats=settings.on_support_seats,
            reactive_target=settings.reactive_target,
            vision_target=settings.vision_target,
        )


def worker(member: Member, span: Span) -> Worker:
    """When the member works in the span: their own days and country, else the workspace's."""
    workspace = member.workspace
    years = range(span.starts_on.year, span.ends_on.year + 1)
    return Worker(
        member.percent,
        member.working_days or workspace.working_days,
        public_holidays(member.country or workspace.country, years),
    )


def worked_days(workspace: Workspace, span: Span) -> tuple[date, ...]:
    """The workspace's own working days, less its public holidays."""
    years = range(span.starts_on.year, span.ends_on.year + 1)
    return working_days(span, workspace.working_days, public_holidays(workspace.country, years))


def staffing_of(cycle: Cycle, settings: CycleSettings | None = None) -> Staffing:
    """Read the plan of a cycle."""
    workspace = cycle.workspace
    settings = settings or CycleSettings.objects.get(workspace=workspace)
    teams = tuple(cycle.teams.select_related("epic__theme").order_by("pk"))
    seats: dict[int, list[Seat]] = defaultdict(list)
    for seat in Seat.objects.filter(team__cycle=cycle).order_by("from_on", "pk"):
        seats[seat.team_id].append(seat)
    bets = tuple(cycle.bets.select_related("epic__theme").order_by("position", "pk"))
    order = {bet.epic_id: place for place, bet in enumerate(bets)}
    return Staffing(
        workspace=workspace,
        cycle=cycle,
        settings=settings,
        teams=tuple(sorted(teams, key=lambda team: order.get(team.epic_id or 0, len(order)))),
        seats={pk: tuple(some) for pk, some in seats.items()},
        bets=bets,
        members=_members(workspace, {seat.member_id for some in seats.values() for seat in some}),
        last_on_support=last_on_support(cycle),
        left_over=_left_over(workspace),
        worked=worked_days(workspace, Span(cycle.starts_on, cycle.ends_on)),
    )


def last_on_support(cycle: Cycle) -> dict[int, int]:
    """For each member who ever was: the number of the latest cycle before this one."""
    rows = (
        Seat.objects.filter(
            team__kind=Team.Kind.ON_SUPPORT,
            team__cycle__workspace=cycle.workspace_id,
            team__cycle__number__lt=cycle.number,
            team__cycle__state__in=[Cycle.State.ACTIVE, Cycle.State.CLOSED],
        )
        .values_list("member_id", "team__cycle__number")
        .order_by("team__cycle__number")
    )
    return dict(rows)


def _members(workspace: Workspace, seated: set[int]) -> dict[int, Member]:
    working = Q(role__in=[Role.MANAGER, Role.MEMBER], left_at=None, person__is_active=True)
    members = (
        Member.objects.filter(working | Q(pk__in=seated), workspace=workspace)
        .select_related("person")
        .order_by("person__name", "pk")
    )
    found = {}
    for member in members:
        member.workspace = workspace
        found[member.pk] = member
    return found


def _left_over(workspace: Workspace) -> tuple[Epic, ...]:
    """Begun in a cycle that is closed, not finished, and bet on nowhere."""
    return tuple(
        Epic.objects.filter(
            workspace=workspace, state__in=[Epic.State.EXPLORING, Epic.State.COMMITTED]
        )
        .exclude(bets__is_open=True)
        .order_by("number")
    )
