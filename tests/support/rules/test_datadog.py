import json
from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest

from support.rules.datadog import Unreadable, asked, missing, parameters, read
from support.rules.metrics import METRIC

NOON = datetime(2026, 5, 21, 12, tzinfo=UTC)
SOME = [METRIC["pods_ready"], METRIC["node_names"], METRIC["dns_p95"]]
ADD_ONS = [METRIC[key] for key in ("addons_up", "cert_expiry", "dns_records_lag")]


def _answer(*series):
    return json.dumps({"status": "ok", "res_type": "time_series", "series": list(series)})


def test_queries_are_asked_together_over_ten_minutes():
    given = parse_qs(parameters(SOME, {"scope": "kube_cluster_name:a"}, NOON))
    assert given["query"] == [
        "sum:kubernetes_state.pod.ready{kube_cluster_name:a,condition:true} by {kube_namespace},"
        "1000 * p95:coredns.request_duration.seconds{kube_cluster_name:a}"
    ]
    assert int(given["to"][0]) - int(given["from"][0]) == 600
    assert [each.key for each in asked(SOME, {})] == ["pods_ready", "dns_p95"]


def test_latest_number_of_each_series_counts():
    body = _answer(
        {"query_index": 0, "tag_set": ["kube_namespace:shop"], "pointlist": [[1, 3], [2, 4]]},
        {"query_index": 0, "tag_set": ["kube_namespace:pay"], "pointlist": [[1, 5], [2, None]]},
        {"query_index": 0, "tag_set": ["kube_namespace:new"], "pointlist": []},
        {"query_index": 1, "tag_set": [], "pointlist": [[1, 6.5]]},
        {"query_index": 9, "pointlist": [[1, 6.5]]},
    )
    assert read(body, SOME, {}, NOON) == {
        "pods_ready": {("shop",): 4, ("pay",): 5},
        "dns_p95": {(): 6.5},
    }


def test_moments_are_told_from_now_and_of_certificates_the_first_to_expire():
    now = NOON.timestamp()
    body = _answer(
        {"query_index": 0, "tag_set": ["kube_deployment:cert-manager"], "pointlist": [[1, 2]]},
        {"query_index": 1, "tag_set": ["name:a"], "pointlist": [[1, now + 90 * 86400]]},
        {"query_index": 1, "tag_set": ["name:b"], "pointlist": [[1, now + 41 * 86400]]},
        {"query_index": 1, "tag_set": ["name:c"], "pointlist": [[1, now + 60 * 86400]]},
        {"query_index": 1, "tag_set": ["name:never-issued"], "pointlist": [[1, None]]},
        {"query_index": 2, "pointlist": [[1, now - 11]]},
    )
    assert read(body, ADD_ONS, {}, NOON) == {
        "addons_up": {("cert-manager",): 2},
        "cert_expiry": {(): pytest.approx(41)},
        "dns_records_lag": {(): pytest.approx(11_000)},
    }
    assert missing(body, ADD_ONS, {}, NOON) == {}
    assert [*missing(_answer(), ADD_ONS, {}, NOON)] == [each.key for each in ADD_ONS]


def test_what_gives_nothing_is_named():
    body = _answer({"query_index": 0, "tag_set": [], "pointlist": [[1, 3]]})
    assert missing(body, SOME, {}, NOON) == {
        "pods_ready": ["sum:kubernetes_state.pod.ready{*,condition:true} {kube_namespace}"],
        "dns_p95": ["1000 * p95:coredns.request_duration.seconds{*}"],
    }


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", ""),
        ("{}", ""),
        ('{"errors": ["Forbidden"]}', "Forbidden"),
        ('{"status": "error", "error": "bad query", "series": []}', "bad query"),
    ],
)
def test_what_is_no_answer_says_so(body, said):
    with pytest.raises(Unreadable) as refused:
        read(body, SOME, {}, NOON)
    assert refused.value.said == said
