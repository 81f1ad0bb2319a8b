"""Last cycle's teams beside the empty teams of a plan."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.models import Cycle, Team
from cycles.queries.findings import team_called
from cycles.queries.staffing import Staffing, staffing_of
from cycles.rules.succession import TeamBefore, TeamNext, successors
from planner.kit.lists import listed


@dataclass(frozen=True)
class LastTeam:
    """``goes_on_as`` is the team that is proposed for it, 0 for none."""

    id: int
    title: str
    people: str
    goes_on_as: int


@dataclass(frozen=True)
class SuccessionPage:
    title: str
    plan_url: str
    url: str
    lead: str
    teams: tuple[LastTeam, ...]
    empty: tuple[tuple[int, str], ...]


def last_cycle(cycle: Cycle) -> Cycle | None:
    """The latest before it that was started."""
    return (
        Cycle.objects.filter(
            workspace=cycle.workspace_id,
            number__lt=cycle.number,
            state__in=[Cycle.State.ACTIVE, Cycle.State.CLOSED],
        )
        .order_by("-number")
        .first()
    )


def succession_page(cycle: Cycle) -> SuccessionPage:
    slug = cycle.workspace.slug
    last = last_cycle(cycle)
    before = _staffing(last, cycle) if last else None
    now = staffing_of(cycle)
    empty = [team for team in now.teams if _is_release(team, now) and not now.seats.get(team.pk)]
    pairs = successors(
        [TeamBefore(t.pk, *_about(t, before)) for t in before.teams] if before else [],
        [TeamNext(team.pk, *_about(team, now)) for team in empty],
    )
    return SuccessionPage(
        _("Start from last cycle’s teams"),
        reverse("cycles:plan", args=[slug, cycle.number]),
        reverse("cycles:succeed", args=[slug, cycle.number]),
        _("Teams of cycle %(number)s go on; only empty teams are filled.") % {"number": last.number}
        if last
        else _("No cycle was started before this one."),
        tuple(
            LastTeam(
                team.pk,
                team_called(team),
                listed(before.members[s.member_id].name for s in before.seats[team.pk]),
                pairs.get(team.pk, 0),
            )
            for team in before.teams
            if before.seats.get(team.pk) and team.kind != Team.Kind.ON_SUPPORT
        )
        if before
        else (),
        tuple((team.pk, team_called(team)) for team in empty),
    )


def _staffing(last: Cycle, cycle: Cycle) -> Staffing:
    last.workspace = cycle.workspace
    return staffing_of(last)


def _is_release(team: Team, staffing: Staffing) -> bool:
    return team.kind != Team.Kind.ON_SUPPORT and bool(staffing.bets_of(team))


def _about(team: Team, staffing: Staffing) -> tuple[frozenset[int], frozenset[int]]:
    epics = [bet.epic for bet in staffing.bets_of(team)]
    return (
        frozenset(epic.pk for epic in epics),
        frozenset(epic.theme_id for epic in epics if epic.theme_id),
    )
