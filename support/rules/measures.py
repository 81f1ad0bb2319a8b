"""
What a cluster is judged by: measures, made of what its backend answered, each with its threshold.

Work metrics come first: they tell whether it works. A measure has a number for each combination of
its labels. The names of alerts are those of the rules in ``deploy/monitoring``, so that the same
signal is known again whoever sends it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

type Samples = Mapping[tuple[str, ...], float]

OVER, UNDER, NEVER = "over", "under", ""
WORK, OWN, RESOURCE, WATCHED = "work", "own", "resource", "watched"
AUTO, ON, OFF = "auto", "on", "off"


@dataclass(frozen=True)
class Usual:
    """A threshold as it is while nobody changed it; seconds, and the measure's own unit."""

    limit: float
    clear: float
    for_seconds: int
    severity: str
    mode: str = AUTO


@dataclass(frozen=True)
class Measure:
    """
    ``bad`` is the side of its threshold on which it is a breach; ``floor`` where it is drawn.

    ``layer`` and ``health`` classify its breach, ``owner`` names whose it is where the layer does
    not say; ``alert`` is its alert's name. ``judged_by`` is the measure whose threshold is drawn on
    it. ``sparse``: only those that are not 0 are known by name; ``unless`` names the one of whole
    pools: what that tells is not told of each node again.
    """

    key: str
    unit: str
    floor: str
    by: tuple[str, ...] = ()
    bad: str = NEVER
    usual: Usual | None = None
    layer: str = ""
    health: str = ""
    alert: str = ""
    owner: str = ""
    judged_by: str = ""
    unless: str = ""
    sparse: bool = False


def _usual(
    limit: float, clear: float, minutes: int, severity: str = "warning", mode: str = AUTO
) -> Usual:
    return Usual(limit, clear, minutes * 60, severity, mode)


def _of_node(key: str, alert: str, usual: Usual, *, unit: str = "%", bad: str = OVER) -> Measure:
    return Measure(
        key, unit, RESOURCE, by=("node",), bad=bad, usual=usual, layer="node", health="resource",
        alert=alert, unless=key.replace("node_", "pool_"),
    )  # fmt: skip


def _of_pool(key: str, alert: str, usual: Usual) -> Measure:
    return Measure(
        key, "%", RESOURCE, by=("pool",), bad=OVER, usual=usual, layer="node", health="resource",
        alert=alert,
    )  # fmt: skip


def _agent(key: str, alert: str, usual: Usual) -> Measure:
    return Measure(
        key, "", OWN, bad=OVER, usual=usual, layer="addon", health="resource", alert=alert
    )


def _unready(key: str, alert: str, usual: Usual, *by: str, owner: str = "") -> Measure:
    return Measure(
        key, "%", WORK, by=by, bad=OVER, usual=usual, layer="pod", health="work", alert=alert,
        owner=owner, sparse=bool(by),
    )  # fmt: skip


def _api(key: str, limit: float) -> Measure:
    return Measure(
        key, "ms", OWN, by=("verb",), bad=OVER, usual=_usual(limit, 0.9 * limit, 15, "info"),
        layer="master", health="work", alert="KubeAPIResponseSlow",
    )  # fmt: skip


MEASURES: Final = (
    Measure("throughput", "rps", WORK),
    Measure("success", "%", WORK, bad=UNDER, judged_by="success_of_service"),
    Measure(
        "success_of_service", "%", WORK, by=("service",), bad=UNDER,
        usual=_usual(99.9, 99.92, 5, "critical"), layer="addon", health="work",
        alert="ServiceSuccessLow",
    ),
    Measure("errors", "/s", WORK),
    Measure("errors_of_status", "/s", WORK, by=("status",)),
    Measure("latency_p90", "ms", WORK),
    Measure("latency_p95", "ms", WORK, bad=OVER, judged_by="latency_of_service"),
    Measure(
        "latency_of_service", "ms", WORK, by=("service",), bad=OVER, usual=_usual(350, 330, 10),
        layer="addon", health="work", alert="ServiceSlow",
    ),
    _unready("pods_unready", "ClusterPodsUnready", _usual(10, 9, 5, "critical"), owner="platform"),
    Measure("pods", "", WORK),
    Measure("pods_ready", "", WORK),
    _unready(
        "namespace_unready", "KubePodsUnreadyInNamespace", _usual(10, 9, 15, "info"), "namespace"
    ),
    _unready(
        "deployment_unready", "KubeDeploymentPodsUnready", _usual(10, 9, 15, "info"),
        "namespace", "deployment",
    ),
    _api("api_latency", 1000),
    _api("api_list_latency", 1500),
    Measure("api_errors", "%", OWN),
    Measure(
        "kubelet_errors", "%", OWN, bad=OVER, usual=_usual(1, 0.9, 30), layer="node",
        health="work", alert="KubeletRuntimeErrors",
    ),
    Measure("kubelet_errors_of_pool", "%", OWN, by=("pool",)),
    _agent("node_exporters_missing", "NodeExporterAbsent", _usual(0, 0, 15)),
    _agent("datadog_agents_missing", "DatadogAgentAbsent", _usual(0, 0, 15)),
    _agent("state_metrics_missing", "KubeStateMetricsAbsent", _usual(0, 0, 10, "critical")),
    Measure(
        "addon_up", "", OWN, by=("job",), bad=UNDER, usual=_usual(1, 1, 5), layer="addon",
        health="resource", alert="AddonDown",
    ),
    Measure("cert_expiry", "d", OWN),
    Measure("dns_records_lag", "ms", OWN),
    Measure("argocd_reconcile", "ms", OWN),
    Measure("nodes", "", RESOURCE),
    Measure("node_pool", "", RESOURCE, by=("node", "pool")),
    _of_pool("pool_unavailable", "NodePoolUnavailable", _usual(10, 9, 5, "critical")),
    _of_pool("pool_disk", "NodePoolDiskFull", _usual(80, 78, 30)),
    _of_pool("pool_saturated", "NodePoolSaturated", _usual(10, 9, 15)),
    _of_pool("pool_network", "NodePoolErrors", _usual(1, 0.9, 15)),
    _of_node("node_unavailable", "NodeUnavailable", _usual(0, 0, 10), unit=""),
    _of_node("node_disk", "NodeDiskFull", _usual(90, 88, 10)),
    _of_node("node_saturated", "NodeSaturated", _usual(0, 0, 15), unit=""),
    _of_node("node_network", "NodeErrors", _usual(1, 0.9, 15)),
    Measure("node_cpu", "%", RESOURCE, by=("node",)),
    Measure("node_memory", "%", RESOURCE, by=("node",)),
    Measure("node_swap", "/s", RESOURCE, by=("node",)),
    Measure("node_load", "", RESOURCE, by=("node",)),
    Measure("dns_p95", "ms", WATCHED),
    Measure("dns_servfail", "%", WATCHED),
    Measure("proxy_sync", "ms", WATCHED),
)  # fmt: skip
MEASURE: Final = {measure.key: measure for measure in MEASURES}
JUDGED: Final = tuple(measure for measure in MEASURES if measure.usual)
LINES: Final = tuple(measure.key for measure in MEASURES if not measure.by)
OURS: Final = frozenset(measure.alert for measure in JUDGED)  # names of alerts

# Pages swapped in and out a second from where on a node is said to lack memory.
SWAPS: Final = 100
# Requests a second up to which a service's share or quantile says nothing.
FEW: Final = 1.0
ALL: Final = "all"  # the pool of a node that none is known of


def derive(raw: Mapping[str, Samples], known: Collection[str] = ()) -> dict[str, Samples]:
    """
    The measures that can be made of what was answered; of the others nothing is said.

    ``known`` are those that had a value before: what then tells nothing at all has fallen silent.
    """
    found: dict[str, Samples] = {**_services(raw), **_pods(raw), **_apis(raw), **_dns(raw)}
    found |= {key: raw[there] for key, there in _SAME.items() if raw.get(there)}
    pools = _pools(raw)
    found |= _kubelets(raw, pools) | _nodes(raw, pools) | _agents(raw, known)
    return found


def _services(raw: Mapping[str, Samples]) -> dict[str, Samples]:
    """Answers with 3xx and 4xx are traffic, and say nothing about whether the platform works."""
    if not (requests := raw.get("requests")):
        return {}
    all_of, good, failed = (_by_service(requests, first) for first in ("", "2", "5"))
    busy = {name for name, rate in all_of.items() if rate > FEW}
    found: dict[str, Samples] = {
        "throughput": {(): sum(requests.values())},
        "errors": {(): sum(failed.values())},
        "errors_of_status": _by_status(requests, "5"),
        "success_of_service": {
            (name,): 100 * good.get(name, 0) / (good.get(name, 0) + failed.get(name, 0))
            for name in busy
            if good.get(name) or failed.get(name)
        },
        "latency_of_service": {
            key: value for key, value in raw.get("latency_of_service", {}).items() if key[0] in busy
        },
    }
    if both := sum(good.values()) + sum(failed.values()):
        found["success"] = {(): 100 * sum(good.values()) / both}
    return found


def _by_service(requests: Samples, first: str) -> dict[str, float]:
    """Those whose status begins so."""
    found: dict[str, float] = {}
    for (service, status), rate in requests.items():
        if status.startswith(first):
            found[service] = found.get(service, 0) + rate
    return found


def _by_status(requests: Samples, first: str) -> dict[tuple[str, ...], float]:
    found: dict[tuple[str, ...], float] = {}
    for (_service, status), rate in requests.items():
        if status.startswith(first) and rate > 0:
            found[status,] = found.get((status,), 0) + rate
    return found


def _pods(raw: Mapping[str, Samples]) -> dict[str, Samples]:
    """Pods that have finished are no pods any more: neither ready nor unready."""
    found: dict[str, Samples] = {}
    wanted, there = raw.get("deployment_wanted"), raw.get("deployment_ready")
    if wanted is not None and there is not None:
        found["deployment_unready"] = _share(wanted, there)
    existing, ready = raw.get("pods_existing"), raw.get("pods_ready", {})
    if not existing:
        return found
    whole = sum(existing.values())
    here = sum(min(ready.get(one, 0), count) for one, count in existing.items())
    found |= {
        "pods": {(): whole},
        "pods_ready": {(): here},
        "namespace_unready": _share(existing, ready),
    }
    if whole:
        found["pods_unready"] = {(): 100 * (whole - here) / whole}
    return found


def _share(whole: Samples, ready: Samples) -> dict[tuple[str, ...], float]:
    """How much of each is not ready, of those that are not whole: most are."""
    return {
        key: 100 * (count - ready.get(key, 0)) / count
        for key, count in whole.items()
        if count > 0 and ready.get(key, 0) < count
    }


def _apis(raw: Mapping[str, Samples]) -> dict[str, Samples]:
    """To list takes longer than anything else."""
    latency = raw.get("api_latency", {})
    lists = {key: value for key, value in latency.items() if key[0] == "LIST"}
    others = {key: value for key, value in latency.items() if key[0] != "LIST"}
    found: dict[str, Samples] = {"api_latency": others, "api_list_latency": lists}
    return {name: samples for name, samples in found.items() if samples}


def _kubelets(raw: Mapping[str, Samples], pools: Mapping[str, str]) -> dict[str, Samples]:
    """All operations together, and pool by pool; an image that cannot be pulled is among them."""
    if not (operations := raw.get("kubelet_operations")):
        return {}
    done, failed = _by_pool(operations, pools), _by_pool(raw.get("kubelet_errors", {}), pools)
    found: dict[str, Samples] = {
        "kubelet_errors_of_pool": {
            (pool,): 100 * failed.get(pool, 0) / count for pool, count in done.items() if count
        }
    }
    if whole := sum(done.values()):
        found["kubelet_errors"] = {(): 100 * sum(failed.values()) / whole}
    return found


def _by_pool(of_nodes: Samples, pools: Mapping[str, str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for key, value in of_nodes.items():
        pool = pools.get(_name(key), ALL)
        found[pool] = found.get(pool, 0) + value
    return found


def _agents(raw: Mapping[str, Samples], known: Collection[str]) -> dict[str, Samples]:
    """An agent that is missing because its node is down is not told of a second time."""
    found: dict[str, Samples] = {}
    if raw.get("pods_existing") or "pods" in known:
        found["state_metrics_missing"] = {(): 0.0 if raw.get("pods_existing") else 1.0}
    up = sum(1 for value in raw.get("node_ready", {}).values() if value >= 1)
    down = len(raw.get("node_ready", {})) - up
    exporters = len(raw.get("node_names", {}))
    if up and (exporters or "node_exporters_missing" in known):
        found["node_exporters_missing"] = {(): float(max(0, up - exporters))}
    if desired := raw.get("datadog_desired"):
        ready = raw.get("datadog_ready", {}).get((), 0)
        found["datadog_agents_missing"] = {(): max(0.0, desired[()] - ready - down)}
    elif up and "datadog_agents_missing" in known:
        found["datadog_agents_missing"] = {(): float(up)}
    return found


def _nodes(raw: Mapping[str, Samples], pools: Mapping[str, str]) -> dict[str, Samples]:
    names = {key[1]: key[0] for key in raw.get("node_names", {})}
    of_node = {key: _by_node(raw[key], names) for key in _OF_NODES if raw.get(key)}
    found: dict[str, Samples] = {**of_node}
    if pools:
        found["nodes"] = {(): float(len(pools))}
        found["node_pool"] = dict.fromkeys(pools.items(), 1.0)
    if ready := raw.get("node_ready"):
        down = {key: 0.0 if value >= 1 else 1.0 for key, value in ready.items()}
        found["node_unavailable"] = down
        found["pool_unavailable"] = _some(down, pools)
    swap, pressure = of_node.get("node_swap", {}), raw.get("node_pressure", {})
    if swap or pressure:
        lacking = {
            key: float(swap.get(key, 0) > SWAPS or pressure.get(key, 0) >= 1)
            for key in swap.keys() | pressure.keys()
        }
        found["node_saturated"] = lacking
        found["pool_saturated"] = _some(lacking, pools)
    for key, there in (("pool_disk", "node_disk"), ("pool_network", "node_network")):
        if there in of_node:
            found[key] = _mean(of_node[there], pools)
    return found


def _by_node(samples: Samples, names: Mapping[str, str]) -> dict[tuple[str, ...], float]:
    found: dict[tuple[str, ...], float] = {}
    for key, value in samples.items():
        name = (_name(key, names),)
        found[name] = max(value, found.get(name, value))
    return found


def _some(of_nodes: Samples, pools: Mapping[str, str]) -> dict[tuple[str, ...], float]:
    """The share of a pool's nodes of which it is so; of a single one the node itself tells."""
    count = _by_pool(dict.fromkeys(of_nodes, 1.0), pools)
    so = _by_pool(of_nodes, pools)
    return {
        (pool,): 100 * so[pool] / whole if so[pool] > 1 else 0.0 for pool, whole in count.items()
    }


def _mean(of_nodes: Samples, pools: Mapping[str, str]) -> dict[tuple[str, ...], float]:
    count, whole = _by_pool(dict.fromkeys(of_nodes, 1.0), pools), _by_pool(of_nodes, pools)
    return {(pool,): whole[pool] / count[pool] for pool in count}


def _pools(raw: Mapping[str, Samples]) -> dict[str, str]:
    """Of all nodes, by the label of whoever provides them."""
    found = {node: ALL for (node,) in [*raw.get("nodes", {}), *raw.get("node_ready", {})]}
    for node, *pools in raw.get("node_pools", {}):
        found[node] = next(filter(None, pools), ALL)
    return found


def _name(key: tuple[str, ...], names: Mapping[str, str] | None = None) -> str:
    """By its own name, else by that of the instance, else by the instance's address."""
    node, instance = key[0], key[1] if len(key) > 1 else ""
    return node or (names or {}).get(instance) or instance.rpartition(":")[0] or instance


def _dns(raw: Mapping[str, Samples]) -> dict[str, Samples]:
    answers = raw.get("dns_answers", {})
    if not (whole := sum(answers.values())):
        return {}
    return {"dns_servfail": {(): 100 * answers.get(("SERVFAIL",), 0) / whole}}


_SAME: Final = {
    "latency_p90": "latency_p90",
    "latency_p95": "latency_p95",
    "addon_up": "addons_up",
    "api_errors": "api_errors",
    "cert_expiry": "cert_expiry",
    "dns_records_lag": "dns_records_lag",
    "argocd_reconcile": "argocd_reconcile",
    "dns_p95": "dns_p95",
    "proxy_sync": "proxy_sync",
}
_OF_NODES: Final = (
    "node_cpu",
    "node_disk",
    "node_memory",
    "node_swap",
    "node_load",
    "node_network",
)
