"""
Write ``manifests/`` anew from ``rules/``: the same rules for the Prometheus operator.

    python deploy/monitoring/manifests.py

https://prometheus-operator.dev/docs/api-reference/api/ (PrometheusRule): a rule file is what
stands under ``spec``.
"""

from pathlib import Path

HERE = Path(__file__).resolve().parent
HEAD = """\
# Made from ../rules/{file} by ../manifests.py: change that one.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: sixweek-{name}
  labels:
    app.kubernetes.io/part-of: sixweek
    role: alert-rules
spec:
"""
KUSTOMIZATION = """\
# kubectl apply -k deploy/monitoring/manifests -n monitoring
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
"""


def manifests() -> dict[str, str]:
    """By the name of the file, what is to stand in it."""
    made, kustomization = {}, KUSTOMIZATION
    for rules in sorted((HERE / "rules").glob("*.yml")):
        lines = rules.read_text().splitlines()
        spec = "".join(f"  {line}".rstrip() + "\n" for line in lines)
        made[rules.name] = HEAD.format(file=rules.name, name=rules.stem) + spec
        kustomization += f"  - {rules.name}\n"
    return made | {"kustomization.yaml": kustomization}


def main() -> None:
    folder = HERE / "manifests"
    folder.mkdir(exist_ok=True)
    for name, text in manifests().items():
        (folder / name).write_text(text)


if __name__ == "__main__":
    main()
