"""The Plan page: everything on it as finished strings, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Cycle, Epic, Team
from cycles.queries.choice import Choice, Filters, epics_to_choose
from cycles.queries.drawings import six_weeks
from cycles.queries.findings import Said, checked, names
from cycles.queries.staffing import Staffing, seats_today, staffing_of
from cycles.queries.tables import (
    PersonRow,
    TeamTable,
    people_rows,
    team_tables,
    unknowns_text,
)
from cycles.rules.staffing import Severity, vision_share
from planner.kit.dates import day_range, short_day
from planner.kit.drawings import SixWeeks
from planner.kit.names import first_names
from planner.models import Workspace

REASONS_SHOWN = 3
OPTIONS_SHOWN = 300


@dataclass(frozen=True)
class Neighbour:
    """The cycle before or after, to go there."""

    name: str
    url: str


@dataclass(frozen=True)
class LaneEpic:
    """A Small Epic in its place; the keys move it."""

    id: int
    title: str
    url: str
    origin: str
    unknowns: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class RuleCheck:
    blocks: tuple[Said, ...]
    looks: tuple[Said, ...]
    passes: tuple[Said, ...]

    @property
    def shown(self) -> tuple[Said, ...]:
        return self.blocks + self.looks

    @property
    def blocks_text(self) -> str:
        count = len(self.blocks)
        return ngettext("%(n)s blocks the start", "%(n)s block the start", count) % {"n": count}

    @property
    def looks_text(self) -> str:
        return _("%(n)s worth a look") % {"n": len(self.looks)}

    @property
    def passes_text(self) -> str:
        count = len(self.passes)
        return ngettext("%(n)s passes", "%(n)s pass", count) % {"n": count}


@dataclass(frozen=True)
class PlanPage:
    """``may_change`` is the right to plan, in a cycle that has not begun."""

    number: int
    title: str
    dates: str
    bar: SixWeeks
    lead: str
    vision: str
    may_change: bool
    may_start: bool
    may_succeed: bool  # a team is empty, and a cycle came before
    may_correct: bool  # the cycle runs: teams change for a reason
    locked: str
    report_url: str
    close_url: str
    reasons: tuple[Said, ...]
    more_reasons: str
    waits: str
    note: str
    before: Neighbour | None
    after: Neighbour | None
    choice: Choice
    bigs: tuple[TeamTable, ...]
    lane: tuple[LaneEpic, ...]
    small: TeamTable | None
    on_support: TeamTable | None
    rules: RuleCheck
    people: tuple[PersonRow, ...]
    opened: str

    @property
    def free(self) -> tuple[PersonRow, ...]:
        """Those whom a seat is offered to."""
        return tuple(one for one in self.people if not one.where)

    @property
    def lists_people(self) -> bool:
        """
        Whether every empty seat carries the list of people. In a large plan that would be most
        of the page: there a seat asks for its list when it is opened (``?seat=...``).
        """
        teams = (*self.bigs, self.small, self.on_support)
        return (
            len(self.free) * sum(bool(team and team.first_empty) for team in teams) <= OPTIONS_SHOWN
        )

    @property
    def suffix(self) -> str:
        """Keeps the filters of the list through every change."""
        return f"?{self.choice.query}" if self.choice.query else ""


def next_cycle(workspace: Workspace) -> Cycle | None:
    """The first cycle that has not begun."""
    return (
        Cycle.objects.filter(
            workspace=workspace, state__in=[Cycle.State.DRAFT, Cycle.State.PLANNED]
        )
        .select_related("workspace")
        .order_by("number")
        .first()
    )


def plan_page(
    cycle: Cycle, *, today: date, may_plan: bool, filters: Filters, opened: str = ""
) -> PlanPage:
    """Read the plan of a cycle, as it stands, for somebody who may plan or only look."""
    staffing = staffing_of(cycle)
    others = {
        one.number: one
        for one in Cycle.objects.filter(workspace=cycle.workspace).only(
            "number", "state", "starts_on", "ends_on"
        )
    }
    said = checked(staffing)
    rules = RuleCheck(*(tuple(one for one in said if one.severity == kind) for kind in Severity))
    may_change = may_plan and cycle.is_ahead
    tables = team_tables(staffing, may_change=may_change)
    order = _order_reason(cycle, others)
    share = vision_share(staffing.facts)
    return PlanPage(
        number=cycle.number,
        title=_title(cycle),
        dates=day_range(cycle.starts_on, staffing.worked[-1] if staffing.worked else cycle.ends_on),
        bar=six_weeks(cycle, staffing.worked, today),
        lead=_lead(cycle, staffing, today),
        vision="" if share is None else _("%(share)s %% vision-based.") % {"share": share},
        may_change=may_change,
        may_start=may_change and not rules.blocks and not order,
        may_succeed=may_change and _may_succeed(staffing, others),
        may_correct=may_plan and cycle.state == Cycle.State.ACTIVE,
        locked=_locked(cycle, staffing),
        report_url="" if cycle.is_ahead else reverse("report", args=_address(cycle)),
        close_url=reverse("cycles:close", args=_address(cycle))
        if may_plan and cycle.state == Cycle.State.ACTIVE
        else "",
        reasons=rules.blocks[:REASONS_SHOWN] if may_change else (),
        more_reasons=_more(len(rules.blocks) - REASONS_SHOWN) if may_change else "",
        waits=order if may_change and not rules.blocks else "",
        note=_note(staffing) if may_change else "",
        before=_neighbour(cycle, others.get(cycle.number - 1)),
        after=_neighbour(cycle, others.get(cycle.number + 1)),
        choice=epics_to_choose(staffing, filters, may_change=may_change),
        bigs=tuple(one for one in tables if one.kind == Team.Kind.BIG),
        lane=_lane(staffing),
        small=next((one for one in tables if one.kind == Team.Kind.SMALL), None),
        on_support=next((one for one in tables if one.kind == Team.Kind.ON_SUPPORT), None),
        rules=rules,
        people=people_rows(staffing, running=_running(others), doing=seats_today(cycle, today)),
        opened=opened,
    )


def _title(cycle: Cycle) -> str:
    """What is to be done; once it has begun, what it is."""
    words = _("Plan cycle %(number)s") if cycle.is_ahead else _("Plan of cycle %(number)s")
    return words % {"number": cycle.number}


def _may_succeed(staffing: Staffing, others: dict[int, Cycle]) -> bool:
    came_before = any(n < staffing.cycle.number and not one.is_ahead for n, one in others.items())
    return came_before and any(
        not staffing.seats.get(team.pk) and staffing.bets_of(team) for team in staffing.teams
    )


def _running(others: dict[int, Cycle]) -> int:
    return next((n for n, one in others.items() if one.state == Cycle.State.ACTIVE), 0)


def _lead(cycle: Cycle, staffing: Staffing, today: date) -> str:
    days = ngettext("%(days)s working day", "%(days)s working days", len(staffing.worked)) % {
        "days": len(staffing.worked)
    }
    return _("%(days)s, %(when)s.") % {"days": days, "when": _when(cycle, today)}


def _when(cycle: Cycle, today: date) -> str:
    if cycle.state == Cycle.State.CLOSED:
        return _("closed")
    if cycle.state == Cycle.State.ACTIVE:
        return _("running since %(day)s") % {"day": short_day(cycle.starts_on)}
    left = (cycle.starts_on - today).days
    if left == 0:
        return _("starts today")
    if left < 0:
        return ngettext(
            "was to start %(days)s day ago", "was to start %(days)s days ago", -left
        ) % {"days": -left}
    return ngettext("starts in %(days)s day", "starts in %(days)s days", left) % {"days": left}


def _locked(cycle: Cycle, staffing: Staffing) -> str:
    if cycle.is_ahead or cycle.started_at is None:
        return ""
    day = short_day(cycle.started_at.astimezone(staffing.workspace.zone).date())
    return _("Started on %(day)s: teams and epics are locked.") % {"day": day}


def _address(cycle: Cycle) -> list[object]:
    return [cycle.workspace.slug, cycle.number]


def _order_reason(cycle: Cycle, others: dict[int, Cycle]) -> str:
    """What has nothing to do with this plan, but keeps it from starting."""
    if running := _running(others):
        return _("Cycle %(number)s is still running.") % {"number": running}
    waiting = [n for n, one in others.items() if n < cycle.number and one.is_ahead]
    return _("Cycle %(number)s comes first.") % {"number": min(waiting)} if waiting else ""


def _more(count: int) -> str:
    return ngettext("%(n)s more", "%(n)s more", count) % {"n": count} if count > 0 else ""


def _note(staffing: Staffing) -> str:
    facts = staffing.facts
    seated = {one.member for team in facts.teams for one in team.sittings}
    free = first_names(staffing.members[pk].name for pk in sorted(facts.expected - seated))
    if not free:
        return ""
    return ngettext("%(names)s has no seat.", "%(names)s have no seat.", len(free)) % {
        "names": names(free)
    }


def _neighbour(cycle: Cycle, other: Cycle | None) -> Neighbour | None:
    if other is None:
        return None
    return Neighbour(
        _("Cycle %(number)s") % {"number": other.number},
        reverse("cycles:plan", args=[cycle.workspace.slug, other.number]),
    )


def _lane(staffing: Staffing) -> tuple[LaneEpic, ...]:
    slug = staffing.workspace.slug
    bets = [bet for bet in staffing.bets if bet.epic.size == Epic.Size.SMALL]
    return tuple(
        LaneEpic(
            bet.epic_id,
            bet.epic.title,
            reverse("cycles:epic", args=[slug, bet.epic.key]),
            bet.epic.origin,
            unknowns_text(staffing.unknowns.get(bet.epic_id, 0)),
            is_first=place == 0,
            is_last=place == len(bets) - 1,
        )
        for place, bet in enumerate(bets)
    )
