"""What developers own: their namespaces and how these are, and the tickets that wait for them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from planner.access import may_see
from planner.kit.moments import Moment, moment
from planner.models import Member
from support.models import Breach, Cluster, DeveloperTeam, LastValue, Threshold, Ticket
from support.queries.health_panels import share_said
from support.queries.title_words import title_said
from support.rules.matching import test_of
from support.rules.measures import JUDGED

_MEASURES = ("namespace_unready", "deployment_unready")


@dataclass(frozen=True, slots=True)
class OwnedTicket:
    key: str
    url: str  # empty for who may not see the desk
    title: str
    level: str
    severity: str
    alerts: int
    opened_at: datetime
    opened: Moment


@dataclass(frozen=True, slots=True)
class Short:
    """
    Pods that are not ready, of a Deployment or of all its namespace, as it was last known.

    ``ticket`` is where that is dealt with, whosesoever it is.
    """

    namespace: str
    deployment: str
    cluster: str
    unready: float
    share: str
    is_over: bool
    ticket: str
    url: str  # of the ticket; empty for who may not see the desk


@dataclass(frozen=True, slots=True)
class OwnedTeam:
    """``is_known``: at least one cluster tells of pods, so that none that lacks any is good."""

    pk: int
    name: str
    slack_channel: str
    email: str
    patterns: tuple[str, ...]
    tickets: tuple[OwnedTicket, ...]
    short: tuple[Short, ...]
    is_known: bool


@dataclass(frozen=True)
class OwnedPage:
    """``is_mine``: the teams are those of the reader; else all, for who may see the desk."""

    teams: tuple[OwnedTeam, ...]
    is_mine: bool


def owned_teams(member: Member) -> QuerySet[DeveloperTeam]:
    """The teams that the member is of; of none, all for who may see the desk, else none."""
    all_of = DeveloperTeam.objects.filter(workspace=member.workspace)
    mine = all_of.filter(people=member)
    return mine if mine.exists() or not may_see(member) else all_of


def owned_page(*, member: Member, now: datetime) -> OwnedPage:
    """Who only asks sees the teams they are of, and nothing else."""
    teams = owned_teams(member).prefetch_related("namespaces", "people").order_by("name")
    is_mine = not may_see(member) or any(member in team.people.all() for team in teams)
    return OwnedPage(teams=owned_by(teams, member=member, now=now), is_mine=is_mine)


def owned_by(
    teams: Iterable[DeveloperTeam], *, member: Member, now: datetime
) -> tuple[OwnedTeam, ...]:
    """What these own, whose namespaces are known; as many queries for many as for one."""
    known = list(teams)
    tickets = _tickets(member, [team.name for team in known], now)
    short, is_known = _short(member) if known else ([], False)
    return tuple(_team(team, tickets[team.name], short, is_known=is_known) for team in known)


def _team(
    team: DeveloperTeam, tickets: list[OwnedTicket], short: list[Short], *, is_known: bool
) -> OwnedTeam:
    patterns = tuple(one.pattern for one in team.namespaces.all())
    fits: list[Callable[[str], bool]] = [test_of(each) for each in patterns]
    return OwnedTeam(
        pk=team.pk,
        name=team.name,
        slack_channel=team.slack_channel,
        email=team.email,
        patterns=patterns,
        tickets=tuple(tickets),
        short=tuple(one for one in short if any(test(one.namespace) for test in fits)),
        is_known=is_known,
    )


def _tickets(member: Member, names: list[str], now: datetime) -> dict[str, list[OwnedTicket]]:
    found: dict[str, list[OwnedTicket]] = defaultdict(list)
    rows = Ticket.objects.filter(workspace=member.workspace, owner__in=names).unresolved()
    for ticket in rows.order_by("opened_at", "pk")[:500]:
        found[ticket.owner].append(
            OwnedTicket(
                key=ticket.key,
                url=_url(member, ticket.key),
                title=title_said(ticket.title),
                level=ticket.severity,
                severity=ticket.get_severity_display(),
                alerts=ticket.alerts_firing,
                opened_at=ticket.opened_at,
                opened=moment(ticket.opened_at, now=now, zone=member.zone),
            )
        )
    return found


def _short(member: Member) -> tuple[list[Short], bool]:
    """The largest share first; and whether any cluster tells of pods at all."""
    clusters = {
        each.pk: each
        for each in Cluster.objects.kept().filter(workspace=member.workspace).order_by("pk")
    }
    rows = LastValue.objects.filter(cluster__in=clusters, measure__in=_MEASURES).order_by("pk")
    values = list(rows.values_list("cluster_id", "measure", "samples"))
    tickets = _tickets_of_breaches(clusters)
    own = Threshold.objects.filter(cluster__in=clusters, measure__in=_MEASURES).order_by()
    limits = {(row.cluster_id, row.measure): row.limit for row in own}
    usual = {each.key: each.usual.limit for each in JUDGED if each.usual}
    found = []
    for pk, measure, samples in values:
        limit = limits.get((pk, measure), usual[measure])
        for labels, unready in samples:
            ticket = tickets.get((pk, measure, *labels), "")
            found.append(
                Short(
                    namespace=labels[0],
                    deployment=labels[1] if len(labels) > 1 else "",
                    cluster=clusters[pk].name,
                    unready=unready,
                    share=share_said(measure, unready),
                    is_over=unready > limit,
                    ticket=ticket,
                    url=_url(member, ticket),
                )
            )
    found.sort(key=lambda one: (not one.deployment, -one.unready, one.namespace, one.deployment))
    return found, bool(values)


def _tickets_of_breaches(clusters: Mapping[int, Cluster]) -> dict[tuple[object, ...], str]:
    rows = Breach.objects.filter(
        cluster__in=clusters, measure__in=_MEASURES, ticket__isnull=False, fired_at__isnull=False
    )
    return {
        (row.cluster_id, row.measure, *row.labels): row.ticket.key
        for row in rows.select_related("ticket").order_by("pk")
        if row.ticket
    }


def _url(member: Member, key: str) -> str:
    if not key or not may_see(member):
        return ""
    return reverse("support:ticket", args=[member.workspace.slug, key])
