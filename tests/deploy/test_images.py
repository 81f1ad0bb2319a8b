"""
Dockerfile, compose file and manifests, read by linters and schemas and held against the code.

No container is started: no machine of the tests has an engine.
"""

import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from planner.supervisor import processes
from planner.supervisor.options import Options
from tests.house import ROOT
from tests.planner.test_settings import manage

DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
BIN = Path(sys.executable).parent
# The oldest that its makers still mend, and the newest whose schema is known.
VERSIONS = ("1.33", "1.36")


@cache
def _documents(file: Path) -> tuple[dict[str, Any], ...]:
    return tuple(yaml.safe_load_all(file.read_text()))


def _manifests() -> list[dict[str, Any]]:
    (kustomization,) = _documents(KUBERNETES / "kustomization.yaml")
    listed = [one for name in kustomization["resources"] for one in _documents(KUBERNETES / name)]
    return [*listed, *_documents(KUBERNETES / "secret.example.yaml")]


def _named(manifest: dict[str, Any]) -> str:
    return f"{manifest['kind']}-{manifest['metadata']['name']}"


def _deployment(name: str) -> dict[str, Any]:
    (found,) = (one for one in _manifests() if _named(one) == f"Deployment-sixweek-{name}")
    spec: dict[str, Any] = found["spec"]
    return spec


def _containers() -> list[Any]:
    return [
        pytest.param(one, id=f"{name}-{one['name']}")
        for name in ("web", "worker", "beat")
        for pod in (_deployment(name)["template"]["spec"],)
        for one in [*pod["initContainers"], *pod["containers"]]
    ]


def _program(name: str) -> list[str]:
    """As the supervisor starts it."""
    options = Options(host="0.0.0.0", port=8000, demo=False)
    programs = {
        "web": lambda: processes.web(options),
        "worker": processes.worker,
        "beat": processes.beat,
    }
    return ["python", *(str(part) for part in programs[name]().command[1:])]


def _dockerfile(instruction: str) -> list[str]:
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    return [
        line.removeprefix(instruction).strip() for line in lines if line.startswith(instruction)
    ]


def _read_by(*command: str | Path) -> None:
    done = subprocess.run([BIN / command[0], *command[1:]], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_dockerfile_has_no_common_mistake():
    _read_by("hadolint", DEPLOY / "Dockerfile")


def test_dockerfile_copies_what_is_there_and_is_sent():
    sent = {
        line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] == "!"
    }
    copied = {
        name
        for line in _dockerfile("COPY ")
        if not line.startswith("--from")
        for name in line.split()[:-1]
    }

    assert copied == sent
    assert all((ROOT / name).exists() for name in copied)


def test_image_holds_every_folder_of_the_application():
    (command,) = _dockerfile("CMD ")

    assert {"planner", "cycles", "support", "templates", "locale"} <= {
        line.split()[0] for line in _dockerfile("COPY ")
    }
    assert yaml.safe_load(command) == _program("web")
    assert _dockerfile("USER ") == ["10001:10001"]


def test_compose_file_is_what_compose_takes():
    _read_by("check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yml")


def test_compose_runs_what_the_supervisor_runs():
    (compose,) = _documents(DEPLOY / "compose.yml")
    services = compose["services"]

    assert "command" not in services["web"]  # that of the image
    assert services["worker"]["command"] == _program("worker")
    assert services["beat"]["command"] == _program("beat")
    assert services["upgrade"]["command"] == ["python", "manage.py", "upgrade"]
    assert all(one["deploy"]["resources"]["limits"] for one in services.values())


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("manifest", _manifests(), ids=_named)
def test_manifest_is_what_kubernetes_takes(manifest, version):
    kubernetes_validate.validate(manifest, version, strict=True)


def test_every_manifest_is_listed():
    (kustomization,) = _documents(KUBERNETES / "kustomization.yaml")
    unlisted = {"kustomization.yaml", "secret.example.yaml"}

    assert {file.name for file in KUBERNETES.glob("*.yaml")} == {
        *kustomization["resources"],
        *unlisted,
    }


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_kubernetes_runs_what_the_supervisor_runs(name):
    (container,) = _deployment(name)["template"]["spec"]["containers"]

    assert container["command"] == _program(name)
    assert container["livenessProbe"]


@pytest.mark.parametrize("container", _containers())
def test_container_is_limited_and_may_do_nothing_else(container):
    assert container["resources"]["requests"].keys() == {"cpu", "memory"}
    assert container["resources"]["limits"].keys() == {"cpu", "memory"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def test_there_is_one_beat_at_any_moment():
    beat = _deployment("beat")

    assert (beat["replicas"], beat["strategy"]) == (1, {"type": "Recreate"})


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["startupProbe", "readinessProbe", "livenessProbe"])
def test_probe_of_the_web_is_answered_on_plain_http(client, settings, kind, monkeypatch):
    monkeypatch.setattr("planner.pages.health.what_is_missing", list)
    settings.ALLOWED_HOSTS = ["planner.example.org", "127.0.0.1"]
    settings.SECURE_SSL_REDIRECT = True
    (container,) = _deployment("web")["template"]["spec"]["containers"]
    probe = container[kind]["httpGet"]
    (host,) = (one["value"] for one in probe["httpHeaders"] if one["name"] == "Host")

    assert client.get(probe["path"], HTTP_HOST=host).status_code == 200
    assert client.get(probe["path"], HTTP_HOST="10.1.2.3").status_code == 400


def test_settings_of_the_manifests_pass_the_deployment_checks(tmp_path):
    lines = (KUBERNETES / "settings.env").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    (secret,) = _documents(KUBERNETES / "secret.example.yaml")
    for name, value in secret["stringData"].items():
        secure = value.replace("CHANGE-ME", "".join(chr(65 + i % 26) for i in range(60)))
        (tmp_path / name).write_text(secure)
    mounted = {
        name: str(tmp_path / Path(value).name) if name.endswith("_FILE") else value
        for name, value in given.items()
    }

    checked = manage(
        "check", "--deploy", "--fail-level", "WARNING", **mounted, PLANNER_VAR=str(tmp_path)
    )

    assert checked.returncode == 0, checked.stderr
    assert {Path(value).name for name, value in given.items() if name.endswith("_FILE")} == set(
        secret["stringData"]
    )
