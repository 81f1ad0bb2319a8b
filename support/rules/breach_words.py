"""What a breach is called on its ticket, in the language of machines."""

from collections.abc import Mapping
from typing import Final

from support.rules.measures import Measure

_TITLES: Final[Mapping[str, str]] = {
    "ServiceSuccessLow": "Too few requests succeed",
    "ServiceSlow": "Services answer slowly",
    "ClusterPodsUnready": "Too many pods are not ready",
    "KubePodsUnreadyInNamespace": "Pods of a namespace are not ready",
    "KubeDeploymentPodsUnready": "Deployments lack pods",
    "KubeAPIResponseSlow": "The API server answers slowly",
    "KubeletRuntimeErrors": "Runtime operations of the kubelets fail",
    "NodeExporterAbsent": "Nodes that nobody measures",
    "DatadogAgentAbsent": "Datadog agents are missing",
    "KubeStateMetricsAbsent": "Nobody tells which pods are ready",
    "AddonDown": "An add-on is down",
    "NodePoolUnavailable": "Nodes of a pool are not ready",
    "NodePoolDiskFull": "Disks of a pool are full",
    "NodePoolSaturated": "Nodes of a pool lack memory",
    "NodePoolErrors": "Packets of a pool fail",
    "NodeUnavailable": "A node is not ready",
    "NodeDiskFull": "A disk is almost full",
    "NodeSaturated": "A node lacks memory",
    "NodeErrors": "Packets of a node fail",
}


def title(measure: Measure, cluster: str, labels: Mapping[str, str]) -> str:
    """Of the ticket, by what groups its alerts: never with a number, which changes."""
    where = [cluster, labels["namespace"]] if "namespace" in labels else [cluster]
    return f"{_TITLES[measure.alert]} · {' · '.join(where)}"


def summary(measure: Measure, labels: Mapping[str, str], value: float, limit: float) -> str:
    """Of one alert: which series, its value and its limit."""
    which = ", ".join(labels.values())
    unit = f" {measure.unit}" if measure.unit else ""
    said = f"{value:.4g}{unit}, limit {limit:g}{unit}"
    return f"{which}: {said}" if which else said
