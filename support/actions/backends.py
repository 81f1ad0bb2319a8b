"""Asking the metrics backend of a cluster: one request a round, tried again where that may help."""

import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from planner.kit import outgoing
from planner.kit.sealing import SealIsBroken, unseal
from support.models import Cluster
from support.queries.fault_words import BackendFault
from support.rules import datadog, played, prometheus
from support.rules.measures import Samples
from support.rules.metrics import METRICS, Metric

LARGEST: Final = 32 * 1024**2
# Seconds, from and to, that are waited before it is tried once more, and when it is no more.
PAUSES: Final = ((0.3, 1.0), (1.0, 2.5))
NO_MORE_AFTER: Final = 12.0
_AGAIN: Final = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT)


class BackendIsAway(BackendFault):
    """It did not answer as it should; the message says why, for the person who set it up."""


class QueryRefused(BackendIsAway):
    """It is there, and cannot answer that query."""


@dataclass(frozen=True)
class Heard:
    """What it answered, by metric; ``rest`` are those that it cannot answer, with why."""

    raw: Mapping[str, Samples]
    rest: Mapping[str, BackendFault] = field(default_factory=dict)


def hear(cluster: Cluster, *, skip: Sequence[str], at: datetime) -> Heard:
    """
    Ask for everything but ``skip``, in one request; one by one only where that is refused.

    :raises BackendIsAway: nothing is known of this round.
    """
    if cluster.backend == Cluster.Backend.PLAYED:
        return Heard(played.heard(played.PLAYED[cluster.name], at, cluster.created_at))
    wanted = [each for each in METRICS if each.key not in skip]
    try:
        return Heard(_read(cluster, wanted, at))
    except QueryRefused:
        return _one_by_one(cluster, wanted, at)


def find_missing(cluster: Cluster, *, at: datetime) -> dict[str, list[str]]:
    """
    By metric, what the backend lacks for it: metrics and labels. In one request.

    :raises BackendIsAway:
    """
    if cluster.backend == Cluster.Backend.PLAYED:
        return {}
    if cluster.backend == Cluster.Backend.DATADOG:
        body = _ask_datadog(cluster, METRICS, at)
        return _understood(lambda: datadog.missing(body, METRICS, cluster.names, at))
    body = _ask_prometheus(cluster, prometheus.check_query(METRICS, cluster.names))
    return _understood(lambda: prometheus.missing(body, METRICS, cluster.names))


def ask_labels(cluster: Cluster, query: str) -> list[Mapping[str, str]]:
    """The labels of each series that answers it. :raises BackendIsAway:"""
    body = _ask_prometheus(cluster, query)
    return _understood(lambda: prometheus.labels_in(body))


def _one_by_one(cluster: Cluster, wanted: Sequence[Metric], at: datetime) -> Heard:
    raw: dict[str, Samples] = {}
    rest: dict[str, BackendFault] = {}
    for each in wanted:
        try:
            raw |= _read(cluster, [each], at)
        except QueryRefused as why:
            rest[each.key] = why
    if not raw:
        first = next(iter(rest.values()), None)
        raise BackendIsAway.again(first.kept) if first else BackendIsAway("nothing")
    return Heard(raw, rest)


def _read(cluster: Cluster, wanted: Sequence[Metric], at: datetime) -> dict[str, Samples]:
    names = cluster.names
    if cluster.backend == Cluster.Backend.DATADOG:
        if not datadog.asked(wanted, names):
            return {}
        body = _ask_datadog(cluster, wanted, at)
        return _understood(lambda: datadog.read(body, wanted, names, at))
    body = _ask_prometheus(cluster, prometheus.one_query(wanted, names))
    return _understood(lambda: prometheus.read(body, names))


def _understood[T](read: Callable[[], T]) -> T:
    try:
        return read()
    except prometheus.Unreadable as why:
        raise _unreadable("Prometheus", why.said) from why
    except datadog.Unreadable as why:
        raise _unreadable("Datadog", why.said) from why


def _unreadable(who: str, said: str) -> QueryRefused:
    return QueryRefused("says", who=who, said=said) if said else QueryRefused("other", who=who)


def _ask_prometheus(cluster: Cluster, query: str) -> str:
    headers = {"Content-Type": "application/x-www-form-urlencoded", **_keys(cluster)}
    body = urlencode({"query": query, "timeout": "10s"}).encode()
    return _ask(cluster.url.rstrip("/") + prometheus.PATH, headers, body)


def _ask_datadog(cluster: Cluster, wanted: Sequence[Metric], at: datetime) -> str:
    asked = datadog.parameters(wanted, cluster.names, at)
    return _ask(f"{cluster.url.rstrip('/')}{datadog.PATH}?{asked}", _keys(cluster), None)


def _keys(cluster: Cluster) -> dict[str, str]:
    """The headers by which the backend knows us."""
    if not cluster.sealed:
        return {}
    try:
        found: dict[str, str] = json.loads(unseal(cluster.sealed))
    except SealIsBroken as error:
        raise BackendIsAway("seal") from error
    if cluster.backend == Cluster.Backend.DATADOG:
        return {
            "DD-API-KEY": found.get("token", ""),
            "DD-APPLICATION-KEY": found.get("application_key", ""),
        }
    return {"Authorization": f"Bearer {found['token']}"} if found.get("token") else {}


def _ask(url: str, headers: Mapping[str, str], body: bytes | None) -> str:
    begun = time.monotonic()
    for pause in (*PAUSES, None):
        again = True
        try:
            answer = outgoing.ask(url, headers, body=body, largest=LARGEST)
        except outgoing.AddressRefused as refused:
            raise BackendIsAway.again(refused.kept) from refused
        except outgoing.NoAnswer as nothing:
            why = BackendIsAway.again(nothing.kept)
        else:
            if answer.is_good:
                return answer.text
            why, again = _status(answer), answer.status >= 500 or answer.status in _AGAIN
            if answer.status in (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY):
                raise QueryRefused.again(why.kept)
        if pause is None or not again or time.monotonic() - begun > NO_MORE_AFTER:
            break
        time.sleep(random.uniform(*pause))  # noqa: S311  # so that many do not come at once
    raise why


def _status(answer: outgoing.Answer) -> BackendIsAway:
    """With what it says of itself, where it does."""
    try:
        said = json.loads(answer.text)
        why = said.get("error") or ", ".join(map(str, said.get("errors", [])))
    except (ValueError, AttributeError, TypeError):
        why = ""
    if why:
        return BackendIsAway("status_says", status=answer.status, said=why)
    return BackendIsAway("status", status=answer.status)
