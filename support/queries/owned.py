"""What developers own: their namespaces and how these are, and the tickets that wait for them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from planner.access import may_see
from planner.kit.moments import Moment, moment
from planner.models import Member
from support.models import DeveloperTeam, LastValue, Ticket
from support.queries.measure_words import said
from support.rules.matching import test_of
from support.rules.measures import MEASURE


@dataclass(frozen=True, slots=True)
class OwnedTicket:
    key: str
    url: str  # empty for who may not see the desk
    title: str
    severity: str
    alerts: int
    opened: Moment


@dataclass(frozen=True, slots=True)
class Unready:
    namespace: str
    cluster: str
    share: str


@dataclass(frozen=True, slots=True)
class OwnedTeam:
    name: str
    namespaces: tuple[str, ...]
    tickets: tuple[OwnedTicket, ...]
    unready: tuple[Unready, ...]


@dataclass(frozen=True)
class OwnedPage:
    """``is_mine``: the teams are those of the reader; else all, for who may see the desk."""

    teams: tuple[OwnedTeam, ...]
    is_mine: bool


def owned_page(*, member: Member, now: datetime) -> OwnedPage:
    """Who only asks sees the teams they are of, and nothing else."""
    all_of = DeveloperTeam.objects.filter(workspace=member.workspace)
    teams = list(all_of.filter(people=member).prefetch_related("namespaces").order_by("name"))
    is_mine = bool(teams) or not may_see(member)
    if not is_mine:
        teams = list(all_of.prefetch_related("namespaces").order_by("name"))
    tickets = _tickets(member, [team.name for team in teams], now)
    unready = _unready(member) if teams else []
    return OwnedPage(
        teams=tuple(
            OwnedTeam(
                name=team.name,
                namespaces=(patterns := tuple(one.pattern for one in team.namespaces.all())),
                tickets=tuple(tickets[team.name]),
                unready=tuple(
                    one for one in unready if any(test_of(each)(one.namespace) for each in patterns)
                ),
            )
            for team in teams
        ),
        is_mine=is_mine,
    )


def _tickets(member: Member, names: list[str], now: datetime) -> dict[str, list[OwnedTicket]]:
    found: dict[str, list[OwnedTicket]] = defaultdict(list)
    rows = Ticket.objects.filter(workspace=member.workspace, owner__in=names).unresolved()
    for ticket in rows.order_by("opened_at", "pk")[:500]:
        url = reverse("support:ticket", args=[member.workspace.slug, ticket.key])
        found[ticket.owner].append(
            OwnedTicket(
                key=ticket.key,
                url=url if may_see(member) else "",
                title=ticket.title,
                severity=ticket.get_severity_display(),
                alerts=ticket.alerts_firing,
                opened=moment(ticket.opened_at, now=now, zone=member.zone),
            )
        )
    return found


def _unready(member: Member) -> list[Unready]:
    """Of all namespaces that have any unready pod, as it was last known."""
    rows = LastValue.objects.filter(
        cluster__workspace=member.workspace,
        cluster__removed_at=None,
        measure="namespace_unready",
    )
    measure = MEASURE["namespace_unready"]
    return [
        Unready(labels[0], name, said(measure, value))
        for name, samples in rows.order_by("cluster__name").values_list("cluster__name", "samples")
        for labels, value in samples
    ]
