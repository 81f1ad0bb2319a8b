"""
Which layer an alert is about, work or resource, and whose it is. First hit wins.

The boundary of responsibility: master, node and add-ons are the platform team's, pods are the
developers' who run them. Work metrics are always looked at first.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

UNCLASSIFIED: Final = "unclassified"
LAYERS: Final = ("master", "node", "addon", "pod")
HEALTHS: Final = ("work", "resource")
OURS: Final = ""  # the owner of what belongs to the platform team itself

_PLATFORM_NAMESPACES: Final = ("kube-system", "monitoring")
_NODE_PORTS: Final = (":9100", ":10250")
_APISERVER_JOBS: Final = ("kube-apiserver", "apiserver")

# Names of alerts, each with layer and health.
NAMES: Final[tuple[tuple[str, str, str], ...]] = (
    ("KubeAPI*", "master", "work"),
    ("KubeScheduler*", "master", "resource"),
    ("KubeController*", "master", "resource"),
    ("etcd*", "master", "resource"),
    ("KubeletRuntime*", "node", "work"),
    ("Kubelet*", "node", "resource"),
    ("KubeNode*", "node", "resource"),
    ("Node*", "node", "resource"),
    ("CoreDNS*", "addon", "work"),
    ("KubeDNS*", "addon", "work"),
    ("KubeProxy*", "addon", "resource"),
    ("*Agent*", "addon", "resource"),
    ("Prometheus*", "addon", "resource"),
    ("Alertmanager*", "addon", "resource"),
    ("KubePod*", "pod", "work"),
    ("KubeContainer*", "pod", "work"),
    ("KubeDeployment*", "pod", "work"),
    ("KubeStatefulSet*", "pod", "work"),
    ("KubeDaemonSet*", "pod", "work"),
    ("KubeJob*", "pod", "work"),
    ("KubeHpa*", "pod", "resource"),
    ("CPUThrottling*", "pod", "resource"),
)


@dataclass(frozen=True, slots=True)
class Classification:
    """``by`` names the rule that decided: ``label``, ``alertname KubeAPI*``, ``pod``, ``none``."""

    layer: str
    health: str
    owner: str
    by: str


def classify(
    name: str,
    labels: Mapping[str, str],
    *,
    our_names: Collection[str] = (),
    namespace_owners: Mapping[str, str] | None = None,
) -> Classification:
    """
    Classify one alert by its name and labels.

    ``our_names`` are what the platform team is called in ``team`` labels, in lower case;
    ``namespace_owners`` says which developers' team runs what in a namespace.
    """
    layer, health, by = _place(name, labels)
    if (told := labels.get("layer", "").lower()) in LAYERS:
        layer, by = told, "label"
    if (told := labels.get("health", "").lower()) in HEALTHS:
        health, by = told, "label" if by in ("label", "none") else f"label, {by}"
    owner = _owner(layer, labels, our_names, namespace_owners or {})
    return Classification(layer, health, owner, by)


def _place(name: str, labels: Mapping[str, str]) -> tuple[str, str, str]:
    for pattern, layer, health in NAMES:
        if fnmatchcase(name, pattern):
            return layer, health, f"alertname {pattern}"
    namespace, pod = labels.get("namespace", ""), labels.get("pod", "")
    if pod and namespace in _PLATFORM_NAMESPACES:
        return "addon", UNCLASSIFIED, f"namespace {namespace}"
    if pod and namespace:
        return "pod", UNCLASSIFIED, "pod"
    if labels.get("node") or labels.get("instance", "").endswith(_NODE_PORTS):
        return "node", UNCLASSIFIED, "node"
    if labels.get("job") in _APISERVER_JOBS:
        return "master", UNCLASSIFIED, f"job {labels['job']}"
    return UNCLASSIFIED, UNCLASSIFIED, "none"


def _owner(
    layer: str,
    labels: Mapping[str, str],
    our_names: Collection[str],
    namespace_owners: Mapping[str, str],
) -> str:
    team = (labels.get("team") or labels.get("owner") or "").strip()
    if not team and layer == "pod":
        team = namespace_owners.get(labels.get("namespace", ""), OURS)
    return OURS if team.lower() in our_names else team[:80]
