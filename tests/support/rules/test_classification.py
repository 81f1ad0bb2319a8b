import pytest

from support.rules.classification import classify

U = "unclassified"


@pytest.mark.parametrize(
    ("name", "labels", "layer", "health", "by"),
    [
        ("X", {"layer": "node", "health": "work"}, "node", "work", "label"),
        ("X", {"layer": "Node", "health": "WORK"}, "node", "work", "label"),
        ("KubePodNotReady", {"layer": "addon"}, "addon", "work", "label"),
        ("KubePodNotReady", {"health": "resource"}, "pod", "resource", "label, alertname KubePod*"),
        ("KubePodNotReady", {"layer": "nonsense"}, "pod", "work", "alertname KubePod*"),
        ("KubeAPIErrorBudgetBurn", {}, "master", "work", "alertname KubeAPI*"),
        ("KubeSchedulerDown", {}, "master", "resource", "alertname KubeScheduler*"),
        ("etcdNoLeader", {}, "master", "resource", "alertname etcd*"),
        ("KubeletRuntimeOperationErrors", {}, "node", "work", "alertname KubeletRuntime*"),
        ("KubeletInstanceUnreachable", {}, "node", "resource", "alertname Kubelet*"),
        ("KubeNodeNotReady", {}, "node", "resource", "alertname KubeNode*"),
        ("NodeFilesystemFull", {}, "node", "resource", "alertname Node*"),
        ("CoreDNSErrorsHigh", {}, "addon", "work", "alertname CoreDNS*"),
        ("KubeProxyDown", {}, "addon", "resource", "alertname KubeProxy*"),
        ("DatadogAgentDown", {}, "addon", "resource", "alertname *Agent*"),
        ("PrometheusTargetMissing", {}, "addon", "resource", "alertname Prometheus*"),
        ("KubeHpaMaxedOut", {}, "pod", "resource", "alertname KubeHpa*"),
        ("CPUThrottlingHigh", {}, "pod", "resource", "alertname CPUThrottling*"),
        ("X", {"namespace": "kube-system", "pod": "p"}, "addon", U, "namespace kube-system"),
        ("X", {"namespace": "shop", "pod": "p", "node": "n"}, "pod", U, "pod"),
        ("X", {"namespace": "kube-system"}, U, U, "none"),
        ("X", {"node": "n1"}, "node", U, "node"),
        ("X", {"instance": "10.0.0.1:9100"}, "node", U, "node"),
        ("X", {"instance": "10.0.0.1:10250"}, "node", U, "node"),
        ("X", {"instance": "10.0.0.1:8080"}, U, U, "none"),
        ("X", {"job": "apiserver"}, "master", U, "job apiserver"),
        ("X", {"job": "kube-state-metrics"}, U, U, "none"),
        ("", {}, U, U, "none"),
    ],
)
def test_first_hit_wins(name, labels, layer, health, by):
    found = classify(name, labels)

    assert (found.layer, found.health, found.by) == (layer, health, by)


@pytest.mark.parametrize(
    ("name", "labels", "owner"),
    [
        ("KubePodNotReady", {"namespace": "shop"}, "checkout"),
        ("KubePodNotReady", {"namespace": "other"}, ""),
        ("KubePodNotReady", {"namespace": "shop", "team": "payments"}, "payments"),
        ("KubePodNotReady", {"namespace": "shop", "owner": "payments"}, "payments"),
        ("PlatformPodsUnready", {"layer": "pod", "namespace": "shop", "team": "Platform"}, ""),
        ("KubeNodeNotReady", {"namespace": "shop"}, ""),
        ("KubeNodeNotReady", {"team": "t" * 200}, "t" * 80),
    ],
)
def test_owner_is_the_label_else_the_namespace_of_a_pod_else_us(name, labels, owner):
    found = classify(name, labels, our_names={"platform"}, namespace_owners={"shop": "checkout"})

    assert found.owner == owner
