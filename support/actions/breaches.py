"""From values past their thresholds to tickets: one for each signal, whoever else sends it."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from support.actions.ledger import Ledger
from support.actions.shelf import Shelf
from support.models import Breach, Cluster, DeskSettings, Source, Ticket
from support.queries.cluster_values import ThresholdNow, thresholds_of
from support.queries.other_alerts import OtherAlert, other_alerts
from support.rules.breach_words import summary, title
from support.rules.breaches import State, is_same_signal, step
from support.rules.measures import MEASURE, OFF, ON, Measure, Samples
from support.sources.signals import Signal, SignalGroup

# Series of one measure that may be breaches at once: beyond it nobody looks at each of them.
MOST: Final = 500
_FIELDS: Final = ["value", "since", "seen_at", "fired_at", "calm_since", "sent", "ticket"]

type Key = tuple[str, str]


def judge(*, cluster: Cluster, source: Source, found: Mapping[str, Samples], at: datetime) -> None:
    """
    Compare what was found with the thresholds; tell the desk what fires newly and what is over.

    To be called in the transaction of the round, with the source's row locked.
    """
    limits = thresholds_of(cluster)
    rows = list(Breach.objects.filter(cluster=cluster).select_related("ticket"))
    _follow(source, rows)
    before = {(row.measure, row.key): row for row in rows}
    now, over = _step_all(cluster, before, found, limits, at)
    fresh = [row for row in now.values() if row.fired_at and not row.sent and not row.ticket_id]
    to_send = _to_send(cluster, fresh, list(now.values()), limits) if fresh else []
    ended = [row for row in over if row.sent]
    if to_send or ended:
        _tell_desk(cluster, source, to_send, ended, limits, at)
    Breach.objects.filter(pk__in=[row.pk for row in over]).delete()
    # Several times as quick as an update of many rows.
    Breach.objects.bulk_create(
        now.values(),
        update_conflicts=True,
        unique_fields=["cluster", "measure", "key"],
        update_fields=_FIELDS,
    )


def end_all(*, cluster: Cluster, source: Source, at: datetime) -> None:
    """Nobody looks at it any more: what the poller sent is over."""
    rows = list(Breach.objects.filter(cluster=cluster))
    if ended := [row for row in rows if row.sent]:
        _tell_desk(cluster, source, [], ended, thresholds_of(cluster), at)
    Breach.objects.filter(cluster=cluster).delete()


def labels_of(row: Breach, cluster: Cluster) -> dict[str, str]:
    """Those by which its alert is known, classified, and told from others."""
    measure = MEASURE[row.measure]
    owner = {"team": measure.owner} if measure.owner else {}
    return {
        "alertname": measure.alert,
        "cluster": cluster.name,
        **dict(zip(measure.by, row.labels, strict=False)),
        "layer": measure.layer,
        "health": measure.health,
        **owner,
    }


def _follow(source: Source, rows: Iterable[Breach]) -> None:
    """What we told of may stand in another ticket by now: merged, or taken out of a storm."""
    if sent := {_alert_key(row): row for row in rows if row.sent}:
        for alert in source.alerts.firing().select_related("ticket"):
            if alert.key in sent:
                sent[alert.key].ticket = alert.ticket


def _step_all(
    cluster: Cluster,
    before: Mapping[Key, Breach],
    found: Mapping[str, Samples],
    limits: Mapping[str, ThresholdNow],
    at: datetime,
) -> tuple[dict[Key, Breach], list[Breach]]:
    """The breaches that there are now, and those that are over."""
    now: dict[Key, Breach] = {}
    for name, threshold in limits.items():
        limit = threshold.as_rule
        past = [
            (labels, value) for labels, value in found.get(name, {}).items() if limit.is_past(value)
        ]
        for labels, value in past[:MOST]:
            row = before.get((name, _key(labels))) or Breach(
                cluster=cluster, measure=name, key=_key(labels), labels=list(labels)
            )
            _become(row, step(_state(row), value, at, limit))
            now[name, row.key] = row
    for place, row in before.items():
        if place in now or row.measure not in limits:
            continue
        samples = found.get(row.measure)
        absent = 0.0 if samples is not None and MEASURE[row.measure].sparse else None
        value_now = (samples or {}).get(tuple(row.labels), absent)
        if state := step(_state(row), value_now, at, limits[row.measure].as_rule):
            _become(row, state)
            now[place] = row
    return now, [row for place, row in before.items() if place not in now]


def _to_send(
    cluster: Cluster,
    fresh: Iterable[Breach],
    rows: list[Breach],
    limits: Mapping[str, ThresholdNow],
) -> list[Breach]:
    """
    Those of which the desk does not know yet, and which it is to be told of by us.

    The settings' row is locked first, as whoever opens a ticket does: so nobody sends the same
    signal at the same time unseen.
    """
    DeskSettings.objects.select_for_update().filter(workspace=cluster.workspace).first()
    others = other_alerts(cluster.workspace, {MEASURE[row.measure].alert for row in fresh})
    chosen: list[Breach] = []
    for row in fresh:
        labels = labels_of(row, cluster)
        theirs = [one for one in others if one.name == labels["alertname"]]
        same = [one for one in theirs if one.is_firing and is_same_signal(labels, one.labels)]
        if same:
            row.ticket_id = same[0].ticket_id
        elif (joined := _group_ticket(row, rows, cluster)) is not None:
            row.ticket_id = joined
        elif _may_send(row, labels, theirs, limits) and not _is_said_by_pool(row, rows, cluster):
            chosen.append(row)
    return chosen


def _may_send(
    row: Breach,
    labels: Mapping[str, str],
    theirs: Iterable[OtherAlert],
    limits: Mapping[str, ThresholdNow],
) -> bool:
    mode = limits[row.measure].mode
    if mode == OFF:
        return False
    where = {"cluster": labels["cluster"]}
    return mode == ON or not any(is_same_signal(where, one.labels) for one in theirs)


def _group_ticket(row: Breach, rows: Iterable[Breach], cluster: Cluster) -> int | None:
    """The ticket of its group where an alert source has taken that over."""
    for other in rows:
        ticket = other.ticket
        if (
            ticket is not None
            and _group(other) == _group(row)
            and ticket.source_id != cluster.source_id
            and ticket.state != Ticket.State.RESOLVED
        ):
            return ticket.pk
    return None


def _is_said_by_pool(row: Breach, rows: Iterable[Breach], cluster: Cluster) -> bool:
    """Whether it is told of the node's whole pool already."""
    above = MEASURE[row.measure].unless
    pools = {tuple(one.labels) for one in rows if one.measure == above and one.fired_at}
    if not pools:
        return False
    of_node = cluster.last_values.filter(measure="node_pool").values_list("samples", flat=True)
    pool_of = {labels[0]: labels[1] for samples in of_node for labels, _one in samples}
    return (pool_of.get(row.labels[0], ""),) in pools


def _tell_desk(
    cluster: Cluster,
    source: Source,
    began: list[Breach],
    ended: list[Breach],
    limits: Mapping[str, ThresholdNow],
    at: datetime,
) -> None:
    groups: dict[str, list[Signal]] = defaultdict(list)
    titles: dict[str, str] = {}
    for row in [*began, *ended]:
        key = f"sixweek:{cluster.pk}:{_group(row)}"
        groups[key].append(_signal(row, cluster, limits[row.measure], None if row in began else at))
        labels = dict(zip(MEASURE[row.measure].by, row.labels, strict=False))
        titles.setdefault(key, title(MEASURE[row.measure], cluster.name, labels))
    told = [SignalGroup(key, titles[key], tuple(signals)) for key, signals in groups.items()]
    settings, _made = DeskSettings.objects.get_or_create(workspace=cluster.workspace)
    shelf = Shelf(source)
    shelf.load(told, earliest=at)
    ledger = Ledger(shelf, settings)
    for group in told:
        ledger.enter(group, at)
    shelf.save()
    homes = shelf.homes
    for row in began:
        row.sent = True
        row.ticket = homes[_alert_key(row)].ticket if _alert_key(row) in homes else None


def _signal(row: Breach, cluster: Cluster, now: ThresholdNow, ends_at: datetime | None) -> Signal:
    measure: Measure = MEASURE[row.measure]
    labels = labels_of(row, cluster)
    series = dict(zip(measure.by, row.labels, strict=False))
    return Signal(
        key=_alert_key(row),
        name=measure.alert,
        firing=ends_at is None,
        severity=now.severity,
        starts_at=row.fired_at,
        ends_at=ends_at,
        labels={**labels, "severity": now.severity},
        annotations={"summary": summary(measure, series, row.value, now.limit)},
    )


def _group(row: Breach) -> str:
    """A ticket for each alert's name; what developers are told of one namespace is one."""
    measure = MEASURE[row.measure]
    labels = dict(zip(measure.by, row.labels, strict=False))
    namespace = labels.get("namespace")
    return f"namespace:{namespace}" if namespace else measure.alert


def _alert_key(row: Breach) -> str:
    return f"{row.measure}:{row.key}"[:80]


def _key(labels: Iterable[str]) -> str:
    """Of a series within its measure; long names are hashed, not cut."""
    text = "/".join(labels)
    return text if len(text) <= 48 else hashlib.sha256(text.encode()).hexdigest()[:48]


def _state(row: Breach) -> State | None:
    if row.since is None:
        return None
    return State(row.since, row.seen_at, row.value, row.fired_at, row.calm_since)


def _become(row: Breach, state: State | None) -> None:
    assert state  # noqa: S101 - what is past its limit is a breach, or waits to be one
    row.since, row.seen_at, row.value = state.since, state.seen_at, state.value
    row.fired_at, row.calm_since = state.fired_at, state.calm_since
