"""
The language of Prometheus' HTTP API: all queries of a round in one, and what it answers.

https://prometheus.io/docs/prometheus/latest/querying/api/
"""

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from support.rules.measures import Samples
from support.rules.metrics import METRIC, Metric, labels_there, needs, promql

MARK: Final = "sixweek"  # the label that says which of the queries a series answers
PATH: Final = "/api/v1/query"


class Unreadable(Exception):
    """It is no answer of Prometheus'; ``said`` is what it says in its place, if anything."""

    def __init__(self, said: str = "") -> None:
        super().__init__(said)
        self.said = said


def one_query(metrics: Iterable[Metric], names: Mapping[str, str]) -> str:
    """All of them in one: each series is marked with the key of its metric."""
    return " or ".join(_marked(promql(each, names), each.key) for each in metrics)


def check_query(metrics: Iterable[Metric], names: Mapping[str, str]) -> str:
    """
    One query that tells of each metric, and of each label of it, in how many series it is there.
    """
    wanted = sorted({(m, label) for each in metrics for m, label in _wanted(each, names)})
    only = names.get("only", "")
    return " or ".join(
        _marked(f"count({metric}{{{_having(label)}{only}}})", f"{metric} {label}")
        for metric, label in wanted
    )


def read(body: str, names: Mapping[str, str]) -> dict[str, Samples]:
    """
    The numbers by metric and label values. What is no number is left out.

    :raises Unreadable:
    """
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for labels, value in _series(body):
        metric = METRIC.get(labels.get(MARK, ""))
        if metric and math.isfinite(value):
            key = tuple(str(labels.get(name, "")) for name in labels_there(metric, names))
            found.setdefault(metric.key, {})[key] = value
    return {**found}


def missing(body: str, metrics: Iterable[Metric], names: Mapping[str, str]) -> dict[str, list[str]]:
    """
    For each metric that cannot be made, what is not there: ``kube_node_info`` or
    ``kube_node_info{node}``. :raises Unreadable:
    """
    there = {labels.get(MARK, "") for labels, value in _series(body) if value > 0}
    lacking: dict[str, list[str]] = {}
    for each in metrics:
        gone = {metric for metric, _l in _wanted(each, names) if f"{metric} " not in there}
        lacks = sorted(gone) + [
            f"{metric}{{{label}}}"
            for metric, label in _wanted(each, names)
            if label and metric not in gone and f"{metric} {label}" not in there
        ]
        if lacks:
            lacking[each.key] = lacks
    return lacking


def labels_in(body: str) -> list[Mapping[str, str]]:
    """The labels of each series of an answer. :raises Unreadable:"""
    return [labels for labels, _value in _series(body)]


def _wanted(metric: Metric, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each that it reads by itself (with an empty label), and with each label that it needs."""
    return [
        (name, label)
        for name, labels in needs(metric, names).items()
        for label in ("", *(one for one in labels))
    ]


def _having(label: str) -> str:
    return f'{label}!="",' if label else ""


def _marked(query: str, mark: str) -> str:
    return f'label_replace({query}, "{MARK}", "{mark}", "", "")'


def _series(body: str) -> list[tuple[Mapping[str, Any], float]]:
    try:
        answer = json.loads(body)
    except ValueError as error:
        raise Unreadable from error
    if not isinstance(answer, dict) or answer.get("status") != "success":
        raise Unreadable(_refusal(answer))
    try:
        return [(one["metric"], float(one["value"][1])) for one in answer["data"]["result"]]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise Unreadable from error


def _refusal(answer: object) -> str:
    return str(answer.get("error") or "") if isinstance(answer, dict) else ""
