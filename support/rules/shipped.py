"""The table of classification that a workspace starts from, and follows until it has its own."""

from typing import Final

from support.rules.classification import UNCLASSIFIED, Rule

# Labels, layer, health. The first that fits decides, so what is special stands before what is not.
SHIPPED: Final = (
    # Unready pods of the whole cluster are ours, whoever runs them.
    Rule("alertname=ClusterPodsUnready*|PlatformPodsUnready*", "pod", "work", owner="platform"),
    Rule("alertname=KubeAPI*", "master", "work"),
    Rule("alertname=KubeScheduler*", "master", "resource"),
    Rule("alertname=KubeController*", "master", "resource"),
    Rule("alertname=etcd*", "master", "resource"),
    Rule("alertname=KubeletRuntime*", "node", "work"),
    Rule("alertname=Kubelet*", "node", "resource"),
    Rule("alertname=KubeNode*", "node", "resource"),
    Rule("alertname=NodeExporter*|KubeStateMetrics*", "addon", "resource"),
    Rule("alertname=Node*", "node", "resource"),
    Rule("alertname=CoreDNS*", "addon", "work"),
    Rule("alertname=KubeDNS*", "addon", "work"),
    Rule("alertname=KubeProxy*", "addon", "resource"),
    Rule("alertname=*Agent*", "addon", "resource"),
    Rule("alertname=Prometheus*", "addon", "resource"),
    Rule("alertname=Alertmanager*", "addon", "resource"),
    Rule("alertname=KubePod*", "pod", "work"),
    Rule("alertname=KubeContainer*", "pod", "work"),
    Rule("alertname=KubeDeployment*", "pod", "work"),
    Rule("alertname=KubeStatefulSet*", "pod", "work"),
    Rule("alertname=KubeDaemonSet*", "pod", "work"),
    Rule("alertname=KubeJob*", "pod", "work"),
    Rule("alertname=KubeHpa*", "pod", "resource"),
    Rule("alertname=CPUThrottling*", "pod", "resource"),
    Rule("namespace=kube-system|monitoring\npod=*", "addon", UNCLASSIFIED),
    Rule("namespace=*\npod=*", "pod", UNCLASSIFIED),
    Rule("node=*", "node", UNCLASSIFIED),
    Rule("instance=*:9100|*:10250", "node", UNCLASSIFIED),
    Rule("job=kube-apiserver|apiserver", "master", UNCLASSIFIED),
)
