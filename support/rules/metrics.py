"""
What is asked of a metrics backend: one query for each thing that is to be known.

``$`` names stand for what a workspace calls things (``NAMES``). In PromQL ``$only`` is put into
every selector, so that one Prometheus may know several clusters. The metrics are those of
kube-state-metrics, node-exporter, the kubelet, the API server, CoreDNS, kube-proxy, add-ons; in
Datadog those of its integrations.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Template
from typing import Final

# What things are called unless a cluster says otherwise. None of them is a secret.
NAMES: Final[Mapping[str, str]] = {
    "only": "",  # matchers that pick the cluster: cluster="prod-tokyo-1"
    "scope": "*",  # the same for Datadog: kube_cluster_name:prod-tokyo-1
    "requests": "http_requests_total",
    "duration": "http_request_duration_seconds",
    "status": "code",
    "service": "service",
    "services": ".+",
    "pool": "label_cloud_google_com_gke_nodepool",
    "datadog": "datadog|datadog-agent",
    "addons": "cert-manager|external-dns|argocd.*|ingress-nginx",
    # the Deployments of add-ons, for Datadog, which knows no scrape jobs
    "deployments": "cert-manager,external-dns,argocd-server,argocd-repo-server,"
    "ingress-nginx-controller",
}


@dataclass(frozen=True)
class Metric:
    """
    One query. Its answer is a number for each combination of its ``labels``.

    ``needs`` are the metrics that it reads, each with the labels that it cannot do without.
    ``per_second``: Datadog has no clock to subtract from, there it answers with a moment in
    seconds since 1970, and every second since then counts as much. Where it is grouped over
    there without having labels here, the least counts.
    """

    key: str
    labels: tuple[str, ...]
    promql: str
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    datadog: str = ""
    per_second: float = 0


_EXISTING: Final = 'phase=~"Pending|Running|Unknown"'
_DISKS: Final = 'fstype!~"tmpfs|overlay|squashfs|ramfs|devtmpfs|iso9660"'
_CARDS: Final = 'device!~"lo|veth.*|cali.*|lxc.*|cni.*|docker.*"'
_OF_NODE: Final = ("node", "instance")

METRICS: Final = (
    Metric(
        "requests",
        ("service", "status"),
        'sum by ($service, $status) (rate($requests{$service=~"$services",$only}[5m]))',
        {"$requests": ("$service", "$status")},
        "sum:nginx_ingress.controller.requests{$scope} by {service,status}.as_rate()",
    ),
    Metric(
        "latency_p90",
        (),
        "1000 * histogram_quantile(0.9, sum by (le) "
        '(rate(${duration}_bucket{$service=~"$services",$only}[5m])))',
        {"${duration}_bucket": ("$service", "le")},
        "1000 * p90:trace.http.request{$scope}",
    ),
    Metric(
        "latency_p95",
        (),
        "1000 * histogram_quantile(0.95, sum by (le) "
        '(rate(${duration}_bucket{$service=~"$services",$only}[5m])))',
        {"${duration}_bucket": ("$service", "le")},
        "1000 * p95:trace.http.request{$scope}",
    ),
    Metric(
        "latency_of_service",
        ("service",),
        "1000 * histogram_quantile(0.95, sum by ($service, le) "
        '(rate(${duration}_bucket{$service=~"$services",$only}[5m])))',
        {"${duration}_bucket": ("$service", "le")},
        "1000 * p95:trace.http.request{$scope} by {service}",
    ),
    Metric(
        "pods_existing",
        ("namespace",),
        f"sum by (namespace) (kube_pod_status_phase{{{_EXISTING},$only}})",
        {"kube_pod_status_phase": ("namespace", "phase")},
        "sum:kubernetes_state.pod.status_phase{$scope,pod_phase IN (pending,running,unknown)} "
        "by {kube_namespace}",
    ),
    Metric(
        "pods_ready",
        ("namespace",),
        'sum by (namespace) (kube_pod_status_ready{condition="true",$only})',
        {"kube_pod_status_ready": ("namespace", "condition")},
        "sum:kubernetes_state.pod.ready{$scope,condition:true} by {kube_namespace}",
    ),
    Metric(
        "deployment_wanted",
        ("namespace", "deployment"),
        "sum by (namespace, deployment) (kube_deployment_spec_replicas{$only})",
        {"kube_deployment_spec_replicas": ("namespace", "deployment")},
        "sum:kubernetes_state.deployment.replicas_desired{$scope} "
        "by {kube_namespace,kube_deployment}",
    ),
    Metric(
        "deployment_ready",
        ("namespace", "deployment"),
        "sum by (namespace, deployment) (kube_deployment_status_replicas_ready{$only})",
        {"kube_deployment_status_replicas_ready": ("namespace", "deployment")},
        "sum:kubernetes_state.deployment.replicas_ready{$scope} "
        "by {kube_namespace,kube_deployment}",
    ),
    Metric(
        "api_latency",
        ("verb",),
        "1000 * histogram_quantile(0.99, sum by (verb, le) (rate("
        'apiserver_request_duration_seconds_bucket{verb!~"WATCH|WATCHLIST|CONNECT|PROXY",'
        'subresource!~"proxy|log|exec|attach|portforward",$only}[5m])))',
        {"apiserver_request_duration_seconds_bucket": ("verb", "le")},
        "1000 * p99:kube_apiserver.request_duration_seconds{$scope} by {verb}",
    ),
    Metric(
        "api_errors",
        (),
        '100 * (sum(rate(apiserver_request_total{code=~"5..",$only}[5m]))'
        " or sum(rate(apiserver_request_total{$only}[5m])) * 0)"
        " / sum(rate(apiserver_request_total{$only}[5m]))",
        {"apiserver_request_total": ("code",)},
        "100 * default_zero(sum:kube_apiserver.apiserver_request_total.count{$scope,code:5*}"
        ".as_rate()) / sum:kube_apiserver.apiserver_request_total.count{$scope}.as_rate()",
    ),
    Metric(
        "kubelet_operations",
        _OF_NODE,
        "sum by (node, instance) (rate(kubelet_runtime_operations_total{$only}[10m]))",
        {"kubelet_runtime_operations_total": ()},
        "sum:kubernetes.kubelet.runtime.operations{$scope} by {node,host}.as_rate()",
    ),
    Metric(
        "kubelet_errors",
        _OF_NODE,
        "sum by (node, instance) (rate(kubelet_runtime_operations_errors_total{$only}[10m]))",
        {"kubelet_runtime_operations_errors_total": ()},
        "sum:kubernetes.kubelet.runtime.errors{$scope} by {node,host}.as_rate()",
    ),
    Metric(
        "nodes",
        ("node",),
        "sum by (node) (kube_node_info{$only})",
        {"kube_node_info": ("node",)},
        "sum:kubernetes_state.node.count{$scope} by {node}",
    ),
    Metric(
        "node_ready",
        ("node",),
        'max by (node) (kube_node_status_condition{condition="Ready",status="true",$only})',
        {"kube_node_status_condition": ("node", "condition", "status")},
        "max:kubernetes_state.node.by_condition{$scope,condition:Ready,status:true} by {node}",
    ),
    Metric(
        "node_pressure",
        ("node",),
        "max by (node) (kube_node_status_condition"
        '{condition="MemoryPressure",status="true",$only})',
        {"kube_node_status_condition": ("node", "condition", "status")},
        "max:kubernetes_state.node.by_condition{$scope,condition:MemoryPressure,status:true} "
        "by {node}",
    ),
    Metric(
        "node_pools",
        ("node", "pool", "label_eks_amazonaws_com_nodegroup", "label_agentpool"),
        "max by (node, $pool, label_eks_amazonaws_com_nodegroup, label_agentpool) "
        "(kube_node_labels{$only})",
        {"kube_node_labels": ("node", "$pool")},
        "max:kubernetes_state.node.count{$scope} by {node,nodepool}",
    ),
    Metric(
        "node_cpu",
        _OF_NODE,
        '100 * (1 - avg by (node, instance) (rate(node_cpu_seconds_total{mode="idle",$only}[5m])))',
        {"node_cpu_seconds_total": ("mode", "cpu")},
        "100 - avg:system.cpu.idle{$scope} by {node,host}",
    ),
    Metric(
        "node_disk",
        _OF_NODE,
        f"100 * max by (node, instance) (1 - node_filesystem_avail_bytes{{{_DISKS},$only}}"
        f" / node_filesystem_size_bytes{{{_DISKS},$only}})",
        {"node_filesystem_avail_bytes": ("fstype",), "node_filesystem_size_bytes": ("fstype",)},
        "100 * max:system.disk.in_use{$scope} by {node,host}",
    ),
    Metric(
        "node_memory",
        _OF_NODE,
        "100 * (1 - sum by (node, instance) (node_memory_MemAvailable_bytes{$only})"
        " / sum by (node, instance) (node_memory_MemTotal_bytes{$only}))",
        {"node_memory_MemAvailable_bytes": (), "node_memory_MemTotal_bytes": ()},
        "100 - 100 * avg:system.mem.pct_usable{$scope} by {node,host}",
    ),
    Metric(
        "node_swap",
        _OF_NODE,
        "sum by (node, instance) (rate(node_vmstat_pswpin{$only}[5m])"
        " + rate(node_vmstat_pswpout{$only}[5m]))",
        {"node_vmstat_pswpin": (), "node_vmstat_pswpout": ()},
        "avg:system.swap.swap_in{$scope} by {node,host}"
        " + avg:system.swap.swap_out{$scope} by {node,host}",
    ),
    Metric(
        "node_load",
        _OF_NODE,
        "sum by (node, instance) (node_load5{$only})"
        ' / count by (node, instance) (node_cpu_seconds_total{mode="idle",$only})',
        {"node_load5": (), "node_cpu_seconds_total": ("mode", "cpu")},
        "avg:system.load.norm.5{$scope} by {node,host}",
    ),
    Metric(
        "node_network",
        _OF_NODE,
        "100 * (sum by (node, instance) "
        f"(rate(node_network_receive_errs_total{{{_CARDS},$only}}[5m])"
        f" + rate(node_network_transmit_errs_total{{{_CARDS},$only}}[5m]))"
        " / sum by (node, instance) "
        f"(rate(node_network_receive_packets_total{{{_CARDS},$only}}[5m])"
        f" + rate(node_network_transmit_packets_total{{{_CARDS},$only}}[5m])))",
        {"node_network_receive_errs_total": ("device",)},
    ),
    Metric(
        "node_names",
        ("nodename", "instance"),
        "max by (nodename, instance) (node_uname_info{$only})",
        {"node_uname_info": ("nodename", "instance")},
    ),
    Metric(
        "datadog_desired",
        (),
        "sum(max by (namespace, daemonset) "
        '(kube_daemonset_status_desired_number_scheduled{daemonset=~"$datadog",$only}))',
        {"kube_daemonset_status_desired_number_scheduled": ("daemonset",)},
        "sum:kubernetes_state.daemonset.desired{$scope,kube_daemon_set:datadog-agent}",
    ),
    Metric(
        "datadog_ready",
        (),
        "sum(max by (namespace, daemonset) "
        '(kube_daemonset_status_number_ready{daemonset=~"$datadog",$only}))',
        {"kube_daemonset_status_number_ready": ("daemonset",)},
        "sum:kubernetes_state.daemonset.ready{$scope,kube_daemon_set:datadog-agent}",
    ),
    Metric(
        "addons_up",
        ("job",),
        'min by (job) (up{job=~"$addons",$only})',
        {"up": ("job",)},
        "min:kubernetes_state.deployment.replicas_ready{$scope,kube_deployment IN ($deployments)} "
        "by {kube_deployment}",
    ),
    Metric(
        "cert_expiry",
        (),
        "(min(certmanager_certificate_expiration_timestamp_seconds{$only} > 0) - time()) / 86400",
        {"certmanager_certificate_expiration_timestamp_seconds": ()},
        # one that was never issued says 0
        "cutoff_min(min:cert_manager.certificate.expiration_timestamp{$scope} "
        "by {namespace,name}, 1)",
        per_second=-1 / 86400,
    ),
    Metric(
        "dns_records_lag",
        (),
        "1000 * (time() - max(external_dns_controller_last_sync_timestamp_seconds{$only}))",
        {"external_dns_controller_last_sync_timestamp_seconds": ()},
        "max:external_dns.controller.last_sync{$scope}",
        per_second=1000,
    ),
    Metric(
        "argocd_reconcile",
        (),
        "1000 * histogram_quantile(0.95, sum by (le) "
        "(rate(argocd_app_reconcile_bucket{$only}[10m])))",
        {"argocd_app_reconcile_bucket": ("le",)},
        # its mean: over there the histogram is kept as sum and count
        "1000 * sum:argocd.app_controller.app.reconcile.sum{$scope}.as_count()"
        " / sum:argocd.app_controller.app.reconcile.count{$scope}.as_count()",
    ),
    Metric(
        "dns_p95",
        (),
        "1000 * histogram_quantile(0.95, sum by (le) "
        "(rate(coredns_dns_request_duration_seconds_bucket{$only}[5m])))",
        {"coredns_dns_request_duration_seconds_bucket": ("le",)},
        "1000 * p95:coredns.request_duration.seconds{$scope}",
    ),
    Metric(
        "dns_answers",
        ("rcode",),
        "sum by (rcode) (rate(coredns_dns_responses_total{$only}[5m]))",
        {"coredns_dns_responses_total": ("rcode",)},
        "sum:coredns.response_code_count{$scope} by {rcode}.as_rate()",
    ),
    Metric(
        "proxy_sync",
        (),
        "1000 * histogram_quantile(0.99, sum by (le) "
        "(rate(kubeproxy_sync_proxy_rules_duration_seconds_bucket{$only}[5m])))",
        {"kubeproxy_sync_proxy_rules_duration_seconds_bucket": ("le",)},
        "1000 * p99:kubeproxy.sync_rules.latency{$scope}",
    ),
)
METRIC: Final = {metric.key: metric for metric in METRICS}


def promql(metric: Metric, names: Mapping[str, str]) -> str:
    """The query in the words of a cluster."""
    return filled(metric.promql, names)


def datadog(metric: Metric, names: Mapping[str, str]) -> str:
    """The same for Datadog; empty where it knows no such thing."""
    return filled(metric.datadog, names)


def labels_there(metric: Metric, names: Mapping[str, str]) -> tuple[str, ...]:
    """What its labels are called over there, in their order."""
    return tuple(filled(f"${one}", names) if one in _RENAMED else one for one in metric.labels)


def needs(metric: Metric, names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """What it reads, in the words of a cluster."""
    return {
        filled(name, names): tuple(filled(label, names) for label in labels)
        for name, labels in metric.needs.items()
    }


def filled(text: str, names: Mapping[str, str]) -> str:
    return Template(text).substitute({**NAMES, **{k: v for k, v in names.items() if v}})


_RENAMED: Final = ("service", "status", "pool")
