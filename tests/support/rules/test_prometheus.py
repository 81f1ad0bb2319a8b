import json

import pytest

from support.rules.metrics import METRIC, METRICS
from support.rules.prometheus import Unreadable, check_query, missing, one_query, read


def _answer(*series):
    result = [{"metric": labels, "value": [1779364800.1, value]} for labels, value in series]
    return json.dumps({"status": "success", "data": {"resultType": "vector", "result": result}})


def test_all_queries_are_one_and_each_answer_is_told_from_the_others():
    query = one_query([METRIC["pods_ready"], METRIC["nodes"]], {})
    assert query == (
        "label_replace(sum by (namespace) (kube_pod_status_ready"
        '{condition="true",}), "sixweek", "pods_ready", "", "") or '
        'label_replace(sum by (node) (kube_node_info{}), "sixweek", "nodes", "", "")'
    )
    body = _answer(
        ({"sixweek": "pods_ready", "namespace": "shop"}, "12"),
        ({"sixweek": "nodes", "node": "n-1"}, "1"),
        ({"sixweek": "nodes", "node": "n-2"}, "NaN"),
        ({"sixweek": "later", "node": "n-2"}, "1"),
    )
    assert read(body, {}) == {"pods_ready": {("shop",): 12}, "nodes": {("n-1",): 1}}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<html>", ""),
        ("[]", ""),
        ('{"status":"error","errorType":"bad_data","error":"parse error"}', "parse error"),
        ('{"status":"success","data":{}}', ""),
        ('{"status":"success","data":{"result":[{"metric":{},"value":[1]}]}}', ""),
    ],
)
def test_what_is_no_answer_says_so(body, said):
    with pytest.raises(Unreadable) as refused:
        read(body, {})
    assert refused.value.said == said


def test_missing_metric_and_missing_label_are_named():
    names = {"pool": "label_pool"}
    body = _answer(
        ({"sixweek": "kube_node_info "}, "84"),
        ({"sixweek": "kube_node_info node"}, "84"),
        ({"sixweek": "kube_node_labels "}, "84"),
        ({"sixweek": "kube_node_labels node"}, "84"),
    )
    some = [METRIC["nodes"], METRIC["node_pools"], METRIC["pods_ready"]]
    assert missing(body, some, names) == {
        "node_pools": ["kube_node_labels{label_pool}"],
        "pods_ready": ["kube_pod_status_ready"],
    }
    assert 'count(kube_node_labels{label_pool!="",})' in check_query(METRICS, names)
