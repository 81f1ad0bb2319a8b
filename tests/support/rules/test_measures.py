import pytest

from support.rules.measures import JUDGED, LINES, MEASURE, MEASURES, derive
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
            "node_pools": {("n-1", "standard", "", ""): 1, ("n-2", "", "", "highmem"): 1},
        }
    )
    assert found["kubelet_errors"] == {(): 1.0}
    assert found["kubelet_errors_of_pool"] == {("standard",): 0, ("highmem",): 2.5}


def test_node_is_named_by_itself_or_by_its_address():
    found = derive(
        {
            "node_cpu": {("n-1", "10.0.0.1:9100"): 50.0, ("", "10.0.0.2:9100"): 60.0},
            "node_disk": {("", "10.0.0.3:9100"): 70.0},
            "node_names": {("n-3", "10.0.0.3:9100"): 1},
            "nodes": {("n-1",): 1, ("n-2",): 1, ("n-3",): 1},
        }
    )
    assert found["node_cpu"] == {("n-1",): 50, ("10.0.0.2",): 60}
    assert found["node_disk"] == {("n-3",): 70}
    assert found["nodes"] == {(): 3}
    assert found["node_pool"] == {("n-1", "all"): 1, ("n-2", "all"): 1, ("n-3", "all"): 1}


def test_agent_is_missing_on_nodes_that_are_up():
    raw = {
        "node_ready": {("n-1",): 1, ("n-2",): 1, ("n-3",): 0},
        "node_names": {("n-1", "a:9100"): 1},
        "datadog_desired": {(): 3.0},
        "datadog_ready": {(): 2.0},
        "pods_existing": {("shop",): 3.0},
    }
    found = derive(raw)
    assert found["node_exporters_missing"] == {(): 1}
    assert found["datadog_agents_missing"] == {(): 0}
    assert found["state_metrics_missing"] == {(): 0}


def test_agent_that_was_known_and_tells_nothing_is_missing_everywhere():
    ready = {"node_ready": {("n-1",): 1, ("n-2",): 1}}
    assert not {key for key in derive(ready) if key.endswith("_missing")}
    known = ("node_exporters_missing", "datadog_agents_missing", "pods")
    found = derive(ready, known)
    assert found["node_exporters_missing"] == found["datadog_agents_missing"] == {(): 2}
    assert found["state_metrics_missing"] == {(): 1}


def test_pool_tells_of_many_nodes_and_a_node_of_itself():
    pools = {(f"n-{n}", "", "std", ""): 1 for n in range(10)}
    ready = {(f"n-{n}",): float(n > 0) for n in range(10)}
    found = derive({"node_pools": pools, "node_ready": ready})
    assert found["pool_unavailable"] == {("std",): 0}
    assert found["node_unavailable"]["n-0",] == 1
    found = derive({"node_pools": pools, "node_ready": ready | {("n-1",): 0}})
    assert found["pool_unavailable"] == {("std",): 20}


def test_node_lacks_memory_by_swap_or_by_what_its_kubelet_says():
    found = derive(
        {
            "node_swap": {("n-1", ""): 100.0, ("n-2", ""): 101.0, ("n-3", ""): 0.0},
            "node_pressure": {("n-1",): 0.0, ("n-3",): 1.0},
        }
    )
    assert found["node_saturated"] == {("n-1",): 0, ("n-2",): 1, ("n-3",): 1}


def test_service_with_few_requests_is_not_judged():
    found = derive(
        {
            "requests": {("edge", "200"): 1.0, ("edge", "500"): 0.1, ("idle", "500"): 1.0},
            "latency_of_service": {("edge",): 400.0, ("idle",): 900.0},
        }
    )
    assert set(found["success_of_service"]) == set(found["latency_of_service"]) == {("edge",)}


def test_listing_may_take_longer():
    found = derive({"api_latency": {("LIST",): 1400.0, ("GET",): 200.0}})
    assert found["api_list_latency"] == {("LIST",): 1400}
    assert found["api_latency"] == {("GET",): 200}


def test_nothing_is_said_of_what_was_not_answered():
    assert derive({}) == {}
    assert set(derive({"dns_answers": {("NOERROR",): 99.0, ("SERVFAIL",): 1.0}})) == {
        "dns_servfail"
    }


def test_each_measure_that_is_judged_can_be_told_from_the_others():
    assert all(each.layer and each.health and each.alert and each.bad for each in JUDGED)
    assert {"dns_p95", "dns_servfail", "proxy_sync"} <= set(LINES) - {m.key for m in JUDGED}
    assert len({each.key for each in MEASURES}) == len(MEASURES)
    assert all(each.judged_by in MEASURE for each in MEASURES if each.judged_by)
    assert all(each.unless in MEASURE for each in MEASURES if each.unless)


def test_names_of_a_cluster_stand_in_its_queries():
    requests = METRICS[0]
    names = {"requests": "envoy_rq", "status": "class", "only": 'cluster="a"'}
    assert promql(requests, names) == (
        'sum by (service, class) (rate(envoy_rq{service=~".+",cluster="a"}[5m]))'
    )
    assert labels_there(requests, names) == ("service", "class")


def test_errors_are_told_by_their_status():
    found = derive({"requests": {("a", "503"): 4.0, ("b", "503"): 3.0, ("a", "500"): 1.0}})
    assert found["errors_of_status"] == {("503",): 7, ("500",): 1}
