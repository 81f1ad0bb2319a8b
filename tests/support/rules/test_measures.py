import pytest

from support.rules.measures import JUDGED, LINES, MEASURES, OF_ALERT, derive
from support.rules.metrics import METRICS, labels_there, promql


def test_answers_that_say_nothing_of_us_are_traffic_only():
    found = derive(
        {
            "requests": {
                ("edge", "200"): 90.0,
                ("edge", "502"): 10.0,
                ("edge", "404"): 40.0,
                ("shop", "204"): 100.0,
            }
        }
    )
    assert found["throughput"] == {(): 240}
    assert found["errors"] == {(): 10}
    assert found["success"] == {(): 95}
    assert found["success_of_service"] == {("edge",): 90, ("shop",): 100}


@pytest.mark.parametrize(("ready", "unready"), [(90, 10), (88, 12), (100, 0), (130, 0)])
def test_share_of_unready_pods(ready, unready):
    raw = {"pods_existing": {("shop",): 60.0, ("pay",): 40.0}, "pods_ready": {("shop",): 60.0}}
    raw["pods_ready"]["pay",] = ready - 60.0
    found = derive(raw)
    assert found["pods_unready"] == {(): unready}
    assert found["namespace_unready"].get(("pay",), 0) == unready / 40 * 100
    assert ("shop",) not in found["namespace_unready"]


def test_kubelet_errors_are_counted_over_all_operations_and_by_pool():
    found = derive(
        {
            "kubelet_operations": {("n-1", "i"): 60.0, ("n-2", "i"): 40.0},
            "kubelet_errors": {("n-2", "i"): 1.0},
            "node_pools": {("n-1", "standard"): 1, ("n-2", "highmem"): 1},
        }
    )
    assert found["kubelet_errors"] == {(): 1.0}
    assert found["kubelet_errors_of_pool"] == {("standard",): 0, ("highmem",): 2.5}


def test_node_is_named_by_itself_or_by_its_address():
    found = derive(
        {
            "node_cpu": {("n-1", "10.0.0.1:9100"): 50.0, ("", "10.0.0.2:9100"): 60.0},
            "nodes": {("n-1",): 1, ("n-2",): 1, ("n-3",): 1},
            "agents_up": {("node-exporter",): 2.0},
        }
    )
    assert found["node_cpu"] == {("n-1",): 50, ("10.0.0.2",): 60}
    assert found["agents_silent"] == {("node-exporter",): 1}
    assert found["nodes"] == {(): 3}


def test_nothing_is_said_of_what_was_not_answered():
    assert derive({}) == {}
    assert set(derive({"dns_answers": {("NOERROR",): 99.0, ("SERVFAIL",): 1.0}})) == {
        "dns_servfail"
    }


def test_each_measure_that_is_judged_can_be_told_from_the_others():
    assert len(OF_ALERT) == sum(len(each.alerts) for each in JUDGED)
    assert all(each.layer and each.health and each.alert and each.bad for each in JUDGED)
    assert {"dns_p95", "dns_servfail", "proxy_sync"} <= set(LINES) - {m.key for m in JUDGED}
    assert len({each.key for each in MEASURES}) == len(MEASURES)


def test_names_of_a_cluster_stand_in_its_queries():
    requests = METRICS[0]
    names = {"requests": "envoy_rq", "status": "class", "only": 'cluster="a"'}
    assert promql(requests, names) == (
        'sum by (service, class) (rate(envoy_rq{service=~".+",cluster="a"}[5m]))'
    )
    assert labels_there(requests, names) == ("service", "class")
