"""
A cluster that is not there: what the metrics backend of one like it would answer.

The demo shows it, and tests look at it. The same moment always answers the same.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Final

from support.rules.measures import Samples

MINUTE: Final = 60
_APART: Final = ("payments", "payments-gateway")
_SHORT: Final = {_APART: 3, ("payments", "payments-worker"): 2, ("search", "indexer"): 1}
_CART: Final = ("checkout", "cart")  # well by now
_PODS: Final = {"payments": 180, "search": 96, "checkout": 140}
_WANTED: Final = {
    _APART: 23, ("payments", "payments-worker"): 16, ("search", "indexer"): 12, _CART: 18,
}  # fmt: skip


@dataclass(frozen=True)
class Played:
    """
    ``pools`` by name how many nodes, what their names begin with, and their use in percent.

    ``is_hurt``: from then on that users have felt for a while what goes wrong in it.
    """

    name: str
    rps: float
    pods: int
    pools: tuple[tuple[str, int, str, float], ...]
    is_hurt: bool = False


PLAYED: Final[Mapping[str, Played]] = {
    each.name: each
    for each in (
        Played(
            "prod-tokyo-1", 48_200, 2_640,
            (("n2-standard", 48, "n2-std", 61), ("n2-highmem", 24, "hm", 78),
             ("c2-compute", 12, "c2", 58)),
            is_hurt=True,
        ),
        Played(
            "prod-osaka-1", 21_600, 1_180,
            (("n2-standard", 28, "os-std", 49), ("n2-highmem", 10, "os-hm", 66)),
        ),
        Played("staging-1", 640, 310, (("e2-small", 9, "st", 37),)),
    )
}  # fmt: skip


def cluster_as_a_whole(cluster: Played, at: datetime, hurt_at: datetime) -> dict[str, Samples]:
    """What of ``heard`` its lines are made of: enough for its past."""
    minutes = (at - hurt_at).total_seconds() / MINUTE
    noise = Random(f"{cluster.name} {int(at.timestamp()) // 30}")  # noqa: S311
    wave = math.sin((at.hour + at.minute / 60 - 3) / 24 * 2 * math.pi)
    rate = cluster.rps * (0.97 + 0.06 * wave + noise.uniform(-0.012, 0.012))
    failing = 0.0005 + noise.uniform(0, 0.00004)
    slow = noise.uniform(-4, 4)
    unready = round(cluster.pods * (0.004 + noise.uniform(0, 0.001)))
    if cluster.is_hurt:
        failing += 0.0033 * _grown(minutes, 38)
        slow += 118 * _grown(minutes, 180)
        unready += round(cluster.pods * 0.0145 * _grown(minutes, 62))
    lacking = _lacking(cluster, minutes)
    return {
        "requests": {
            ("edge-gateway", "200"): rate * 0.97 * (1 - failing),
            ("edge-gateway", "404"): rate * 0.03,
            ("edge-gateway", "503"): rate * 0.97 * failing,
        },
        "latency_p90": {(): 148 + slow * 0.3},
        "latency_p95": {(): 294 + slow},
        "latency_of_service": {("edge-gateway",): 294 + slow},
        **_pods(cluster, unready, lacking),
        **_deployments(cluster, lacking),
    }


def heard(cluster: Played, at: datetime, hurt_at: datetime) -> dict[str, Samples]:
    """All that its backend answers, as ``derive`` reads it."""
    noise = Random(f"{cluster.name} {int(at.timestamp()) // 30} nodes")  # noqa: S311
    names = [(name, pool) for pool, count, first, _use in cluster.pools
             for name in _names(first, count)]  # fmt: skip
    silent = {"n2-std-12", "n2-std-33", "c2-05"} if cluster.is_hurt else set()
    known = {name for name, _pool in names} - silent
    return {
        **cluster_as_a_whole(cluster, at, hurt_at),
        "api_latency": {
            ("LIST",): 1900 if cluster.is_hurt else 620,
            ("GET",): 210.0, ("PATCH",): 380.0, ("POST",): 340.0,
        },
        "api_errors": {(): 0.02},
        "kubelet_operations": {(name, ""): 12.0 for name, _pool in names},
        "kubelet_errors": {
            (name, ""): 12.0 * _failing(cluster, pool) for name, pool in names
        },
        "nodes": {(name,): 1.0 for name, _pool in names},
        "node_ready": {(name,): 1.0 for name, _pool in names},
        "node_pressure": {(name,): 0.0 for name, _pool in names},
        "node_pools": {(name, pool, "", ""): 1.0 for name, pool in names},
        "node_names": {(name, name): 1.0 for name, _pool in names},
        "datadog_desired": {(): float(len(names))},
        "datadog_ready": {(): float(len(names) - len(silent))},
        "addons_up": {(job,): 1.0 for job in ("argocd", "cert-manager", "external-dns")},
        "argocd_reconcile": {(): 4000.0},
        "cert_expiry": {(): 41.2},
        "dns_records_lag": {(): 11_000.0},
        "dns_p95": {(): 6.0},
        "dns_answers": {("NOERROR",): 99.6, ("SERVFAIL",): 0.4},
        "proxy_sync": {(): 800.0},
        **_nodes(cluster, noise, known),
    }  # fmt: skip


def _grown(minutes: float, before: float) -> float:
    """From 0 to 1: it began so many minutes before, and grew for half of that."""
    return min(max((minutes + before) / (before / 2), 0), 1)


def _names(first: str, count: int) -> Iterator[str]:
    return (f"{first}-{number:02}" for number in range(1, count + 1))


def _failing(cluster: Played, pool: str) -> float:
    """The share of operations: one pool's image pulls fail, enough of them to be felt in all."""
    if pool == "n2-highmem" and cluster.is_hurt:
        return 0.042
    return 0.0021 if pool == "n2-standard" else 0.0008


def _lacking(cluster: Played, minutes: float) -> dict[tuple[str, str], int]:
    """One Deployment after the other lacks pods; the cart did for a while, and two nights ago."""
    if not cluster.is_hurt:
        return {}
    lacking = {key: round(count * _grown(minutes, 62)) for key, count in _SHORT.items()}
    lacking[_CART] = 4 if -170 < minutes < -110 else 7 if -3120 < minutes < -2760 else 0
    return lacking


def _pods(
    cluster: Played, unready: int, lacking: Mapping[tuple[str, str], int]
) -> dict[str, Samples]:
    """Those of developers whose namespaces are known by name, and all the others."""
    named: dict[str, int] = {}
    for (namespace, _name), count in lacking.items():
        named[namespace] = named.get(namespace, 0) + count
    existing: Samples = {(namespace,): float(_PODS[namespace]) for namespace in named}
    ready: Samples = {(name,): float(_PODS[name] - count) for name, count in named.items()}
    others = cluster.pods - sum(existing.values())
    rest = others - max(0, unready - sum(named.values()))
    return {
        "pods_existing": {**existing, ("apps",): others},
        "pods_ready": {**ready, ("apps",): rest},
    }


def _deployments(cluster: Played, lacking: Mapping[tuple[str, str], int]) -> dict[str, Samples]:
    if not cluster.is_hurt:
        return {"deployment_wanted": {("apps", "shop"): 12.0},
                "deployment_ready": {("apps", "shop"): 12.0}}  # fmt: skip
    wanted: Samples = {key: float(count) for key, count in _WANTED.items()}
    return {
        "deployment_wanted": wanted,
        "deployment_ready": {key: wanted[key] - count for key, count in lacking.items()},
    }


def _nodes(cluster: Played, noise: Random, known: set[str]) -> dict[str, Samples]:
    still = Random(cluster.name)  # noqa: S311
    cpu: dict[tuple[str, ...], float] = {}
    disk, load = dict(cpu), dict(cpu)
    for _pool, count, first, use in cluster.pools:
        for name in _names(first, count):
            share = use + still.uniform(-24, 20)
            if name in known:
                cpu[name, ""] = min(max(share + noise.uniform(-2, 2), 2), 97)
                disk[name, ""] = 38 + still.uniform(0, 30)
                load[name, ""] = share / 85
    if cluster.is_hurt:
        cpu["n2-std-41", ""], disk["n2-std-41", ""] = 93.0, 94.0
    return {
        "node_cpu": cpu,
        "node_disk": disk,
        "node_load": load,
        "node_memory": {key: min(value + 6, 99) for key, value in cpu.items()},
        "node_swap": dict.fromkeys(cpu, 0.0),
        "node_network": dict.fromkeys(cpu, 0.02),
    }
