"""What measures are called, and how their numbers are said."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from support.rules.measures import Measure

WORDS: Final[dict[str, Promise]] = {
    "throughput": gettext_lazy("Throughput"),
    "success": gettext_lazy("Success rate"),
    "success_of_service": gettext_lazy("Success rate of each service"),
    "errors": gettext_lazy("Errors"),
    "errors_of_status": gettext_lazy("Errors of each status"),
    "latency_p90": gettext_lazy("Latency p90"),
    "latency_p95": gettext_lazy("Latency p95"),
    "latency_of_service": gettext_lazy("Latency p95 of each service"),
    "pods_unready": gettext_lazy("Unready pods"),
    "pods": gettext_lazy("Existing pods"),
    "pods_ready": gettext_lazy("Ready pods"),
    "namespace_unready": gettext_lazy("Unready pods of each namespace"),
    "deployment_unready": gettext_lazy("Unready pods of each Deployment"),
    "api_latency": gettext_lazy("API server p99"),
    "api_list_latency": gettext_lazy("API server p99 of LIST"),
    "api_errors": gettext_lazy("API server errors"),
    "kubelet_errors": gettext_lazy("Kubelet runtime errors"),
    "kubelet_errors_of_pool": gettext_lazy("Kubelet runtime errors of each pool"),
    "node_exporters_missing": gettext_lazy("Node exporters missing"),
    "datadog_agents_missing": gettext_lazy("Datadog agents missing"),
    "state_metrics_missing": gettext_lazy("kube-state-metrics missing"),
    "addon_up": gettext_lazy("Add-ons that answer"),
    "cert_expiry": gettext_lazy("Next certificate of cert-manager to expire"),
    "dns_records_lag": gettext_lazy("Last sync of external-dns"),
    "argocd_reconcile": gettext_lazy("Argo CD reconciliation p95"),
    "nodes": gettext_lazy("Nodes"),
    "node_pool": gettext_lazy("Pool of each node"),
    "pool_unavailable": gettext_lazy("Nodes of a pool that are not ready"),
    "pool_disk": gettext_lazy("Disks of a pool"),
    "pool_saturated": gettext_lazy("Nodes of a pool that lack memory"),
    "pool_network": gettext_lazy("Packets of a pool that fail"),
    "node_unavailable": gettext_lazy("A node is not ready"),
    "node_disk": gettext_lazy("Fullest disk of a node"),
    "node_saturated": gettext_lazy("A node lacks memory"),
    "node_network": gettext_lazy("Packets of a node that fail"),
    "node_cpu": gettext_lazy("CPU of a node"),
    "node_memory": gettext_lazy("Memory of a node"),
    "node_swap": gettext_lazy("Swapped pages of a node"),
    "node_load": gettext_lazy("Load of a node per core"),
    "dns_p95": gettext_lazy("kube-dns p95"),
    "dns_servfail": gettext_lazy("kube-dns SERVFAIL"),
    "proxy_sync": gettext_lazy("kube-proxy sync p99"),
}
# Which measure is lost where a query gives nothing.
_OF_METRIC: Final = {
    "requests": "throughput",
    "pods_existing": "pods",
    "deployment_wanted": "deployment_unready",
    "deployment_ready": "deployment_unready",
    "kubelet_operations": "kubelet_errors",
    "node_ready": "node_unavailable",
    "node_pressure": "node_saturated",
    "node_pools": "node_pool",
    "node_names": "node_exporters_missing",
    "datadog_desired": "datadog_agents_missing",
    "datadog_ready": "datadog_agents_missing",
    "addons_up": "addon_up",
    "dns_answers": "dns_servfail",
}
_KILO: Final = 1000
_OF_FIGURES: Final = "-0123456789."


def measure_word(key: str) -> str:
    """“Unready pods”."""
    return str(WORDS[key])


def metric_word(key: str) -> str:
    """Of the measure that is made of that query."""
    return measure_word(_OF_METRIC.get(key, key))


def amount(measure: Measure, value: float) -> str:
    """A number as it is read: three figures, without the unit."""
    if measure.unit == "%" and value > 99:
        return f"{value:.2f}".rstrip("0").rstrip(".")
    if abs(value) >= 100 or value == int(value):
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2g}"


def percent(amount: str) -> str:
    return _("{percent} %").format(percent=amount)


def said(measure: Measure, value: float) -> str:
    """The same with its unit: “13 %”, “1.9 s”, “412 ms”, “48.2 k rps”."""
    if measure.unit == "ms" and value >= _KILO:
        return _("{amount} s").format(amount=f"{value / _KILO:.2g}")
    if measure.unit == "d":
        return _("{amount} d").format(amount=amount(measure, value))
    if measure.unit == "rps" and value >= _KILO:
        return f"{value / _KILO:.3g} k rps"
    if measure.unit == "%":
        return percent(amount(measure, value))
    return f"{amount(measure, value)} {measure.unit}".strip()


def figure_and_unit(measure: Measure, value: float) -> tuple[str, str]:
    """The same in two, as a figure that stands large has its unit beside it."""
    text = said(measure, value)
    figure = text[: len(text) - len(text.lstrip(_OF_FIGURES))]
    return figure, text[len(figure) :].strip()
