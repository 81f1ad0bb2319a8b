"""A round: ask a cluster's backend, keep what it says, judge it, and tell the desk."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from support.actions.backends import BackendIsAway, Heard, hear
from support.actions.breaches import judge
from support.actions.own_tickets import raise_ticket, settle_ticket
from support.models import Cluster, DeskSettings, LastValue, Point, Source, Ticket
from support.rules.measures import LINES, Samples, derive
from support.rules.points import (
    KEPT,
    ROUND_SECONDS,
    begin,
    joined,
    joined_short,
    worst_short,
)

# A round may come a little early; two at once may not.
AT_MOST_EVERY: Final = timedelta(seconds=ROUND_SECONDS * 2 / 3)
BLIND_AFTER: Final = 4  # rounds that failed, one after the other
REST: Final = timedelta(minutes=10)  # of a query that was refused


def due_clusters(*, at: datetime) -> list[int]:
    """Those that were not asked within the last round."""
    rows = Cluster.objects.kept().filter(_is_due(at))
    return list(rows.order_by("asked_at", "pk").values_list("pk", flat=True))


def poll_cluster(*, pk: int, at: datetime) -> bool:
    """
    Ask it once, if it is due; whether it answered.

    What was known stays, with its time, while it does not.
    """
    if not Cluster.objects.kept().filter(_is_due(at), pk=pk).update(asked_at=at):
        return False
    cluster = Cluster.objects.select_related("workspace").get(pk=pk)
    skip = [key for key, (_why, when) in cluster.rest.items() if _rests(when, at)]
    try:
        heard = hear(cluster, skip=skip, at=at)
    except BackendIsAway as why:
        _miss(cluster, why.kept, at)
        return False
    rest = {key: cluster.rest[key] for key in skip}
    rest |= {key: [why.kept, at.isoformat()] for key, why in heard.rest.items()}
    digest_round(cluster=cluster, heard=heard, rest=rest, at=at)
    return True


@transaction.atomic
def digest_round(
    *, cluster: Cluster, heard: Heard, at: datetime, rest: Mapping[str, list[Any]] | None = None
) -> None:
    """Keep the values of one round, judge them, and tell the desk what began and what is over."""
    source = _locked(cluster)
    if source is None:
        return
    known = LastValue.objects.filter(cluster=cluster).order_by().values_list("measure", flat=True)
    found = derive(heard.raw, set(known))
    _keep(cluster, found, at)
    _draw(cluster, found, at)
    judge(cluster=cluster, source=source, found=found, at=at)
    was_blind = cluster.missed >= BLIND_AFTER
    cluster.heard_at, cluster.fault, cluster.missed = at, {}, 0
    cluster.rest = dict(rest or {})
    cluster.save(update_fields=["heard_at", "fault", "missed", "rest"])
    if was_blind:
        settle_ticket(source=source, key=_blind(cluster), at=at)


def forget_old_points(*, at: datetime) -> int:
    """Drop what is older than its width is kept for; how many points there were."""
    old = Q()
    for step, kept in KEPT.items():
        old |= Q(step=step, at__lt=at - kept)
    return Point.objects.filter(old).delete()[0]


@transaction.atomic
def _miss(cluster: Cluster, why: dict[str, str], at: datetime) -> None:
    """Nobody knows how it is: one ticket says so, once it has been like that for two minutes."""
    source = _locked(cluster)
    if source is None:
        return
    cluster.missed += 1
    cluster.fault = why
    cluster.save(update_fields=["missed", "fault"])
    if cluster.missed != BLIND_AFTER:
        return
    settings, _made = DeskSettings.objects.get_or_create(workspace=source.workspace)
    raise_ticket(
        source=source,
        key=_blind(cluster),
        title=f"Blind: the metrics of {cluster.name} cannot be read",
        severity=Ticket.Severity.CRITICAL,
        health=Ticket.Health.RESOURCE,
        settings=settings,
        at=at,
    )


def _locked(cluster: Cluster) -> Source | None:
    """Its source, under whose lock it is digested; the cluster is read anew."""
    rows = Source.objects.select_for_update(no_key=True, of=("self",)).select_related("workspace")
    source = rows.get(pk=cluster.source_id)
    cluster.refresh_from_db(from_queryset=Cluster.objects.select_for_update(of=("self",)))
    cluster.workspace = source.workspace
    return None if cluster.removed_at else source


def _keep(cluster: Cluster, found: Mapping[str, Samples], at: datetime) -> None:
    LastValue.objects.bulk_create(
        [
            LastValue(
                cluster=cluster,
                measure=key,
                samples=[[list(labels), round(value, 4)] for labels, value in samples.items()],
                at=at,
            )
            for key, samples in found.items()
        ],
        update_conflicts=True,
        unique_fields=["cluster", "measure"],
        update_fields=["samples", "at"],
    )


def _draw(cluster: Cluster, found: Mapping[str, Samples], at: datetime) -> None:
    now = {key: round(found[key][()], 4) for key in LINES if () in found.get(key, {})}
    if not now:
        return
    short = worst_short(found.get("deployment_unready", {}))
    begins = {step: begin(at, step) for step in KEPT}
    same = Q()
    for step, begun in begins.items():
        same |= Q(step=step, at=begun)
    there = {point.step: point for point in Point.objects.filter(same, cluster=cluster)}
    for point in there.values():
        point.values = joined(point.values, now, point.rounds)
        point.short = joined_short(point.short, short)
        point.rounds += 1
    Point.objects.bulk_update(list(there.values()), ["values", "short", "rounds"])
    Point.objects.bulk_create(
        Point(cluster=cluster, step=step, at=begun, values=now, short=short)
        for step, begun in begins.items()
        if step not in there
    )


def _is_due(at: datetime) -> Q:
    return Q(asked_at=None) | Q(asked_at__lte=at - AT_MOST_EVERY)


def _rests(when: str, at: datetime) -> bool:
    return at - datetime.fromisoformat(when) < REST


def _blind(cluster: Cluster) -> str:
    return f"sixweek: blind {cluster.pk}"
