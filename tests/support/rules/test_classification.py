from fnmatch import fnmatchcase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.rules.classification import Rule, Table
from support.rules.ownership import Owners
from support.rules.shipped import SHIPPED

U = "unclassified"
OUR_NAMESPACES = "namespace=kube-system|monitoring"


def classify(name, labels, owners=None, rules=SHIPPED):
    named = {"alertname": name} if name else {}
    return Table(rules, owners or Owners()).classify(named | labels)


@pytest.mark.parametrize(
    ("name", "labels", "layer", "health", "by"),
    [
        ("X", {"layer": "node", "health": "work"}, "node", "work", "label"),
        ("X", {"layer": "Node", "health": "WORK"}, "node", "work", "label"),
        ("KubePodNotReady", {"layer": "addon"}, "addon", "work", "label, alertname=KubePod*"),
        ("KubePodNotReady", {"health": "resource"}, "pod", "resource", "label, alertname=KubePod*"),
        ("KubePodNotReady", {"layer": "nonsense"}, "pod", "work", "alertname=KubePod*"),
        ("KubeAPIErrorBudgetBurn", {}, "master", "work", "alertname=KubeAPI*"),
        ("KubeSchedulerDown", {}, "master", "resource", "alertname=KubeScheduler*"),
        ("etcdNoLeader", {}, "master", "resource", "alertname=etcd*"),
        ("KubeletRuntimeOperationErrors", {}, "node", "work", "alertname=KubeletRuntime*"),
        ("KubeletInstanceUnreachable", {}, "node", "resource", "alertname=Kubelet*"),
        ("KubeNodeNotReady", {}, "node", "resource", "alertname=KubeNode*"),
        ("NodeFilesystemFull", {}, "node", "resource", "alertname=Node*"),
        ("CoreDNSErrorsHigh", {}, "addon", "work", "alertname=CoreDNS*"),
        ("KubeProxyDown", {}, "addon", "resource", "alertname=KubeProxy*"),
        ("DatadogAgentDown", {}, "addon", "resource", "alertname=*Agent*"),
        ("PrometheusTargetMissing", {}, "addon", "resource", "alertname=Prometheus*"),
        ("KubeHpaMaxedOut", {}, "pod", "resource", "alertname=KubeHpa*"),
        ("CPUThrottlingHigh", {}, "pod", "resource", "alertname=CPUThrottling*"),
        (
            "X",
            {"namespace": "kube-system", "pod": "p"},
            "addon",
            U,
            "namespace=kube-system|monitoring, pod=*",
        ),
        ("X", {"namespace": "shop", "pod": "p", "node": "n"}, "pod", U, "namespace=*, pod=*"),
        ("X", {"namespace": "kube-system"}, U, U, "none"),
        ("X", {"node": "n1"}, "node", U, "node=*"),
        ("X", {"instance": "10.0.0.1:9100"}, "node", U, "instance=*:9100|*:10250"),
        ("X", {"instance": "10.0.0.1:10250"}, "node", U, "instance=*:9100|*:10250"),
        ("X", {"instance": "10.0.0.1:8080"}, U, U, "none"),
        ("X", {"job": "apiserver"}, "master", U, "job=kube-apiserver|apiserver"),
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
        ("KubePodNotReady", {"namespace": "shop"}, "Checkout"),
        ("KubePodNotReady", {"namespace": "other"}, ""),
        ("KubePodNotReady", {"namespace": "shop", "team": "payments"}, "Payments"),
        ("KubePodNotReady", {"namespace": "shop", "owner": "payments"}, "Payments"),
        ("PlatformPodsUnready", {"layer": "pod", "namespace": "shop", "team": "Platform"}, ""),
        ("KubeNodeNotReady", {"namespace": "shop"}, ""),
        ("KubeNodeNotReady", {"team": "t" * 200}, "t" * 80),
    ],
)
def test_owner_is_the_label_else_the_namespace_of_a_pod_else_us(name, labels, owner):
    owners = Owners({"platform"}, [("Checkout", "shop"), ("Payments", "")])
    found = classify(name, labels, owners)

    assert found.owner == owner


@pytest.mark.parametrize(
    ("namespace", "owner"),
    [
        ("shop", "Checkout"),
        ("shop-eu", "Europe"),
        ("shop-eu-1", "Islands"),
        ("shop-us", "Stores"),
        ("blog", ""),
    ],
)
def test_namespace_belongs_to_who_names_it_best(namespace, owner):
    pairs = [("Stores", "shop-*"), ("Europe", "shop-eu*"), ("Islands", "shop-eu-1*")]
    owners = Owners((), [*pairs, ("Checkout", "shop")])
    assert owners.of_namespace(namespace) == owner


def test_unready_pods_of_the_cluster_are_ours_in_whatever_namespace():
    owners = Owners({"platform"}, [("Checkout", "shop")])
    found = classify("PlatformPodsUnreadyRatioHigh", {"namespace": "shop"}, owners)
    assert (found.layer, found.health, found.owner) == ("pod", "work", "")


def test_rule_may_say_how_bad_whose_and_why():
    rule = Rule("job=backup", "addon", "resource", "Payments", "info", "Backups")
    found = classify("X", {"job": "backup", "layer": "node", "health": "work"}, rules=[rule])
    assert (found.owner, found.severity, found.cause) == ("Payments", "info", "Backups")
    assert (found.layer, found.by) == ("node", "label, job=backup")


def test_rule_is_named_so_that_it_fits():
    rule = Rule(f"job={'x' * 300}", "addon", "resource")
    found = classify("X", {"job": "x" * 300, "layer": "node"}, rules=[rule])
    assert len(found.by) <= 80
    assert found.by.endswith("…")


labels = st.dictionaries(
    st.sampled_from(["alertname", "namespace", "pod", "job"]), st.sampled_from(["a", "ab", "b"])
)
tables = st.lists(
    st.builds(
        Rule,
        matchers=st.dictionaries(
            st.sampled_from(["alertname", "namespace", "pod"]),
            st.sampled_from(["a", "a*", "*b", "*", "a|b"]),
            min_size=1,
        ).map(lambda pairs: "\n".join(f"{name}={pattern}" for name, pattern in pairs.items())),
        layer=st.sampled_from(["node", "pod", "addon"]),
        health=st.sampled_from(["work", "resource"]),
    ),
    max_size=6,
)


def _fits(rule, labels):
    """Without anything that makes it quick."""
    pairs = [line.split("=") for line in rule.matchers.splitlines()]
    values = [(labels.get(name, ""), pattern.split("|")) for name, pattern in pairs]
    return all(value and any(fnmatchcase(value, p) for p in some) for value, some in values)


@settings(max_examples=30)
@given(tables, st.lists(labels, min_size=1, max_size=4))
def test_first_rule_that_fits_decides_whatever_came_before(rules, alerts):
    table = Table(rules, Owners())
    for each in [*alerts, *alerts]:
        looks = list(table.look(each))
        hit = next((rule for rule in rules if _fits(rule, each)), None)
        assert [look.rule for look in looks] == rules[: rules.index(hit) + 1 if hit else None]
        found = table.classify(each)
        said = (hit.layer, hit.health, hit.said) if hit else (U, U, "none")
        assert (found.layer, found.health, found.by) == said
