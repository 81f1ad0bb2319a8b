"""
The language of Datadog's query endpoint: several queries in one request, and what it answers.

https://docs.datadoghq.com/api/latest/metrics/#query-timeseries-points
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from support.rules.measures import Samples
from support.rules.metrics import Metric, datadog

PATH: Final = "/api/v1/query"
SPAN: Final = timedelta(minutes=10)  # of which the latest number counts
_BY: Final = re.compile(r"by \{([^}]*)\}")


class Unreadable(Exception):
    """It is no answer of Datadog's; ``said`` is what it says in its place, if anything."""

    def __init__(self, said: str = "") -> None:
        super().__init__(said)
        self.said = said


def asked(metrics: Sequence[Metric], names: Mapping[str, str]) -> list[Metric]:
    """Those that Datadog knows of, in the order in which they are asked."""
    return [each for each in metrics if datadog(each, names)]


def parameters(metrics: Sequence[Metric], names: Mapping[str, str], at: datetime) -> str:
    """What comes behind the question mark; seconds since 1970."""
    queries = ",".join(datadog(each, names) for each in asked(metrics, names))
    begins = int((at - SPAN).timestamp())
    return urlencode({"from": begins, "to": int(at.timestamp()), "query": queries})


def read(
    body: str, metrics: Sequence[Metric], names: Mapping[str, str], at: datetime
) -> dict[str, Samples]:
    """
    The latest number of each series, by metric and tag values. :raises Unreadable:

    A series says by ``query_index`` which query it answers, from 0 on. ``at`` is now.
    """
    order = asked(metrics, names)
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for one in _series(body):
        index, number = one.get("query_index", 0), _latest(one.get("pointlist"))
        if number is None or not isinstance(index, int) or not 0 <= index < len(order):
            continue
        metric = order[index]
        tags = _tags(one.get("tag_set"))
        by = _BY.search(datadog(metric, names))
        wanted = [tag.strip() for tag in by[1].split(",")] if by else []
        key = tuple(tags.get(tag, "") for tag in wanted) if metric.labels else ()
        if metric.labels and not wanted:
            key = (metric.key,) + ("",) * (len(metric.labels) - 1)
        if metric.per_second:
            number = metric.per_second * (at.timestamp() - number)
        samples = found.setdefault(metric.key, {})
        samples[key] = min(number, samples.get(key, number)) if not metric.labels else number
    return {**found}


def missing(
    body: str, metrics: Sequence[Metric], names: Mapping[str, str], at: datetime
) -> dict[str, list[str]]:
    """For each metric that gave nothing, the query, or the tag that no series has."""
    found = read(body, metrics, names, at)
    lacking: dict[str, list[str]] = {}
    for each in asked(metrics, names):
        query, samples = datadog(each, names), found.get(each.key)
        by = _BY.search(query) if each.labels else None
        wanted = [tag.strip() for tag in by[1].split(",")] if by else []
        if not samples:
            lacking[each.key] = [query]
        elif blank := [t for i, t in enumerate(wanted) if not any(key[i] for key in samples)]:
            lacking[each.key] = [f"{query.partition(' by ')[0]} {{{tag}}}" for tag in blank]
    return lacking


def _series(body: str) -> list[dict[str, Any]]:
    try:
        answer = json.loads(body)
    except ValueError as error:
        raise Unreadable from error
    if isinstance(answer, dict) and (why := answer.get("errors") or answer.get("error")):
        raise Unreadable(", ".join(map(str, why)) if isinstance(why, list) else str(why))
    series = answer.get("series") if isinstance(answer, dict) else None
    if not isinstance(series, list) or answer.get("status") not in ("ok", None):
        raise Unreadable
    return [one for one in series if isinstance(one, dict)]


def _latest(points: object) -> float | None:
    """Of pairs of milliseconds and a number, which may be missing."""
    if not isinstance(points, list):
        return None
    for point in reversed(points):
        if not isinstance(point, list) or len(point) != 2:
            continue
        number = point[1]
        if isinstance(number, int | float) and math.isfinite(number):
            return float(number)
    return None


def _tags(tags: object) -> dict[str, str]:
    if not isinstance(tags, list):
        return {}
    return {name: value for name, _c, value in (str(tag).partition(":") for tag in tags)}
