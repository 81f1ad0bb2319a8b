"""
A cluster of 84 nodes and 3,000 pods, as its exporters would show it to Prometheus.

``/state`` is kube-state-metrics, ``/counters`` are the kubelets, the API server, the gateway and
the node exporters. What is broken is set by ``play(Scene(...))``.
"""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.services.process import free_port

POOLS = {"n2-standard": 48, "n2-highmem": 24, "c2-compute": 12}
NODES = tuple(f"{pool}-{number}" for pool, count in POOLS.items() for number in range(count))
NAMESPACES = ("payments", *(f"team-{number}" for number in range(1, 30)))
DEPLOYMENTS = 10  # of a namespace, with ten pods each: 3,000 pods in all
FINISHED = 200


@dataclass(frozen=True)
class Scene:
    """
    How the cluster stands; as it is made, all is well.

    ``unready`` are the pods of each namespace that are not ready, one of each Deployment in turn.
    Shares are of one. ``full``, ``hot``, ``unmeasured`` are nodes.
    """

    unready: dict[str, int] = field(default_factory=dict)
    failed_operations: float = 0.001
    failed_requests: float = 0.0001
    list_seconds: float = 0.4
    agents_missing: int = 0
    full: str = ""
    hot: str = ""
    unmeasured: str = ""


class PlayedCluster:
    """``start()``, ``play(scene)``, ``stop()``; ``first`` is how it stands when it starts."""

    def __init__(self, first: Scene) -> None:
        self._counts: dict[str, float] = {}
        self._set(first)
        self._since = time.monotonic()
        self._lock = threading.Lock()
        played = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                text = played._state if self.path == "/state" else played._counters()
                self.send_response(200)
                self.send_header("Content-Type", "text/plain; version=0.0.4")
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *args: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", free_port()), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.target = f"127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def play(self, scene: Scene) -> None:
        """From now on it is so; what was counted until now stays counted."""
        with self._lock:
            self._count()
            self._set(scene)

    def _set(self, scene: Scene) -> None:
        """What stays the same as long as the scene does is written once."""
        self._state, self._gauges = _state(scene), "\n".join(_gauges_of_nodes(scene))
        gone = f'instance="{scene.unmeasured}"'
        self._rates = tuple(each for each in _rates(scene) if gone not in each[0])
        self._counts = {name: n for name, n in self._counts.items() if gone not in name}

    def _counters(self) -> str:
        with self._lock:
            self._count()
            lines = [f"{name} {value}" for name, value in self._counts.items()]
            return "\n".join([*lines, self._gauges, ""])

    def _count(self) -> None:
        """Everything that is counted has gone on since the last time."""
        now = time.monotonic()
        passed, self._since = now - self._since, now
        for name, rate in self._rates:
            self._counts[name] = self._counts.get(name, 0.0) + rate * passed


def _state(scene: Scene) -> str:
    return "\n".join([*_pods(scene), *_nodes(scene), ""])


def _pods(scene: Scene) -> Iterator[str]:
    for namespace in NAMESPACES:
        unready = scene.unready.get(namespace, 0)
        for deployment in range(DEPLOYMENTS):
            missing = sum(1 for one in range(unready) if one % DEPLOYMENTS == deployment)
            of = f'namespace="{namespace}",deployment="d{deployment}"'
            yield f"kube_deployment_spec_replicas{{{of}}} 10"
            yield f"kube_deployment_status_replicas_ready{{{of}}} {10 - missing}"
            for number in range(10):
                pod = f'namespace="{namespace}",pod="d{deployment}-{number}"'
                yield f'kube_pod_status_phase{{{pod},phase="Running"}} 1'
                yield f'kube_pod_status_ready{{{pod},condition="true"}} {int(number >= missing)}'
    for number in range(FINISHED):
        pod = f'namespace="jobs",pod="done-{number}"'
        yield f'kube_pod_status_phase{{{pod},phase="Succeeded"}} 1'
        yield f'kube_pod_status_ready{{{pod},condition="true"}} 0'


def _nodes(scene: Scene) -> Iterator[str]:
    for node in NODES:
        pool = node.rpartition("-")[0]
        yield f'kube_node_info{{node="{node}"}} 1'
        yield f'kube_node_labels{{node="{node}",label_cloud_google_com_gke_nodepool="{pool}"}} 1'
        yield f'kube_node_status_condition{{node="{node}",condition="Ready",status="true"}} 1'
        pressure = f'node="{node}",condition="MemoryPressure",status="true"'
        yield f"kube_node_status_condition{{{pressure}}} {int(node == scene.hot)}"
    agent = 'namespace="monitoring",daemonset="datadog-agent"'
    yield f"kube_daemonset_status_desired_number_scheduled{{{agent}}} {len(NODES)}"
    yield f"kube_daemonset_status_number_ready{{{agent}}} {len(NODES) - scene.agents_missing}"


def _gauges_of_nodes(scene: Scene) -> Iterator[str]:
    for node in NODES:
        if node == scene.unmeasured:
            continue
        at = f'instance="{node}"'
        disk = f'{at},mountpoint="/",fstype="ext4"'
        yield f'node_uname_info{{{at},nodename="{node}"}} 1'
        yield f"node_filesystem_size_bytes{{{disk}}} 1000"
        yield f"node_filesystem_avail_bytes{{{disk}}} {40 if node == scene.full else 400}"
        yield f"node_memory_MemTotal_bytes{{{at}}} 1000"
        yield f"node_memory_MemAvailable_bytes{{{at}}} {30 if node == scene.hot else 400}"
        yield f"node_load5{{{at}}} {4 if node == scene.hot else 0.6}"


def _rates(scene: Scene) -> Iterator[tuple[str, float]]:
    """What each counter goes on by in a second."""
    yield from _rates_of_nodes(scene)
    total = 20.0 * len(NODES)
    errors = 'kubelet_runtime_operations_errors_total{node="%s",operation_type="pull_image"}'
    yield errors % NODES[0], total * scene.failed_operations
    for verb, seconds in (("LIST", scene.list_seconds), ("GET", 0.05)):
        for edge in ("0.1", "0.5", "1", "1.5", "2.5", "+Inf"):
            is_within = edge == "+Inf" or seconds <= float(edge)
            name = f'apiserver_request_duration_seconds_bucket{{verb="{verb}",le="{edge}"}}'
            yield name, 50.0 * is_within
    for code, share in (("200", 1 - scene.failed_requests), ("503", scene.failed_requests)):
        name = f'http_requests_total{{service="edge-gateway",pod="edge-1",code="{code}"}}'
        yield name, 480.0 * share
    for edge, share in (("0.1", 0.8), ("0.3", 0.99), ("+Inf", 1.0)):
        name = f'http_request_duration_seconds_bucket{{service="edge-gateway",le="{edge}"}}'
        yield name, 480.0 * share


def _rates_of_nodes(scene: Scene) -> Iterator[tuple[str, float]]:
    for node in NODES:
        for operation in ("pull_image", "container_status"):
            of = f'node="{node}",operation_type="{operation}"'
            yield f"kubelet_runtime_operations_total{{{of}}}", 10.0
        at = f'instance="{node}"'
        is_hot = node == scene.hot
        yield f'node_cpu_seconds_total{{{at},cpu="0",mode="idle"}}', 0.02 if is_hot else 0.4
        yield f"node_vmstat_pswpin{{{at}}}", 900.0 if is_hot else 0.0
        yield f"node_vmstat_pswpout{{{at}}}", 900.0 if is_hot else 0.0
        for way in ("receive", "transmit"):
            yield f'node_network_{way}_packets_total{{{at},device="eth0"}}', 10_000.0
            yield f'node_network_{way}_errs_total{{{at},device="eth0"}}', 1.0
