"""
How much of a core a round takes: 10 clusters of 1,000 nodes and 3,000 pods each are asked, and what
they say is read, kept, drawn and judged; some of their nodes are past a threshold.

The bar is 10 s of processor time. The reference is the decoding of the same answers alone.
"""

import json
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import pages

CLUSTERS, NODES, NAMESPACES, DEPLOYMENTS, SERVICES = 10, 1000, 200, 1000, 40
BAR = 10.0  # seconds of one core
NOON = datetime(2026, 5, 21, 3, tzinfo=UTC)


def body(nodes: int) -> bytes:
    """What Prometheus answers to the one query of a round."""
    from support.rules.metrics import METRICS, labels_there

    sizes = {"namespace": NAMESPACES, "deployment": DEPLOYMENTS, "service": SERVICES, "verb": 8}
    result = []
    for metric in METRICS:
        labels = labels_there(metric, {})
        of_nodes = labels and labels[0] in ("node", "nodename")
        count = nodes if of_nodes else sizes.get(labels[-1] if labels else "", 5 if labels else 1)
        for n in range(count):
            values = {one: _named(one, n) for one in labels}
            series = {"sixweek": metric.key, **values}
            result.append({"metric": series, "value": [1.5, str(_value(metric.key, n))]})
    return json.dumps({"status": "success", "data": {"result": result}}).encode()


def _named(label: str, n: int) -> str:
    if label == "code":
        return ("200", "200", "200", "404", "503")[n % 5]
    if label == "instance":
        return f"10.0.{n // 250}.{n % 250}:9100"
    if label in ("node", "nodename"):
        return f"gke-prod-n2-standard-{n:05}-ab3f"
    if label.startswith("label_"):
        return f"n2-standard-{n % 12}" if "gke" in label else ""
    return f"{label}-{n % NAMESPACES if label == 'namespace' else n}"


def _value(key: str, n: int) -> float:
    if key == "node_disk":
        return 95.0 if n % 20 == 0 else 61.25
    usual = {"pods_ready": 14.0, "pods_existing": 15.0, "kubelet_errors": 0.001}
    if key in ("deployment_wanted", "deployment_ready"):  # 84 of 1,000 lack a fifth
        return 10.0 if key == "deployment_wanted" or n % 12 else 8.0
    bad = {"node_pressure": float(n % 50 == 0), "node_ready": float(n % 100 > 0)}
    return bad.get(key, usual.get(key, 1.0 + n % 7))


def serve(answer: bytes) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def fill(url: str) -> list[int]:
    from planner.actions.workspaces import create_workspace
    from support.actions.clusters import add_cluster

    manager = create_workspace(
        slug="bench", name="Bench", manager_email="haruka@example.org",
        manager_name="Haruka Mori", by=None, at=NOON,
    )  # fmt: skip
    return [
        add_cluster(
            workspace=manager.workspace, name=f"prod-{n}", backend="prometheus", url=url,
            by=manager, at=NOON,
        ).pk
        for n in range(CLUSTERS)
    ]  # fmt: skip


def rounds(pks: list[int], count: int) -> list[float]:
    """Seconds of processor time of each round."""
    from support.actions.polling import poll_cluster

    taken = []
    for number in range(count):
        at = NOON + timedelta(minutes=10 * number)
        begun = time.process_time()
        for pk in pks:
            if not poll_cluster(pk=pk, at=at):
                raise SystemExit("A cluster did not answer.")
        taken.append(time.process_time() - begun)
    return taken


def main() -> None:
    options = pages.options_of(__doc__)
    with pages.planner():
        from django.conf import settings

        settings.OUTGOING_HOSTS = ("127.0.0.1",)
        answer = body(100 if options.quick else NODES)
        server = serve(answer)
        taken = rounds(fill(f"http://127.0.0.1:{server.server_port}"), 2 if options.quick else 6)
        server.shutdown()
    begun = time.process_time()
    for _ in range(CLUSTERS):
        json.loads(answer)
    reference = time.process_time() - begun
    print(f"answer of one cluster: {len(answer) / 1024:.0f} KiB")
    print(f"first round {taken[0]:.2f} s, later ones {median(taken[1:]):.2f} s of one core")
    ratio = median(taken) / reference
    print(f"a round: {median(taken):.2f} s of one core, {ratio:.1f} x decoding alone")
    if options.check and max(taken) > BAR:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
