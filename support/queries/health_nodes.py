"""The nodes of a cluster as the Health page shows them: pool by pool, and each by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from statistics import fmean
from typing import Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planner.kit.lists import listed
from support.queries.cluster_values import BreachNow, NodeNow, nodes_now
from support.queries.health_panels import Known, TicketLink, share_said, ticket_links
from support.queries.measure_words import percent, said
from support.rules.measures import ALL, MEASURE

NAMED: Final = 5  # nodes called by name in the words of a strip
MANY: Final = 144  # nodes of a pool from where on they are drawn small
SHADES: Final = 10


class NodeCell(NamedTuple):
    """``shade`` from 0, idle, to 10, full; None where it is not known. ``said``: name and use."""

    said: str
    shade: int | None
    is_hot: bool


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str
    is_over: bool
    ticket: TicketLink | None = None


@dataclass(frozen=True)
class Pool:
    name: str
    count: int
    label: str
    is_many: bool
    cells: tuple[NodeCell, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class HotGroup:
    """So many nodes are dealt with in that ticket, or in none."""

    count: int
    ticket: TicketLink | None


@dataclass(frozen=True)
class Nodes:
    count: int
    pools: tuple[Pool, ...]
    hot: tuple[HotGroup, ...]
    hot_count: int
    silent_count: int


def nodes_card(known: Known) -> Nodes:
    nodes = nodes_now(known.values, known.breaches)
    pools = [(name, tuple(those)) for name, those in groupby(nodes, key=lambda node: node.pool)]
    words = cache(percent)  # a thousand nodes have a hundred percents
    pools.sort(key=lambda one: (-len(one[1]), one[0]))
    return Nodes(
        count=len(nodes),
        pools=tuple(_pool(known, name, those, words) for name, those in pools),
        hot=_hot(known),
        hot_count=sum(1 for node in nodes if node.breaches),
        silent_count=sum(1 for node in nodes if node.is_silent),
    )


def pool_name(pool: str) -> str:
    return _("all nodes") if pool in ("", ALL) else pool


def _pool(known: Known, name: str, nodes: Sequence[NodeNow], words: Callable[[str], str]) -> Pool:
    return Pool(
        name=pool_name(name),
        count=len(nodes),
        label=_label(nodes),
        is_many=len(nodes) > MANY,
        cells=tuple(_cell(node, words) for node in nodes),
        facts=_facts(known, name, nodes),
    )


def _cell(node: NodeNow, words: Callable[[str], str]) -> NodeCell:
    if node.cpu is None:
        return NodeCell(f"{node.name} ?", None, bool(node.breaches))
    shade = round(min(max(node.cpu, 0), 100) / 100 * SHADES)
    return NodeCell(f"{node.name} {words(f'{node.cpu:.0f}')}", shade, bool(node.breaches))


def _facts(known: Known, name: str, nodes: Sequence[NodeNow]) -> tuple[Fact, ...]:
    cpus = [node.cpu for node in nodes if node.cpu is not None]
    use = said(MEASURE["node_cpu"], round(fmean(cpus))) if cpus else "–"
    reporting = _("{here} of {all}").format(here=len(cpus), all=len(nodes))
    judged = (
        ("pool_disk", _("disk")),
        ("pool_saturated", _("saturation")),
        ("pool_network", _("errors")),
    )
    facts = [Fact(_("utilisation"), use, is_over=False)]
    facts += [_judged(known, key, words, name) for key, words in judged]
    down = _breach_of(known, "pool_unavailable", name)
    link = next(iter(ticket_links([down], known.now)), None) if down else None
    facts.append(Fact(_("reporting"), reporting, is_over=down is not None, ticket=link))
    return tuple(facts)


def _judged(known: Known, key: str, words: str, pool: str) -> Fact:
    value = known.samples(key).get((pool,))
    breach = _breach_of(known, key, pool)
    link = next(iter(ticket_links([breach], known.now)), None) if breach else None
    number = share_said(key, round(value, 2)) if value is not None else "–"
    return Fact(words, number, breach is not None, link)


def _breach_of(known: Known, key: str, pool: str) -> BreachNow | None:
    return next((each for each in known.firing(key) if each.labels.get("pool") == pool), None)


def _hot(known: Known) -> tuple[HotGroup, ...]:
    """Nodes with an alert of their own, ticket by ticket, the most first."""
    by_ticket: dict[int | None, tuple[set[str], list[BreachNow]]] = {}
    for each in known.breaches:
        if node := each.labels.get("node"):
            key = each.ticket.pk if each.ticket else None
            names, breaches = by_ticket.setdefault(key, (set(), []))
            names.add(node)
            breaches.append(each)
    found = [
        HotGroup(len(names), next(iter(ticket_links(breaches, known.now)), None))
        for names, breaches in by_ticket.values()
    ]
    return tuple(sorted(found, key=lambda group: -group.count))


def _label(nodes: Sequence[NodeNow]) -> str:
    hot, silent = [n.name for n in nodes if n.breaches], [n.name for n in nodes if n.is_silent]
    parts = [ngettext("%(n)s node", "%(n)s nodes", len(nodes)) % {"n": len(nodes)}]
    if hot:
        parts.append(_("own alert: {names}").format(names=_names(hot)))
    if silent:
        parts.append(_("silent: {names}").format(names=_names(silent)))
    return "; ".join(parts)


def _names(names: Sequence[str]) -> str:
    text = listed(names[:NAMED])
    if len(names) > NAMED:
        return _("{names} and {count} more").format(names=text, count=len(names) - NAMED)
    return text
