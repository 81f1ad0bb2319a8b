"""The Health page: what users feel first, then what machines feel, of one cluster at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from itertools import islice
from typing import Final

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planner.access import may_change_settings
from planner.kit.moments import Moment, moment
from planner.models import Member
from support.models import Breach, Cluster
from support.queries.cluster_values import (
    a_week_ago,
    breaches_now,
    history,
    is_stale,
    last_values,
    thresholds_of,
)
from support.queries.fault_words import fault_said
from support.queries.health_nodes import Nodes, nodes_card
from support.queries.health_panels import Known, Panel, panels, seconds
from support.queries.health_parts import (
    Bars,
    PartRow,
    addons,
    api_server,
    kubelets,
)
from support.queries.health_parts import watched as watched_rows
from support.queries.health_words import explained_said, felt_said, headline, unheard
from support.queries.health_worst import Name, WorstRow, worst_deployments, worst_lines
from support.queries.measure_words import measure_word, said
from support.queries.owners import owners_of
from support.rules.health import Series, thinned
from support.rules.measures import MEASURE, MEASURES, WORK, Measure
from support.rules.points import SPANS

SPAN: Final = "6h"  # unless somebody asks for another
ROWS, IN_TABLE = 24, 4  # of the table of lines, and the Deployments in it
_SPANS: Final = {
    "1h": gettext_lazy("1 h"),
    "6h": gettext_lazy("6 h"),
    "1w": gettext_lazy("1 week"),
}
_UNHEARD: Final = "stale"
_FELT: Final = [measure.key for measure in MEASURES if measure.floor == WORK]
_MARKS: Final = ("bad", _UNHEARD, "warn", "")  # the worst first
# Not what only the table of nodes shows: of a large cluster that is most of all.
_READ: Final = tuple(
    measure.key
    for measure in MEASURES
    if measure.by != ("node",) and measure.key != "namespace_unready"
)
_DRAWN: Final = ("throughput", "success", "errors", "latency_p95", "latency_p90", "pods_unready")


@dataclass(frozen=True, slots=True)
class Choice:
    """``mark``: users feel it there (``bad``), its machines do (``warn``), or it is ``stale``."""

    name: str
    url: str
    is_current: bool
    mark: str = ""


@dataclass(frozen=True)
class LineTable:
    """The lines as a table: times down, measures across."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class HealthOfCluster:
    name: str
    headline: str
    felt: str
    explained: str
    heard: Moment
    updated: str
    is_stale: bool
    stale_said: str
    panels: tuple[Panel, ...]
    worst: tuple[WorstRow, ...]
    table: LineTable
    nodes: Nodes
    nodes_url: str
    kubelets: Bars
    api: Bars
    addons: tuple[PartRow, ...]
    watched: tuple[PartRow, ...]
    managed_master: bool
    settings_url: str


@dataclass(frozen=True)
class HealthPage:
    """Without ``shown`` either no cluster is watched, or nothing was heard of this one yet."""

    clusters: tuple[Choice, ...]
    spans: tuple[Choice, ...]
    span: str
    shown: HealthOfCluster | None
    waiting: str
    waiting_url: str
    fault: str
    clusters_url: str
    may_change: bool

    @cached_property
    def stamp(self) -> str:
        """The same as long as the page says the same."""
        return sha256(repr(self).encode()).hexdigest()[:16]


def clusters_of(member: Member) -> list[Cluster]:
    """Those that are watched, by name; one query."""
    kept = Cluster.objects.kept().filter(workspace=member.workspace)
    found = list(kept.order_by("name", "pk"))
    for cluster in found:
        cluster.workspace = member.workspace
    return found


def health_page(
    *, member: Member, now: datetime, cluster: int | None = None, span: str = SPAN
) -> HealthPage | None:
    """Of that cluster, else of the one in the worst state; None where there is no such cluster."""
    found = clusters_of(member)
    marks = _marks(found, now)
    if cluster is None:
        chosen = min(found, key=lambda each: _MARKS.index(marks[each.pk]), default=None)
    else:
        chosen = next((each for each in found if each.pk == cluster), None)
        if chosen is None:
            return None
    slug, span = member.workspace.slug, span if span in SPANS else SPAN
    shown = None
    if chosen and chosen.heard_at:
        shown = _shown(chosen, chosen.heard_at, member=member, now=now, span=span)
    return HealthPage(
        clusters=_choices(found, chosen, marks, span),
        spans=tuple(
            Choice(str(name), f"{_url(slug, chosen.pk)}?span={key}", key == span)
            for key, name in _SPANS.items()
            if chosen
        ),
        span=str(_SPANS[span]),
        shown=shown,
        waiting=chosen.name if chosen else "",
        waiting_url=reverse("support:cluster", args=[slug, chosen.pk]) if chosen else "",
        fault=fault_said(chosen.fault) if chosen else "",
        clusters_url=reverse("support:clusters", args=[slug]),
        may_change=may_change_settings(member),
    )


def known_of(cluster: Cluster, *, now: datetime, span: str) -> Known:
    """In seven queries, however large the cluster is."""
    return Known(
        values=last_values(cluster, now=now, keys=(*_READ, "node_cpu")),
        history=history(cluster, span=span, now=now, keys=_DRAWN),
        limits=thresholds_of(cluster),
        breaches=breaches_now(cluster),
        before=a_week_ago(cluster, now=now),
        now=now,
        is_stale=is_stale(cluster.heard_at, now),
    )


def _shown(
    cluster: Cluster, heard_at: datetime, *, member: Member, now: datetime, span: str
) -> HealthOfCluster:
    known, slug = known_of(cluster, now=now, span=span), member.workspace.slug
    heard = moment(heard_at, now=now, zone=member.zone)
    is_stale, short = known.is_stale, worst_lines(known)
    missing = unheard(known.values)
    return HealthOfCluster(
        name=cluster.name,
        headline=_("What users feel is not known")
        if is_stale
        else headline(known.breaches, missing),
        felt="" if is_stale else felt_said(known.breaches, missing),
        explained="" if is_stale else explained_said(known.breaches, missing),
        heard=heard,
        updated=heard_at.astimezone(member.zone).strftime("%H:%M:%S"),
        is_stale=is_stale,
        stale_said=_("All of this is as it was when {name} was last heard of: {when}.").format(
            name=cluster.name, when=heard.clock
        ),
        panels=panels(known),
        worst=worst_deployments(known, short, owners_of(member.workspace)),
        table=_table(known, short, member, span),
        nodes=nodes_card(known),
        nodes_url=reverse("support:health_nodes", args=[slug, cluster.pk]),
        kubelets=kubelets(known),
        api=api_server(known),
        addons=addons(known),
        watched=watched_rows(known),
        managed_master=cluster.managed_master,
        settings_url=reverse("support:cluster", args=[slug, cluster.pk]),
    )


def _marks(clusters: Sequence[Cluster], now: datetime) -> dict[int, str]:
    """The worst of each: one does not have to open it to know. One query."""
    fired = Breach.objects.filter(cluster=OuterRef("pk"), fired_at__isnull=False).order_by()
    rows = Cluster.objects.filter(pk__in=[each.pk for each in clusters]).order_by()
    worst = rows.annotate(
        bad=Exists(fired.filter(measure__in=_FELT)), warn=Exists(fired)
    ).values_list("pk", "bad", "warn")
    marks = {pk: "bad" if bad else "warn" if warn else "" for pk, bad, warn in worst}
    return marks | {each.pk: _UNHEARD for each in clusters if is_stale(each.heard_at, now)}


def _choices(
    clusters: Iterable[Cluster], chosen: Cluster | None, marks: Mapping[int, str], span: str
) -> tuple[Choice, ...]:
    more = "" if span == SPAN else f"?span={span}"
    return tuple(
        Choice(
            name=each.name,
            url=_url(each.workspace.slug, each.pk) + more,
            is_current=each == chosen,
            mark=marks[each.pk],
        )
        for each in clusters
    )


def _table(known: Known, short: Mapping[Name, Series], member: Member, span: str) -> LineTable:
    length, _step = SPANS[span]
    whole = length.total_seconds()
    columns: list[tuple[str, Measure, dict[int, float]]] = []
    for key in _DRAWN:
        line = known.lines[key]
        if line.points:
            found = thinned(seconds(line), length=whole, rows=ROWS, bad=line.measure.bad)
            columns.append((measure_word(key), line.measure, found))
    unready = MEASURE["deployment_unready"]
    for name, shares in islice(short.items(), IN_TABLE):
        found = thinned(shares, length=whole, rows=ROWS, bad=unready.bad)
        columns.append((_("{name}, unready").format(name=name[1]), unready, found))
    rows = sorted({row for _name, _measure, of in columns for row in of}, reverse=True)
    return LineTable(
        names=tuple(name for name, _measure, _of in columns),
        rows=tuple(
            (
                _when(known.now - length * (1 - (row + 1) / ROWS), member, known.now),
                tuple(
                    said(measure, round(of[row], 2)) if row in of else "–"
                    for _name, measure, of in columns
                ),
            )
            for row in rows
        ),
    )


def _when(at: datetime, member: Member, now: datetime) -> str:
    return moment(at, now=now, zone=member.zone).clock


def _url(slug: str, pk: int) -> str:
    return reverse("support:health_of", args=[slug, pk])
