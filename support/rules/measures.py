"""
What a cluster is judged by: measures, made of what its backend answered, each with its threshold.

Work metrics come first: they tell whether it works. A measure has a number for each combination of
its labels. The names of alerts are those of the rules in ``deploy/monitoring``, so that the same
signal is known again whoever sends it.
"""

from collections.abc import Callable, Iterable, Mapping
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
    not say; ``alert`` is its alert's name, ``also`` are others for the same signal.
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
    also: tuple[str, ...] = ()
    owner: str = ""

    @property
    def alerts(self) -> tuple[str, ...]:
        return (self.alert, *self.also)


def _usual(
    limit: float, clear: float, minutes: int, severity: str = "warning", mode: str = AUTO
) -> Usual:
    return Usual(limit, clear, minutes * 60, severity, mode)


MEASURES: Final = (
    Measure("throughput", "rps", WORK),
    Measure(
        "success", "%", WORK, bad=UNDER, usual=_usual(99, 99.5, 5, "critical"),
        layer="addon", health="work", alert="ServiceSuccessRateLow",
        also=("ServiceErrorRateHigh", "PlatformSuccessRateLow"),
    ),
    Measure("success_of_service", "%", WORK, by=("service",)),
    Measure("errors", "/s", WORK),
    Measure("latency_p90", "ms", WORK),
    Measure(
        "latency_p95", "ms", WORK, bad=OVER, usual=_usual(500, 450, 10),
        layer="addon", health="work", alert="ServiceLatencyHigh", also=("PlatformLatencyHigh",),
    ),
    Measure(
        "pods_unready", "%", WORK, bad=OVER, usual=_usual(10, 8, 5, "critical"),
        layer="pod", health="work", alert="ClusterPodsUnready", also=("PlatformPodsUnready",),
        owner="platform",
    ),
    Measure("pods", "", WORK),
    Measure("pods_ready", "", WORK),
    Measure(
        "namespace_unready", "%", WORK, by=("namespace",), bad=OVER,
        usual=_usual(10, 8, 10, "info"), layer="pod", health="work",
        alert="KubePodsUnreadyInNamespace",
    ),
    Measure(
        "deployment_unready", "%", WORK, by=("namespace", "deployment"), bad=OVER,
        usual=_usual(10, 8, 10, "info", OFF), layer="pod", health="work",
        alert="KubeDeploymentPodsUnready",
    ),
    Measure(
        "api_latency", "ms", OWN, by=("verb",), bad=OVER, usual=_usual(1000, 900, 10),
        layer="master", health="work", alert="KubeAPIServerSlow", also=("KubeAPILatencyHigh",),
    ),
    Measure(
        "kubelet_errors", "%", OWN, bad=OVER, usual=_usual(1, 0.8, 15),
        layer="node", health="work", alert="KubeletRuntimeErrors",
        also=("KubeletRuntimeErrorsHigh", "KubeletRuntimeErrorRateHigh"),
    ),
    Measure("kubelet_errors_of_pool", "%", OWN, by=("pool",)),
    Measure(
        "agents_silent", "", OWN, by=("job",), bad=OVER, usual=_usual(0, 0, 10),
        layer="addon", health="resource", alert="AgentAbsent",
        also=("NodeExporterAgentAbsent", "DatadogAgentAbsent"),
    ),
    Measure(
        "addon_up", "", OWN, by=("job",), bad=UNDER, usual=_usual(1, 1, 5),
        layer="addon", health="resource", alert="AddonDown",
    ),
    Measure("nodes", "", RESOURCE),
    Measure(
        "node_ready", "", RESOURCE, by=("node",), bad=UNDER, usual=_usual(1, 1, 5),
        layer="node", health="resource", alert="KubeNodeNotReady", also=("NodeNotReady",),
    ),
    Measure("node_pool", "", RESOURCE, by=("node", "pool")),
    Measure(
        "node_cpu", "%", RESOURCE, by=("node",), bad=OVER, usual=_usual(95, 90, 30),
        layer="node", health="resource", alert="NodeCPUHigh", also=("NodeHot",),
    ),
    Measure(
        "node_disk", "%", RESOURCE, by=("node",), bad=OVER, usual=_usual(90, 88, 10),
        layer="node", health="resource", alert="NodeDiskFull", also=("NodeDiskAlmostFull",),
    ),
    Measure(
        "node_memory", "%", RESOURCE, by=("node",), bad=OVER, usual=_usual(95, 92, 15),
        layer="node", health="resource", alert="NodeMemoryHigh",
    ),
    Measure(
        "node_pressure", "", RESOURCE, by=("node",), bad=OVER, usual=_usual(0, 0, 5),
        layer="node", health="resource", alert="NodeMemoryPressure",
    ),
    Measure(
        "node_swap", "/s", RESOURCE, by=("node",), bad=OVER, usual=_usual(1000, 500, 15),
        layer="node", health="resource", alert="NodeSwapping",
    ),
    Measure("node_load", "", RESOURCE, by=("node",)),
    Measure("dns_p95", "ms", WATCHED),
    Measure("dns_servfail", "%", WATCHED),
    Measure("proxy_sync", "ms", WATCHED),
)  # fmt: skip
MEASURE: Final = {measure.key: measure for measure in MEASURES}
JUDGED: Final = tuple(measure for measure in MEASURES if measure.usual)
LINES: Final = tuple(measure.key for measure in MEASURES if not measure.by)
OF_ALERT: Final = {name: measure for measure in JUDGED for name in measure.alerts}


def derive(raw: Mapping[str, Samples]) -> dict[str, Samples]:
    """The measures that can be made of what was answered; of the others nothing is said."""
    found: dict[str, Samples] = {}
    for make in _MAKERS:
        found |= make(raw)
    return found


def _services(raw: Mapping[str, Samples]) -> dict[str, Samples]:
    """Answers with 3xx and 4xx are traffic, and say nothing about whether the platform works."""
    if not (requests := raw.get("requests")):
        return {}
    good, failed = _by_first(requests, "2"), _by_first(requests, "5")
    judged = {name for name in good.keys() | failed.keys() if good.get(name) or failed.get(name)}
    found: dict[str, Samples] = {
        "throughput": {(): sum(requests.values())},
        "errors": {(): sum(failed.values())},
        "success_of_service": {
            (name,): 100 * good.get(name, 0) / (good.get(name, 0) + failed.get(name, 0))
            for name in judged
        },
    }
    if both := sum(good.values()) + sum(failed.values()):
        found["success"] = {(): 100 * sum(good.values()) / both}
    return found


def _by_first(requests: Samples, digit: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for (service, status), rate in requests.items():
        if status.startswith(digit):
            found[service] = found.get(service, 0) + rate
    return found


def _pods(raw: Mapping[str, Samples]) -> dict[str, Samples]:
    """Pods that have finished are no pods any more: neither ready nor unready."""
    existing, ready = raw.get("pods_existing"), raw.get("pods_ready")
    if not existing or ready is None:
        return {}
    whole = sum(existing.values())
    here = sum(min(ready.get(one, 0), count) for one, count in existing.items())
    found: dict[str, Samples] = {
        "pods": {(): whole},
        "pods_ready": {(): here},
        "namespace_unready": _unready(existing, ready),
    }
    if whole:
        found["pods_unready"] = {(): 100 * (whole - here) / whole}
    return found


def _deployments(raw: Mapping[str, Samples]) -> dict[str, Samples]:
    wanted, ready = raw.get("deployment_wanted"), raw.get("deployment_ready")
    if wanted is None or ready is None:
        return {}
    return {"deployment_unready": _unready(wanted, ready)}


def _unready(whole: Samples, ready: Samples) -> dict[tuple[str, ...], float]:
    """Those that have any, for most have none."""
    return {
        key: 100 * (count - ready.get(key, 0)) / count
        for key, count in whole.items()
        if count > 0 and ready.get(key, 0) < count
    }


def _kubelets(raw: Mapping[str, Samples]) -> dict[str, Samples]:
    """All operations together, and pool by pool; an image that cannot be pulled is among them."""
    operations, errors = raw.get("kubelet_operations"), raw.get("kubelet_errors")
    if not operations:
        return {}
    of_node = dict(_pool_of(raw))
    done, failed = _by_pool(operations, of_node), _by_pool(errors or {}, of_node)
    found: dict[str, Samples] = {
        "kubelet_errors_of_pool": {
            (pool,): 100 * failed.get(pool, 0) / count for pool, count in done.items() if count
        }
    }
    if whole := sum(done.values()):
        found["kubelet_errors"] = {(): 100 * sum(failed.values()) / whole}
    return found


def _by_pool(of_nodes: Samples, pool_of: Mapping[str, str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for key, value in of_nodes.items():
        pool = pool_of.get(node_name(key), "")
        found[pool] = found.get(pool, 0) + value
    return found


def _agents(raw: Mapping[str, Samples]) -> dict[str, Samples]:
    """An agent runs on each node: from how many of them nothing is heard of it."""
    up, nodes = raw.get("agents_up"), raw.get("nodes")
    if not up or not nodes:
        return {}
    return {"agents_silent": {job: max(0.0, len(nodes) - count) for job, count in up.items()}}


def _nodes(raw: Mapping[str, Samples]) -> dict[str, Samples]:
    found: dict[str, Samples] = {}
    if nodes := raw.get("nodes"):
        found["nodes"] = {(): float(len(nodes))}
    if pools := _pool_of(raw):
        found["node_pool"] = dict.fromkeys(pools.items(), 1.0)
    for key in _OF_NODES:
        if samples := raw.get(key):
            found[key] = _by_node(samples)
    return found


def _by_node(samples: Samples) -> dict[tuple[str, ...], float]:
    found: dict[tuple[str, ...], float] = {}
    for key, value in samples.items():
        name = (node_name(key),)
        found[name] = max(value, found.get(name, value))
    return found


def _pool_of(raw: Mapping[str, Samples]) -> dict[str, str]:
    return {node: pool for node, pool in raw.get("node_pools", {}) if node and pool}


def node_name(key: tuple[str, ...]) -> str:
    """By its own name, else by the address that was asked, without the port."""
    node = key[0]
    return node or (key[1].rpartition(":")[0] or key[1] if len(key) > 1 else "")


def _dns(raw: Mapping[str, Samples]) -> dict[str, Samples]:
    answers = raw.get("dns_answers", {})
    if not (whole := sum(answers.values())):
        return {}
    return {"dns_servfail": {(): 100 * answers.get(("SERVFAIL",), 0) / whole}}


def _as_they_are(raw: Mapping[str, Samples]) -> dict[str, Samples]:
    return {key: raw[there] for key, there in _SAME.items() if raw.get(there)}


_SAME: Final = {
    "latency_p90": "latency_p90",
    "latency_p95": "latency_p95",
    "api_latency": "api_latency",
    "addon_up": "addons_up",
    "dns_p95": "dns_p95",
    "proxy_sync": "proxy_sync",
}
_OF_NODES: Final = (
    "node_ready",
    "node_pressure",
    "node_cpu",
    "node_disk",
    "node_memory",
    "node_swap",
    "node_load",
)
_MAKERS: Final[Iterable[Callable[[Mapping[str, Samples]], dict[str, Samples]]]] = (
    _services,
    _pods,
    _deployments,
    _kubelets,
    _agents,
    _nodes,
    _dns,
    _as_they_are,
)
