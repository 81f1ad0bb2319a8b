"""A cycle's plan as it stands: teams, seats and bets, and the plain facts for the rule check."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from django.db.models import Count, Q

from cycles.models import Bet, Cycle, CycleSettings, Epic, Leave, Seat, Team, Unknown
from cycles.rules.calendar import Span, days_of_spans, working_days
from cycles.rules.capacity import Worker
from cycles.rules.staffing import Plan, PlannedTeam, Sitting
from planner.kit.public_holidays import public_holidays
from planner.models import Member, Role, Workspace

HOURS: Final = ("percent", "working_days", "country")  # what says when a member works
_OF_A_MEMBER: Final = (  # all that a plan asks of somebody
    *("workspace_id", "role", *HOURS, "left_at"),
    *("person__name", "person__is_active"),
)


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
    worked: tuple[date, ...]  # the workspace's working days of the cycle
    leave: dict[int, frozenset[date]]  # days of the cycle on which a member is away

    @property
    def span(self) -> Span:
        return Span(self.cycle.starts_on, self.cycle.ends_on)

    def bets_of(self, team: Team) -> tuple[Bet, ...]:
        if team.kind == Team.Kind.BIG:
            return tuple(bet for bet in self.bets if bet.epic_id == team.epic_id)
        if team.kind == Team.Kind.SMALL:
            return tuple(bet for bet in self.bets if bet.epic.size == Epic.Size.SMALL)
        return ()

    # What only some pages need is read when they ask for it.

    @cached_property
    def last_on_support(self) -> dict[int, int]:
        """For each member who ever was: the number of the latest cycle before this one."""
        return _last_on_support(self.cycle)

    @cached_property
    def left_over(self) -> tuple[Epic, ...]:
        return _left_over(self.workspace)

    @cached_property
    def unknowns(self) -> dict[int, int]:
        """Those left without an answer, by epic of the workspace."""
        return unknowns_left(self.workspace)

    @cached_property
    def known_themes(self) -> dict[int, frozenset[int]]:
        """Themes on whose epics a member has worked."""
        return known_themes(self.cycle)

    @cached_property
    def workers(self) -> dict[int, Worker]:
        return {
            pk: worker(member, self.span, self.leave.get(pk, frozenset()))
            for pk, member in self.members.items()
        }

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
            themes={bet.epic_id: bet.epic.theme_id for bet in self.bets if bet.epic.theme_id},
            known_themes=self.known_themes,
            team_min=settings.team_min,
            team_max=settings.team_max,
            on_support_seats=settings.on_support_seats,
            reactive_target=settings.reactive_target,
            vision_target=settings.vision_target,
        )


def worker(member: Member, span: Span, leave: frozenset[date] = frozenset()) -> Worker:
    """When the member works in the span: their own days and country, else the workspace's."""
    return worker_of(
        member.workspace, span, leave, member.percent, member.working_days, member.country
    )


def worker_of(
    workspace: Workspace,
    span: Span,
    leave: frozenset[date],
    percent: int,
    working_days: str,
    country: str,
) -> Worker:
    """The same of what is read of a member: ``HOURS``."""
    years = range(span.starts_on.year, span.ends_on.year + 1)
    return Worker(
        percent,
        working_days or workspace.working_days,
        public_holidays(country or workspace.country, years),
        leave,
    )


def leave_of(workspace: Workspace, span: Span) -> dict[int, frozenset[date]]:
    """The days of the span on which each member is on leave."""
    spans: dict[int, list[Span]] = defaultdict(list)
    leaves = Leave.objects.filter(member__workspace=workspace)
    rows = leaves.between(span.starts_on, span.ends_on).order_by("pk")
    for member, from_on, to_on in rows.values_list("member_id", "from_on", "to_on"):
        if part := Span(from_on, to_on).within(span):
            spans[member].append(part)
    return {member: days_of_spans(parts) for member, parts in spans.items()}


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
        worked=worked_days(workspace, Span(cycle.starts_on, cycle.ends_on)),
        leave=leave_of(workspace, Span(cycle.starts_on, cycle.ends_on)),
    )


def unknowns_left(workspace: Workspace) -> dict[int, int]:
    """How many unknowns of each epic have no answer yet."""
    counts = Unknown.objects.left().filter(epic__workspace=workspace).order_by()
    return dict(counts.values_list("epic_id").annotate(count=Count("pk")))


def known_themes(cycle: Cycle) -> dict[int, frozenset[int]]:
    """
    On which themes each member has worked in the cycles before this one, by their seats: a seat in
    the lane knows the themes of all that was in it.
    """
    past = Q(
        team__cycle__workspace=cycle.workspace_id,
        team__cycle__number__lt=cycle.number,
        team__cycle__state__in=[Cycle.State.ACTIVE, Cycle.State.CLOSED],
    )
    big = Seat.objects.filter(past, team__epic__theme__isnull=False).values_list(
        "member_id", "team__epic__theme_id"
    )
    in_lane = Q(
        team__kind=Team.Kind.SMALL,
        team__cycle__bets__epic__size=Epic.Size.SMALL,
        team__cycle__bets__epic__theme__isnull=False,
    )
    small = Seat.objects.filter(past, in_lane).values_list(
        "member_id", "team__cycle__bets__epic__theme_id"
    )
    known: dict[int, set[int]] = defaultdict(set)
    for member, theme in [*big.order_by().distinct(), *small.order_by().distinct()]:
        known[member].add(theme)
    return {member: frozenset(themes) for member, themes in known.items()}


def _last_on_support(cycle: Cycle) -> dict[int, int]:
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


def seats_today(cycle: Cycle, today: date) -> dict[int, str]:
    """What people do today in the running cycle, by member; nothing while this one is it."""
    if cycle.state == Cycle.State.ACTIVE:
        return {}
    seats = (
        Seat.objects.on(today)
        .filter(team__cycle__workspace=cycle.workspace_id, team__cycle__state=Cycle.State.ACTIVE)
        .select_related("team__epic")
        .order_by("pk")
    )
    return {
        seat.member_id: seat.team.epic.title
        if seat.team.epic
        else str(seat.team.get_kind_display())
        for seat in seats
    }


def _members(workspace: Workspace, seated: set[int]) -> dict[int, Member]:
    working = Q(role__in=[Role.MANAGER, Role.MEMBER], left_at=None, person__is_active=True)
    members = (
        Member.objects.filter(working | Q(pk__in=seated), workspace=workspace)
        .select_related("person")
        .only(*_OF_A_MEMBER)
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
