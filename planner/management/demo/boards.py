"""The boards of the running cycle: cards written, moved and given to people as days went by."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from cycles.actions.assignees import assign_task
from cycles.actions.blocks import block_task
from cycles.actions.moves import move_task
from cycles.actions.tasks import add_task
from cycles.models import Cycle, ScopeItem, Task, Team, Unknown
from planner.management.demo.cast import Cast
from planner.management.demo.clock import Clock
from planner.models import Member

type Day = tuple[int, int]  # month, day
type Happening = tuple[datetime, Callable[[], Any]]

BEGINS, ENDS = 13, 10  # hours: what ends on a day does so before the next begins


@dataclass(frozen=True)
class Told:
    """One card: who has it, when it came into which column, and what of its epic it serves."""

    title: str
    who: str = ""
    doing: Day | None = None
    review: Day | None = None
    shipped: Day | None = None
    scope: str = ""
    unknown: int = 0
    epic: str = ""
    blocked: str = ""
    about: str = ""


INGRESS: Final = (
    Told("List every host and its owner", "Ren", (4, 27), shipped=(4, 28)),
    Told("Gateway API in staging", "Sofia", (4, 27), shipped=(4, 30)),
    Told("Measure p95 across regions", "Daniel", (4, 28), shipped=(5, 1)),
    Told("Header routes for three services", "Ren", (4, 30), shipped=(5, 8)),
    Told("Certificate add-on, spike", "Daniel", (5, 1), shipped=(5, 8)),
    Told("Gateway on prod-tokyo-1", "Sofia", (5, 7), shipped=(5, 14), scope="Gateway"),
    Told("Namespace template, draft", "Ren", (5, 8), shipped=(5, 13)),
    Told("Conformance tests in CI", "Daniel", (5, 11), shipped=(5, 15)),
    Told("Rule for hosts of two teams", "Ren", (5, 13), shipped=(5, 15)),
    Told("Shared certificate secret", "Daniel", (5, 15), shipped=(5, 19), scope="Shared"),
    Told("Gateway on prod-tokyo-2", "Sofia", (5, 15), shipped=(5, 20), scope="Gateway"),
    Told("Dropped-request counter", "Sofia", (5, 14), (5, 15), scope="Drain"),
    Told("Route ownership in namespace template", "Ren", (5, 15), (5, 18), scope="Header"),
    Told(
        "Move search and recsys to header routes", "Ren", (5, 19), scope="Header",
        about="26 of 38 services are moved. Search goes first: its team is here until six.",
    ),
    Told("Probe rewrite for the shared VIP", "Sofia", (5, 20), unknown=10),
    Told("Drain hook in node pool script", "Daniel", (5, 20), scope="Drain"),
    Told("Runbook: drain one cluster", "Daniel", scope="Runbook"),
    Told("Alert when routes differ between clusters", scope="Drain"),
    Told("Weighted split, design note", scope="Weighted"),
)  # fmt: skip
ARGO: Final = (
    Told("Argo CD on the tools cluster", "Lukas", (4, 28), shipped=(4, 30)),
    Told("Sign in with the company account", "Priya", (4, 30), shipped=(5, 11)),
    Told("Move the first 20 services", "Priya", (5, 11), shipped=(5, 18)),
    Told("Rollback by one click", "Lukas", (5, 13), (5, 20)),
    Told("Move the next 60 services", "Priya", (5, 18)),
    Told(
        "Webhooks from the registry", "Lukas", (5, 20),
        blocked="The security team looks at the token until Monday",
    ),
    Told("Freeze windows for checkout"),
    Told("Switch Spinnaker off"),
)  # fmt: skip
NODES: Final = (
    Told("Detect nodes that are not ready", "Kenji", (4, 28), shipped=(5, 7)),
    Told("Cordon and drain by itself", "Mei", (5, 7), shipped=(5, 15)),
    Told("Repair budget: two nodes an hour", "Kenji", (5, 11), shipped=(5, 19)),
    Told("Dry run on prod-osaka-1", "Mei", (5, 18), (5, 20)),
    Told("Ticket for what repair could not heal", "Kenji", (5, 20)),
    Told("Runbook: switch repair off"),
)
SMALL: Final = (
    Told("Cache providers in CI", "Naoki", (4, 28), shipped=(5, 1), epic="Terraform"),
    Told("Plan only what changed", "Naoki", (5, 1), shipped=(5, 7), epic="Terraform"),
    Told("Rotate the CA in staging", "Yui", (5, 1), shipped=(5, 8), epic="CA certificate"),
    Told("Rotate the CA in production", "Yui", (5, 11), shipped=(5, 14), epic="CA certificate"),
    Told("How to get a preview environment", "Naoki", (5, 18), (5, 20), epic="Preview"),
    Told("Label the pools of batch jobs", "Yui", (5, 19), epic="Cost labels"),
    Told("Cost of a team by its labels", epic="Cost labels"),
    Told("Compare DNS metrics of both add-ons", epic="CoreDNS"),
)
DEBT: Final = (
    Told("Delete 31 dashboards that nobody opens", "Tomas", (4, 30), shipped=(5, 8)),
    Told("Pin the base images", "Aiko", (5, 12), shipped=(5, 19)),
    Told("Remove the old Helm 2 charts", "Elena", (5, 20)),
    Told("One alert rule instead of nine for disks", "Sho"),
    Told("Terraform state of the old VPN"),
    Told("Scripts of 2019 in /opt"),
)


def fill_boards(cast: Cast, clock: Clock) -> list[Happening]:
    """
    The boards of cycle 23, in the order of the story: which stays also where several things fall
    on one time, because the story is cut off at now.
    """
    teams = Cycle.objects.get(workspace=cast.workspace, number=23).teams.select_related(
        "cycle__workspace", "epic"
    )
    boards = (
        (teams.get(epic__title="Multi-cluster ingress"), INGRESS),
        (teams.get(epic__title__contains="Argo CD"), ARGO),
        (teams.get(epic__title="Node auto-repair"), NODES),
        (teams.get(kind=Team.Kind.SMALL), SMALL),
        (teams.get(kind=Team.Kind.ON_SUPPORT), DEBT),
    )
    story = [
        (when, (clock.at(*when[:3]), happens))
        for team, cards in boards
        for place, card in enumerate(cards)
        for when, happens in _happenings(cast, clock, team, card, place)
    ]
    return [happening for _when, happening in sorted(story, key=lambda one: one[0])]


def _happenings(
    cast: Cast, clock: Clock, team: Team, told: Told, place: int
) -> Iterator[tuple[tuple[int, int, int, int], Callable[[], Any]]]:
    """In the story's own time, so that its order stays when the story is cut off at now."""
    by = cast.people[told.who] if told.who else cast.haruka
    month, day = told.doing or (5, 18)
    yield (month, day, 9, place), partial(_write, cast, clock, team, told)
    columns = (("doing", told.doing), ("review", told.review), ("shipped", told.shipped))
    for column, on in columns:
        if on:
            hour = BEGINS if column == "doing" else ENDS
            at = clock.at(*on, hour)
            yield (*on, hour, place), partial(_move, cast, told, column, by, at)
    if told.blocked:
        yield (5, 21, 9, place), partial(_block, cast, told, by, clock.at(5, 21, 9))


def _move(cast: Cast, told: Told, column: str, by: Member, at: datetime) -> None:
    move_task(task=_card(cast, told), column=column, by=by, at=at)


def _block(cast: Cast, told: Told, by: Member, at: datetime) -> None:
    block_task(task=_card(cast, told), reason=told.blocked, by=by, at=at)


def _write(cast: Cast, clock: Clock, team: Team, told: Told) -> None:
    epic, at = team.epic, clock.at(*(told.doing or (5, 18)), 9)
    by = cast.people[told.who] if told.who else cast.haruka
    if told.epic:
        epic = team.cycle.bets.get(epic__title__startswith=told.epic).epic
    # They are told of on the page of the epic, where it has one.
    items = ScopeItem.objects.filter(epic=epic, title__startswith=told.scope or "-")
    unknowns = Unknown.objects.filter(epic=epic, number=told.unknown)
    card = add_task(
        team=team, title=told.title, description=told.about, epic=epic,
        scope_item=items.first(), unknown=unknowns.first(), by=by, at=at,
    )  # fmt: skip
    if told.who:
        assign_task(task=card, assignee=by, by=by, at=at)


def _card(cast: Cast, told: Told) -> Task:
    return Task.objects.get(workspace=cast.workspace, title=told.title)
