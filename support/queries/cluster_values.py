"""
What is known of the clusters that are watched: last good values, their history, their breaches.

Numbers and times only: who shows them says how. Each function takes as many queries, however large
the cluster is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Final, NamedTuple

from planner.kit.json_columns import as_text, decoded
from support.models import Breach, Cluster, LastValue, Point, Threshold, Ticket
from support.rules.breaches import Limit
from support.rules.measures import JUDGED, MEASURE, Measure, Usual
from support.rules.points import ROUND_SECONDS, SPANS

# A value of which nothing newer was heard for so long is old, and is shown as that.
STALE_AFTER: Final = timedelta(seconds=4 * ROUND_SECONDS)


@dataclass(frozen=True, slots=True)
class Value:
    """
    Of one measure, in its unit, by the values of ``measure.by`` in their order.

    A measure without labels has the one number ``number``; it is None while nothing is known.
    """

    measure: Measure
    at: datetime
    is_stale: bool
    samples: Mapping[tuple[str, ...], float]

    @property
    def number(self) -> float | None:
        return self.samples.get(())


@dataclass(frozen=True, slots=True)
class Line:
    """A measure over time, the earliest first; where nothing was heard there is no point."""

    measure: Measure
    points: tuple[tuple[datetime, float], ...]
    begins: datetime
    ends: datetime
    step: int  # seconds


@dataclass(frozen=True)
class History:
    """
    What is remembered of a cluster: its measures, and the share of pods that Deployments lacked.

    ``times`` are those of which anything is remembered, ``short`` of each time the Deployments as
    ``namespace/name``: those that are not there lacked none, or fewer than those that are.
    """

    lines: Mapping[str, Line]
    times: tuple[datetime, ...]
    short: tuple[Mapping[str, float], ...]
    begins: datetime
    step: int  # seconds


class NodeNow(NamedTuple):  # a thousand of them: a dataclass takes three times as long
    """
    A node; what is not known of it is None. ``is_silent``: its agent tells nothing, so that it is
    unknown how it is. ``breaches`` are the measures in which it is past a threshold and fires.
    """

    name: str
    pool: str
    cpu: float | None
    disk: float | None
    memory: float | None
    swap: float | None
    load: float | None
    is_ready: bool | None
    is_silent: bool
    breaches: tuple[str, ...] = ()


class BreachNow(NamedTuple):
    """
    A series past its threshold that fires. ``ticket`` is where it is dealt with, if anywhere:
    by us, or by an alert source that sends the same signal.
    """

    measure: Measure
    labels: Mapping[str, str]
    value: float
    limit: float
    severity: str
    ticket: Ticket | None


@dataclass(frozen=True)
class ThresholdNow:
    """A measure's threshold in a cluster: the usual one, or what was set; ``pk`` of that."""

    measure: Measure
    limit: float
    clear: float
    for_seconds: int
    severity: str
    mode: str
    pk: int | None = None
    version: int = 0

    @property
    def as_rule(self) -> Limit:
        return Limit(self.measure.bad, self.limit, self.clear, self.for_seconds)


def last_values(
    cluster: Cluster, *, now: datetime, keys: Iterable[str] | None = None
) -> dict[str, Value]:
    """By measure, of all or of those ``keys``; what never had a value is not there. One query."""
    rows = LastValue.objects.filter(cluster=cluster)
    if keys is not None:
        rows = rows.filter(measure__in=list(keys))
    return {
        row.measure: Value(
            measure=MEASURE[row.measure],
            at=row.at,
            is_stale=is_stale(row.at, now),
            samples={tuple(labels): number for labels, number in row.samples},
        )
        for row in rows.order_by("measure")
        if row.measure in MEASURE
    }


def history(cluster: Cluster, *, span: str, now: datetime, keys: Iterable[str]) -> History:
    """
    The history of measures without labels over ``1h``, ``6h`` or ``1w``. One query.

    Of what can be bad a point is the worst of its time, of the rest the mean.
    """
    length, step = SPANS[span]
    wanted = [key for key in keys if not MEASURE[key].by]
    rows = Point.objects.filter(cluster=cluster, step=step, at__gte=now - length, at__lte=now)
    found: dict[str, list[tuple[datetime, float]]] = defaultdict(list)
    columns = rows.order_by("at").values_list("at", as_text("values"), as_text("short"))
    times, values, short = zip(*columns, strict=True) if columns else ((), (), ())
    for at, known in zip(times, decoded(values), strict=True):
        for key in wanted:
            if key in known:
                found[key].append((at, known[key]))
    drawn = {key: Line(MEASURE[key], tuple(found[key]), now - length, now, step) for key in wanted}
    return History(drawn, times, tuple(decoded(short)), now - length, step)


def most_short(history: History) -> dict[tuple[str, str], float]:
    """Of each Deployment that lacked pods, by namespace and name, the most it lacked."""
    most: dict[str, float] = {}
    for lacking in history.short:
        for name, share in lacking.items():
            if share > most.get(name, 0):
                most[name] = share
    return {(name.partition("/")[0], name.partition("/")[2]): most[name] for name in most}


def shares_of(history: History, name: tuple[str, str]) -> list[float]:
    """What one of them lacked at each of the times."""
    key = "/".join(name)
    return [lacking.get(key, 0.0) for lacking in history.short]


def a_week_ago(cluster: Cluster, *, now: datetime) -> dict[str, float]:
    """What the measures without labels were at this hour a week ago; empty if unknown."""
    then = now - timedelta(days=7)
    rows = Point.objects.filter(cluster=cluster, step=3600, at__lte=then)
    point = rows.filter(at__gt=then - timedelta(hours=1)).order_by("-at").first()
    return dict(point.values) if point else {}


def thresholds_of(cluster: Cluster) -> dict[str, ThresholdNow]:
    """Of each measure that has one, by its key. One query."""
    own = {each.measure: each for each in Threshold.objects.filter(cluster=cluster)}
    return {each.key: _threshold(each, own.get(each.key)) for each in JUDGED}


def breaches_now(cluster: Cluster) -> tuple[BreachNow, ...]:
    """Those that fire, work metrics first, the longest first. At most three queries."""
    rows = Breach.objects.filter(cluster=cluster, fired_at__isnull=False)
    columns = ("measure", as_text("labels"), "value", "ticket")
    found = list(rows.order_by("since", "pk").values_list(*columns))
    if not found:
        return ()
    limits = thresholds_of(cluster)
    told = {row[-1] for row in found if row[-1]}
    people = Ticket.objects.select_related("assignee__person").only(*_OF_TICKET)
    tickets = people.in_bulk(told) if told else {}
    for ticket in tickets.values():
        ticket.workspace = cluster.workspace
    firing = [
        BreachNow(
            measure=limits[measure].measure,
            labels=dict(zip(limits[measure].measure.by, labels, strict=False)),
            value=value,
            limit=limits[measure].limit,
            severity=limits[measure].severity,
            ticket=tickets.get(dealt_with),
        )
        for (measure, _text, value, dealt_with), labels in zip(
            found, decoded(row[1] for row in found), strict=True
        )
        if measure in limits
    ]
    order = {measure.key: place for place, measure in enumerate(JUDGED)}
    return tuple(sorted(firing, key=lambda each: order[each.measure.key]))


_OF_TICKET: Final = ("number", "opened_at", "workspace", "assignee__person__name")


def nodes_now(
    values: Mapping[str, Value], breaches: Iterable[BreachNow] = ()
) -> tuple[NodeNow, ...]:
    """All nodes by pool and name. No query: ``values`` are those of ``last_values``."""
    past: dict[str, list[str]] = defaultdict(list)
    for each in breaches:
        if node := each.labels.get("node"):
            past[node].append(each.measure.key)
    of_node = {
        key: {labels[0]: number for labels, number in values[key].samples.items()}
        for key in _OF_NODES
        if key in values
    }
    pools = dict(_samples(values, "node_pool"))
    nodes = [
        _node(name, pools.get(name, ""), of_node, past)
        for name in set(pools).union(*of_node.values())
    ]
    nodes.sort(key=attrgetter("pool", "name"))
    return tuple(nodes)


_OF_NODES: Final = (
    "node_unavailable",
    "node_cpu",
    "node_disk",
    "node_memory",
    "node_swap",
    "node_load",
)


def _node(
    name: str,
    pool: str,
    of_node: Mapping[str, Mapping[str, float]],
    past: Mapping[str, list[str]],
) -> NodeNow:
    known = [of_node[key].get(name) if key in of_node else None for key in _OF_NODES]
    down, cpu, disk, memory, swap, load = known
    return NodeNow(
        name=name,
        pool=pool,
        cpu=cpu,
        disk=disk,
        memory=memory,
        swap=swap,
        load=load,
        is_ready=None if down is None else down < 1,
        is_silent=cpu is None,
        breaches=tuple(past.get(name, ())),
    )


def _samples(values: Mapping[str, Value], key: str) -> Iterable[tuple[str, str]]:
    return ((one[0], one[1]) for one in values[key].samples) if key in values else ()


def _threshold(measure: Measure, own: Threshold | None) -> ThresholdNow:
    usual: Usual = measure.usual or Usual(0, 0, 0, "info")
    if own is None:
        return ThresholdNow(
            measure, usual.limit, usual.clear, usual.for_seconds, usual.severity, usual.mode
        )
    return ThresholdNow(
        measure, own.limit, own.clear, own.for_seconds, own.severity, own.mode, own.pk, own.version
    )


def is_stale(at: datetime | None, now: datetime) -> bool:
    """Whether nothing newer was heard for two minutes, or nothing ever."""
    return at is None or now - at > STALE_AFTER
