"""Clusters that are watched: added, changed, tried, removed; and from where on they are bad."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from planner.activity import record
from planner.edits import changes_of
from planner.kit import outgoing
from planner.kit.sealing import SealIsBroken, seal, unseal
from planner.models import Member, Workspace
from support.actions.backends import find_missing
from support.actions.breaches import end_all
from support.actions.classification import lock_settings
from support.actions.own_tickets import settle_ticket
from support.models import Cluster, Source, Threshold
from support.rules.measures import MEASURE, OVER
from support.rules.metrics import NAMES

MOST: Final = 30
LONGEST_FOR: Final = 24 * 3600  # seconds
_SECRETS: Final = ("token", "application_key")


class ClusterRefusal(Exception):
    """Why it stays as it is; the message is for the person who asked."""


class AddressIsBad(ClusterRefusal):
    """Nothing can be asked there."""


class ClusterNameIsTaken(ClusterRefusal):
    """Another cluster, or a source of alerts, is called so."""


class ClusterNameIsMissing(ClusterRefusal):
    """It has to be told from the others."""


class TooManyClusters(ClusterRefusal):
    """Each is asked every 30 seconds."""


class UnknownName(ClusterRefusal):
    """No query has such a word in it, or the word would break the query."""


class ClusterWasRemoved(ClusterRefusal):
    """It is not watched any more."""


class NoSuchThreshold(ClusterRefusal):
    """The measure has none, or its numbers make no sense."""


@transaction.atomic
def add_cluster(
    *,
    workspace: Workspace,
    name: str,
    backend: str,
    url: str,
    by: Member,
    at: datetime,
    token: str = "",
    application_key: str = "",
    names: Mapping[str, str] | None = None,
    managed_master: bool = True,
) -> Cluster:
    """
    Watch it from now on. ``token`` is a bearer token of Prometheus', or an API key of Datadog's.

    :raises TooManyClusters: :raises ClusterNameIsMissing: :raises ClusterNameIsTaken:
    :raises AddressIsBad: :raises UnknownName:
    """
    lock_settings(workspace)
    if Cluster.objects.kept().filter(workspace=workspace).count() >= MOST:
        raise TooManyClusters(_("A workspace watches at most {most} clusters.").format(most=MOST))
    cluster = Cluster(
        workspace=workspace,
        name=name.strip(),
        backend=backend,
        url=_address(url),
        sealed=_sealed({"token": token, "application_key": application_key}),
        names=_names(names or {}),
        managed_master=managed_master,
        created_at=at,
        created_by=by,
    )
    _refuse_name(cluster)
    cluster.source = Source.objects.create(
        workspace=workspace, kind=Source.Kind.CLUSTER, name=cluster.name, created_at=at,
        created_by=by,
    )  # fmt: skip
    cluster.save()
    _record(cluster, by, at, verb="add_cluster")
    return cluster


@transaction.atomic
def edit_cluster(
    *, cluster: Cluster, version: int, wanted: Mapping[str, Any], by: Member, at: datetime
) -> Cluster:
    """
    Change ``name``, ``url``, ``names`` or ``managed_master``; a secret that is given replaces the
    one there was.

    :raises ChangedMeanwhile: somebody else changed the same fields since ``version``.
    :raises ClusterWasRemoved: and what ``add_cluster`` raises.
    """
    cluster, _source = _locked(cluster)
    given = dict(wanted)
    secrets = {key: given.pop(key) for key in _SECRETS if given.get(key)}
    given = {key: value for key, value in given.items() if key not in _SECRETS}
    if "url" in given:
        given["url"] = _address(given["url"])
    if "names" in given:
        given["names"] = _names(given["names"])
    if "name" in given:
        given["name"] = given["name"].strip()
    changes = changes_of(cluster, version=version, wanted=given)
    for name, (_before, after) in changes.items():
        setattr(cluster, name, after)
    if "name" in changes:
        _refuse_name(cluster)
        Source.objects.filter(pk=cluster.source_id).update(name=cluster.name)
    if secrets:
        cluster.sealed = _sealed({**_secrets_of(cluster), **secrets})
    if not changes and not secrets:
        return cluster
    cluster.version += 1
    cluster.rest = {}
    cluster.save(update_fields=[*changes, "sealed", "rest", "version"])
    _record(cluster, by, at, verb="edit_cluster", version=cluster.version, changes=changes)
    return cluster


@transaction.atomic
def remove_cluster(*, cluster: Cluster, by: Member, at: datetime) -> None:
    """Ask it no more, forget its secrets; what it opened and nobody else sends is over."""
    cluster, source = _locked(cluster)
    end_all(cluster=cluster, source=source, at=at)
    settle_ticket(source=source, key=f"sixweek: blind {cluster.pk}", at=at)
    cluster.removed_at, cluster.sealed = at, ""
    cluster.version += 1
    cluster.save(update_fields=["removed_at", "sealed", "version"])
    source.removed_at = at
    source.save(update_fields=["removed_at"])
    _record(cluster, by, at, verb="remove_cluster")


def try_cluster(*, cluster: Cluster, at: datetime) -> dict[str, list[str]]:
    """
    What the backend lacks, by metric: names of metrics, and of labels in braces. Changes nothing.

    :raises BackendIsAway: it does not answer, with why.
    """
    return find_missing(cluster, at=at)


@transaction.atomic
def set_threshold(
    *,
    cluster: Cluster,
    measure: str,
    wanted: Mapping[str, Any],
    by: Member,
    at: datetime,
    version: int = 0,
) -> Threshold:
    """
    Say from where on the measure is bad in that cluster: ``limit``, ``clear``, ``for_seconds``,
    ``severity``, ``mode``. ``version`` is the one that was seen, 0 for the usual threshold.

    :raises NoSuchThreshold: :raises ChangedMeanwhile: :raises ClusterWasRemoved:
    """
    cluster, _source = _locked(cluster)
    what = MEASURE.get(measure)
    if what is None or what.usual is None:
        raise NoSuchThreshold(_("That measure has no threshold."))
    usual = what.usual
    row = Threshold.objects.filter(cluster=cluster, measure=measure).first() or Threshold(
        cluster=cluster,
        measure=measure,
        limit=usual.limit,
        clear=usual.clear,
        for_seconds=usual.for_seconds,
        severity=usual.severity,
        mode=usual.mode,
        version=0,
    )
    changes = changes_of(row, version=version, wanted=wanted) if row.pk else _unlike(row, wanted)
    for name, (_before, after) in changes.items():
        setattr(row, name, after)
    _check(row, what.bad)
    if not changes:
        return row
    row.version += 1
    row.save()
    record(
        workspace=cluster.workspace, verb="set_threshold", thing=row, within=cluster, by=by, at=at,
        name=cluster.name, measure=measure, version=row.version, changes=changes,
    )  # fmt: skip
    return row


@transaction.atomic
def reset_threshold(*, threshold: Threshold, by: Member, at: datetime) -> None:
    """The usual one holds again. :raises ClusterWasRemoved:"""
    cluster, _source = _locked(threshold.cluster)
    record(
        workspace=cluster.workspace, verb="reset_threshold", thing=threshold, within=cluster, by=by,
        at=at, name=cluster.name, measure=threshold.measure,
    )  # fmt: skip
    threshold.delete()


def _unlike(row: Threshold, wanted: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {
        name: (getattr(row, name), value)
        for name, value in wanted.items()
        if getattr(row, name) != value
    }


def _check(row: Threshold, bad: str) -> None:
    is_wrong = row.clear > row.limit if bad == OVER else row.clear < row.limit
    if is_wrong:
        raise NoSuchThreshold(_("It must be over on the good side of its limit."))
    if not 0 <= row.for_seconds <= LONGEST_FOR:
        raise NoSuchThreshold(_("Give the seconds that it has to last: at most a day of them."))


def _locked(cluster: Cluster) -> tuple[Cluster, Source]:
    """:raises ClusterWasRemoved:"""
    source = Source.objects.select_for_update().get(pk=cluster.source_id)
    rows = Cluster.objects.select_for_update(of=("self",)).select_related("workspace")
    locked = rows.get(pk=cluster.pk)
    if locked.removed_at:
        raise ClusterWasRemoved(_("{name} is not watched any more.").format(name=locked.name))
    source.workspace = locked.workspace
    return locked, source


def _refuse_name(cluster: Cluster) -> None:
    if not cluster.name:
        raise ClusterNameIsMissing(_("Give the cluster a name."))
    of_workspace = Source.objects.receiving().filter(workspace=cluster.workspace)
    others = of_workspace.exclude(pk=cluster.source_id)
    if others.filter(name=cluster.name).exists():
        raise ClusterNameIsTaken(
            _("A cluster, or a source of alerts, is already called {name}.").format(
                name=cluster.name
            )
        )


def _address(url: str) -> str:
    url = url.strip().rstrip("/")
    try:
        outgoing.check_url(url)
    except outgoing.AddressRefused as reason:
        raise AddressIsBad(str(reason)) from reason
    if len(url) > 500:
        raise AddressIsBad(_("That address is too long."))
    return url


def _sealed(secrets: Mapping[str, str]) -> str:
    kept = {name: value.strip() for name, value in secrets.items() if value.strip()}
    return seal(json.dumps(kept)) if kept else ""


def _secrets_of(cluster: Cluster) -> dict[str, str]:
    """One of two keys is changed without the other; what cannot be opened any more is replaced."""
    if not cluster.sealed:
        return {}
    try:
        found: dict[str, str] = json.loads(unseal(cluster.sealed))
    except SealIsBroken:
        return {}
    return found


def _names(names: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value.strip() for name, value in names.items() if value and value.strip()}
    if unknown := sorted(kept.keys() - NAMES.keys()):
        raise UnknownName(_("No query has the name {name}.").format(name=unknown[0]))
    for name, value in kept.items():
        is_matcher = name in ("only", "scope")
        if len(value) > 200 or (not is_matcher and set(value) & set('"\\\n{}()')):
            raise UnknownName(_("{name} cannot be that.").format(name=name))
    return kept


def _record(cluster: Cluster, by: Member, at: datetime, *, verb: str, **data: Any) -> None:
    record(
        workspace=cluster.workspace, verb=verb, thing=cluster, by=by, at=at, name=cluster.name,
        **data,
    )  # fmt: skip
