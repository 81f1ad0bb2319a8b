"""The two figures of the way of working, 10 % and 1 %, tried to the last pod and operation."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.deploy.shipped import MONITORING
from tests.services.binaries import binary

Series = dict[str, str]


def _pods(cluster: str, count: int, unready: int) -> Iterator[Series]:
    for number in range(count):
        pod = f'cluster="{cluster}", namespace="n{number % 9}", pod="p{number}"'
        ready = int(number >= unready)
        yield {"series": f'kube_pod_status_phase{{{pod}, phase="Running"}}', "values": "1x7"}
        yield {
            "series": f'kube_pod_status_ready{{{pod}, condition="true"}}',
            "values": f"{ready}x7",
        }


def _finished(cluster: str, count: int) -> Iterator[Series]:
    for number in range(count):
        pod = f'cluster="{cluster}", namespace="jobs", pod="j{number}"'
        yield {"series": f'kube_pod_status_phase{{{pod}, phase="Succeeded"}}', "values": "1x7"}
        yield {"series": f'kube_pod_status_ready{{{pod}, condition="true"}}', "values": "0x7"}


def _operations(cluster: str, each_minute: int, errors: int) -> Iterator[Series]:
    for what, count in (("total", each_minute), ("errors_total", errors)):
        name = f'kubelet_runtime_operations_{what}{{cluster="{cluster}", node="a"}}'
        yield {"series": name, "values": f"0+{count}x50"}


def _assert_fires_only_over(
    folder: Path, *, rules: str, series: list[Series], alert: str, after: str
) -> None:
    """Of the clusters ``edge`` and ``over`` only the second one's alert fires."""
    firing = f'count by (cluster) (ALERTS{{alertname="{alert}", alertstate="firing"}})'
    test = {
        "rule_files": [str(MONITORING / "rules" / rules)],
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": series,
                "promql_expr_test": [
                    {
                        "expr": firing,
                        "eval_time": after,
                        "exp_samples": [{"labels": '{cluster="over"}', "value": 1}],
                    }
                ],
            }
        ],
    }
    file = folder / "edges.yml"
    file.write_text(json.dumps(test))  # JSON is YAML
    done = subprocess.run(
        [binary("promtool"), "test", "rules", str(file)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_unready_pods_at_one_in_ten(tmp_path):
    pods = [*_pods("edge", 1000, 100), *_pods("over", 1000, 101), *_finished("edge", 100)]

    _assert_fires_only_over(
        tmp_path, rules="pods.yml", series=pods, alert="ClusterPodsUnready", after="6m"
    )


def test_runtime_errors_at_one_in_a_hundred(tmp_path):
    operations = [*_operations("edge", 10_000, 100), *_operations("over", 10_000, 101)]

    _assert_fires_only_over(
        tmp_path,
        rules="kubelet.yml",
        series=operations,
        alert="KubeletRuntimeErrors",
        after="45m",
    )
