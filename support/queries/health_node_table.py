"""All nodes of a cluster as a table, some at a time: of a large one the whole is a heavy page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from planner.kit.moments import Moment, moment
from planner.models import Member
from support.models import Cluster
from support.queries.cluster_values import (
    BreachNow,
    NodeNow,
    breaches_now,
    is_stale,
    last_values,
    nodes_now,
)
from support.queries.health_nodes import pool_name
from support.queries.health_panels import TicketLink, ticket_link
from support.queries.measure_words import measure_word, percent, said
from support.rules.measures import MEASURE, MEASURES

PAGE_SIZE: Final = 200
_OF_NODES: Final = ("node_pool", *(each.key for each in MEASURES if each.by == ("node",)))


@dataclass(frozen=True, slots=True)
class Past:
    """A threshold that a node is past, and where that is dealt with."""

    name: str
    ticket: TicketLink | None


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node with all that is known of it; ``past`` are the thresholds that it is past."""

    name: str
    pool: str
    cpu: str
    memory: str
    disk: str
    load: str
    swap: str
    state: str
    is_silent: bool
    past: tuple[Past, ...]


@dataclass(frozen=True)
class NodesPage:
    """``count`` are all nodes, ``found`` those in which ``words`` were found; ``rows`` a part."""

    name: str
    url: str
    heard: Moment | None
    is_stale: bool
    words: str
    count: int
    found: int
    rows: tuple[NodeRow, ...]
    all_url: str
    newer_url: str
    older_url: str


def nodes_page(
    *, cluster: Cluster, member: Member, now: datetime, words: str = "", page: str = "1"
) -> NodesPage:
    """Those whose name or pool has the words, on pages; one that there is not is the nearest."""
    slug = member.workspace.slug
    breaches = breaches_now(cluster)
    nodes = nodes_now(last_values(cluster, now=now, keys=_OF_NODES), breaches)
    found = [node for node in nodes if _has(node, words.casefold())]
    found.sort(key=lambda node: (not node.breaches, not node.is_silent))
    shown = Paginator(found, PAGE_SIZE).get_page(page)
    base = reverse("support:health_nodes", args=[slug, cluster.pk])

    def at(number: int) -> str:
        return f"{base}?{urlencode({'q': words, 'page': number} if words else {'page': number})}"

    return NodesPage(
        name=cluster.name,
        url=reverse("support:health_of", args=[slug, cluster.pk]),
        heard=moment(cluster.heard_at, now=now, zone=member.zone) if cluster.heard_at else None,
        is_stale=is_stale(cluster.heard_at, now),
        words=words,
        count=len(nodes),
        found=len(found),
        rows=_rows(shown, breaches, now),
        all_url=base,
        newer_url=at(shown.number - 1) if shown.has_previous() else "",
        older_url=at(shown.number + 1) if shown.has_next() else "",
    )


def _has(node: NodeNow, words: str) -> bool:
    return words in node.name.casefold() or words in node.pool.casefold()


def _rows(
    nodes: Iterable[NodeNow], breaches: Iterable[BreachNow], now: datetime
) -> tuple[NodeRow, ...]:
    past: dict[str, list[Past]] = {}
    for each in breaches:
        if name := each.labels.get("node"):
            link = ticket_link(each.ticket, now) if each.ticket else None
            past.setdefault(name, []).append(Past(measure_word(each.measure.key), link))
    share = cache(_percent)
    return tuple(
        NodeRow(
            name=node.name,
            pool=pool_name(node.pool),
            cpu=share(node.cpu),
            memory=share(node.memory),
            disk=share(node.disk),
            load="–" if node.load is None else f"{node.load:.2f}",
            swap="–" if node.swap is None else said(MEASURE["node_swap"], node.swap),
            state=_state(node),
            is_silent=node.is_silent,
            past=tuple(past.get(node.name, ())),
        )
        for node in nodes
    )


def _percent(value: float | None) -> str:
    """With as many figures in every row, or a column cannot be compared."""
    return "–" if value is None else percent(f"{value:.1f}")


def _state(node: NodeNow) -> str:
    if node.is_ready is None:
        return _("unknown")
    return _("ready") if node.is_ready else _("not ready")
