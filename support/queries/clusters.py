"""The settings' pages of clusters: which are watched, how that goes, their thresholds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from planner.access import may_change_settings
from planner.kit.moments import Moment, minutes_said, moment
from planner.models import Member
from support.models import Breach, Cluster, LastValue, Threshold, Ticket
from support.queries.cluster_values import ThresholdNow, is_stale, thresholds_of
from support.queries.fault_words import fault_said
from support.queries.measure_words import measure_word, metric_word, said
from support.queries.other_alerts import other_alerts
from support.rules.breaches import is_same_signal
from support.rules.measures import OURS, OVER


@dataclass(frozen=True, slots=True)
class ClusterRow:
    name: str
    url: str
    backend: str
    host: str
    heard: Moment | None
    is_stale: bool
    fault: str
    breaches: int


@dataclass(frozen=True)
class ClustersPage:
    rows: tuple[ClusterRow, ...]
    may_change: bool


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    name: str
    url: str
    limit: str
    lasting: str
    severity: str
    tickets: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a measure cannot be made without."""

    name: str
    what: tuple[str, ...]


@dataclass(frozen=True)
class ClusterPage:
    pk: int
    row: ClusterRow
    refused: tuple[Lacking, ...]
    thresholds: tuple[ThresholdRow, ...]
    measures: int
    has_secret: bool
    is_datadog: bool
    may_change: bool
    version: int


def clusters_page(*, member: Member, now: datetime) -> ClustersPage:
    kept = Cluster.objects.kept().filter(workspace=member.workspace)
    fired = Breach.objects.filter(cluster__in=kept, fired_at__isnull=False).order_by()
    firing = dict(fired.values_list("cluster").annotate(Count("pk")))
    rows = kept.order_by("name", "pk")
    return ClustersPage(
        rows=tuple(_row(each, member, now, firing.get(each.pk, 0)) for each in rows),
        may_change=may_change_settings(member),
    )


def cluster_page(cluster: Cluster, *, member: Member, now: datetime) -> ClusterPage:
    firing = cluster.breaches.filter(fired_at__isnull=False).count()
    return ClusterPage(
        pk=cluster.pk,
        row=_row(cluster, member, now, firing),
        refused=tuple(
            Lacking(metric_word(key), (fault_said(why),))
            for key, (why, _at) in cluster.rest.items()
        ),
        thresholds=threshold_rows(cluster, slug=member.workspace.slug),
        measures=LastValue.objects.filter(cluster=cluster).count(),
        has_secret=bool(cluster.sealed),
        is_datadog=cluster.backend == Cluster.Backend.DATADOG,
        may_change=may_change_settings(member),
        version=cluster.version,
    )


def threshold_rows(cluster: Cluster, *, slug: str) -> tuple[ThresholdRow, ...]:
    """All of them, each with who else sends its signal."""
    senders = sent_by_others(cluster)
    return tuple(
        ThresholdRow(
            name=measure_word(key),
            url=reverse("support:threshold", args=[slug, cluster.pk, key]),
            limit=_limit(now),
            lasting=minutes_said(now.for_seconds // 60) if now.for_seconds else _("at once"),
            severity=str(Ticket.Severity(now.severity).label),
            tickets=_tickets(now, senders),
            is_own=now.pk is not None,
        )
        for key, now in thresholds_of(cluster).items()
    )


def sent_by_others(cluster: Cluster) -> dict[str, str]:
    """By the name of an alert the source that sends it for this cluster. Two queries."""
    where = {"cluster": cluster.name}
    return {
        one.name: one.source
        for one in other_alerts(cluster.workspace, OURS)
        if is_same_signal(where, one.labels)
    }


def lacking_rows(lacking: Mapping[str, list[str]]) -> tuple[Lacking, ...]:
    """What a trial found missing, as a page shows it."""
    return tuple(Lacking(metric_word(key), tuple(what)) for key, what in lacking.items())


def _row(cluster: Cluster, member: Member, now: datetime, firing: int) -> ClusterRow:
    return ClusterRow(
        name=cluster.name,
        url=reverse("support:cluster", args=[member.workspace.slug, cluster.pk]),
        backend=cluster.get_backend_display(),
        host=cluster.host,
        heard=moment(cluster.heard_at, now=now, zone=member.zone) if cluster.heard_at else None,
        is_stale=is_stale(cluster.heard_at, now),
        fault=fault_said(cluster.fault),
        breaches=firing,
    )


def _limit(now: ThresholdNow) -> str:
    number = said(now.measure, now.limit)
    return f"> {number}" if now.measure.bad == OVER else f"< {number}"


def _tickets(now: ThresholdNow, senders: Mapping[str, str]) -> str:
    sender = senders.get(now.measure.alert)
    if now.mode == Threshold.Mode.AUTO and sender:
        return _("sent by {source}").format(source=sender)
    if now.mode == Threshold.Mode.OFF:
        return _("none")
    return _("ours")
