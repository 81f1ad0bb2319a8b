"""
How many requests a second the intake stores, and how soon they are tickets.

``/hooks/alertmanager`` as ``./run`` serves it, on a durable PostgreSQL, against pgbench (8 clients,
single-row inserts) on the same server in the same rounds. Single times mean little on a shared
machine: read the ratios.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psycopg

from bench import load
from bench.servers import Servers

BAR = 0.2  # of pgbench, one alert per request
PATH = "/hooks/alertmanager"


def body(group: int, alerts: int, *, status: str = "firing") -> bytes:
    ends = "2026-05-21T12:30:00Z" if status == "resolved" else "0001-01-01T00:00:00Z"
    name = f"BenchAlert{group}"
    # Critical ones stand alone: of others a storm's ticket would gather most.
    labels = {"alertname": name, "cluster": "bench", "namespace": "shop", "severity": "critical"}
    each = [
        {
            "status": status,
            "labels": {**labels, "pod": f"checkout-{n}", "job": "kube-state-metrics"},
            "annotations": {"summary": "Pod is not ready.", "description": "Since 15 minutes."},
            "startsAt": "2026-05-21T12:00:00Z",
            "endsAt": ends,
            "generatorURL": "http://prometheus.example:9090/graph?g0.expr=up",
            "fingerprint": f"{group:08x}{n:08x}",
        }
        for n in range(alerts)
    ]
    whole = {
        "receiver": "sixweek",
        "status": status,
        "alerts": each,
        "groupLabels": {"alertname": name},
        "commonLabels": labels,
        "externalURL": "http://alertmanager.example:9093",
        "version": "4",
        "groupKey": f'{{}}:{{alertname="{name}"}}',
        "truncatedAlerts": 0,
    }
    return json.dumps(whole).encode()


def pgbench(servers: Servers, seconds: int) -> float:
    """Single-row inserts a second of 8 clients."""
    script = servers.folder / "insert.sql"
    script.write_text("INSERT INTO bench_row (body) VALUES ('one row, one transaction');\n")
    url = servers.postgresql.url
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS bench_row (id bigserial PRIMARY KEY, body text)"
        )
    found = subprocess.run(
        [
            *(
                servers.postgresql.binaries / "pgbench",
                "-n",
                "-M",
                "prepared",
                "-c",
                "8",
                "-j",
                "2",
            ),
            *("-T", str(seconds), "-f", script, "-d", url),
        ],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    said = re.search(r"tps = ([\d.]+)", found)
    assert said, found
    return float(said[1])


def repeats(alerts: int, token: str, port: int) -> list[bytes]:
    """Requests of 200 groups."""
    return [load.request(PATH, token, body(group, alerts), port) for group in range(200)]


def make_source() -> str:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "planner.settings"
    django.setup()
    from django.db import connection
    from django.utils import timezone

    from planner.models import Workspace
    from support.actions.sources import create_source
    from support.models import DeskSettings

    at = timezone.now()
    workspace = Workspace.objects.create(slug="bench", name="Bench", created_at=at)
    DeskSettings.objects.get_or_create(workspace=workspace)
    _, token = create_source(workspace=workspace, kind="alertmanager", name="Bench", by=None, at=at)
    # Its pool would wait for a server that is stopped before it.
    connection.close()
    connection.close_pool()
    return token.text


def until(connection: psycopg.Connection, query: str, parameters: tuple[object, ...]) -> None:
    ends = time.monotonic() + 60
    while not connection.execute(query, parameters).fetchone():  # type: ignore[arg-type]
        assert time.monotonic() < ends, f"Waited 60 s in vain for: {query}"
        time.sleep(0.002)


def to_tickets(servers: Servers, token: str, times: int) -> list[float]:
    """Milliseconds from a webhook of 100 new alerts to its ticket as it will stay."""
    found = []
    with psycopg.connect(servers.postgresql.url, autocommit=True) as connection:
        for group in range(1000, 1000 + times):
            requests = iter([load.request(PATH, token, body(group, 100), servers.port)] * 2)
            begun = time.perf_counter()
            send_once(servers.port, next(requests))
            until(
                connection,
                "SELECT 1 FROM support_ticket WHERE title LIKE %s AND alerts_firing = 100",
                (f"BenchAlert{group}:%",),
            )
            found.append((time.perf_counter() - begun) * 1000)
            time.sleep(0.1)
    return found


def send_once(port: int, request: bytes) -> None:
    import socket

    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request)
        answer = connection.recv(4096)
    if not answer.startswith(b"HTTP/1.1 202"):
        raise load.LoadFailed(answer.decode(errors="replace"))


def digested_per_second(servers: Servers, token: str, requests: int) -> float:
    """Alerts a second from the first webhook until all that was sent is in its tickets."""
    with psycopg.connect(servers.postgresql.url, autocommit=True) as connection:
        begun = time.perf_counter()
        for group in range(5000, 5000 + requests):
            send_once(servers.port, load.request(PATH, token, body(group, 100), servers.port))
        until(
            connection,
            "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM support_delivery WHERE state = %s)",
            ("stored",),
        )
        return requests * 100 / (time.perf_counter() - begun)


def forget_all(servers: Servers) -> None:
    with psycopg.connect(servers.postgresql.url, autocommit=True) as connection:
        connection.execute("TRUNCATE support_delivery, support_seenrequest, bench_row")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail where the bar is missed")
    parser.add_argument("--quick", action="store_true", help="a smoke run")
    options = parser.parse_args()
    rounds, seconds = (1, 2) if options.quick else (5, 4)
    with tempfile.TemporaryDirectory(prefix="sixweek-bench-") as name:
        Path(name).chmod(0o755)
        with Servers(Path(name)) as servers:
            return measure(servers, rounds, seconds, check=options.check)


def measure(servers: Servers, rounds: int, seconds: int, *, check: bool) -> int:
    token = make_source()
    servers.web.start()
    ones, hundreds = (repeats(n, token, servers.port) for n in (1, 100))
    print(f"client: {load.NAME}")
    load.run(servers.port, ones, seconds=1)
    ratios, one_rates, hundred_rates, references = [], [], [], []
    print(f"{'round':>5} {'pgbench/s':>10} {'1 alert/s':>10} {'p95 ms':>7} {'100 alerts/s':>13}")
    for number in range(1, rounds + 1):
        reference = pgbench(servers, seconds)
        one = load.run(servers.port, ones, seconds=seconds)
        hundred = load.run(servers.port, hundreds, seconds=seconds)
        forget_all(servers)
        print(
            f"{number:>5} {reference:>10.0f} {one.per_second:>10.0f} {one.p95_ms:>7.1f}"
            f" {hundred.per_second:>13.0f}",
            flush=True,
        )
        references.append(reference)
        one_rates.append(one.per_second)
        hundred_rates.append(hundred.per_second)
        ratios.append(one.per_second / reference)
    servers.worker.start()
    time.sleep(4)
    waits = to_tickets(servers, token, 5 * rounds)
    rate = digested_per_second(servers, token, 20 * rounds)
    ratio = median(ratios)
    print(
        f"intake: {median(one_rates):.0f} req/s with 1 alert = {ratio:.2f} of pgbench"
        f" ({median(references):.0f}/s), {median(hundred_rates):.0f} req/s with 100 alerts;"
        f" 100 alerts to ticket {median(waits):.0f} ms (worst {max(waits):.0f}),"
        f" {rate:.0f} alerts/s digested"
    )
    if check and ratio < BAR:
        print(f"MISSED: 1 alert per request is {ratio:.2f} of pgbench; the bar is {BAR}.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
