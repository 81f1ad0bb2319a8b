"""The planner refuses to start on a bad setting, and names it."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.process import bare_environment

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent.parent
KEY = "k" * 50


def manage(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """``manage.py`` as an operator calls it, with these settings and no others."""
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        env=bare_environment(**env),
        capture_output=True,
        text=True,
    )


def setting(name: str, **env: str) -> str:
    """What a fresh process has as this setting."""
    code = f"from django.conf import settings; print(settings.{name})"
    return subprocess.check_output(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=bare_environment(DJANGO_SETTINGS_MODULE="planner.settings", **env),
        text=True,
    ).strip()


TOLD_TOGETHER = {
    "PLANNER_ORIGIN": "planner.example.org",
    "PLANNER_DEBUG": "perhaps",
    "PLANNER_BEHIND_PROXY": "2 of them",
    "PLANNER_LOG_LEVEL": "LOUD",
    "PLANNER_LOG_FORMAT": "xml",
    "PLANNER_HOOK_BODY_BYTES": "many",
    "PLANNER_SWEEP_SECONDS": "0.1",
    "PLANNER_API_RATE": "often",
    "PLANNER_OUTGOING_ALLOW": "10.0.0.1/8",
}
BAD = [
    TOLD_TOGETHER,
    {
        "PLANNER_ORIGIN": "https://planner.example.org/there",
        "PLANNER_HOOK_BODY_BYTES": "0",
        "PLANNER_OUTGOING_ALLOW": "10.0.0.0/8,all of them",
    },
    {"PLANNER_SECRET_KEY": "short"},
    {"DATABASE_URL": "mysql://somewhere/else"},
    {"DATABASE_URL": "not a url"},
    {"PLANNER_MAIL_URL": "carrier-pigeon://example.org"},
    {"REDIS_URL": "http://127.0.0.1:6379"},
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{next(iter(bad))} and {len(bad) - 1} more")
def test_bad_settings_are_refused_by_their_names(bad, tmp_path):
    refused = manage("check", PLANNER_VAR=str(tmp_path), **bad)

    assert refused.returncode == 1
    assert refused.stderr.startswith("Cannot start: ")
    assert [name for name in bad if name not in refused.stderr] == []
    assert "Traceback" not in refused.stderr


def test_database_server_wants_a_secret_key_of_its_own(tmp_path):
    refused = manage("check", PLANNER_VAR=str(tmp_path), DATABASE_URL="postgresql://db/sixweek")

    assert "PLANNER_SECRET_KEY is missing" in refused.stderr


def test_secret_can_be_given_as_a_file(tmp_path):
    file = tmp_path / "secret"
    file.write_text(f"{KEY}\n")

    assert (
        setting("SECRET_KEY", PLANNER_VAR=str(tmp_path), PLANNER_SECRET_KEY_FILE=str(file)) == KEY
    )


def test_missing_secret_file_is_refused_by_name(tmp_path):
    refused = manage(
        "check", PLANNER_VAR=str(tmp_path), PLANNER_SECRET_KEY_FILE=str(tmp_path / "gone")
    )

    assert refused.returncode == 1
    assert "Cannot start: " in refused.stderr
    assert "PLANNER_SECRET_KEY_FILE" in refused.stderr


def test_embedded_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path):
    first = setting("SECRET_KEY", PLANNER_VAR=str(tmp_path))
    again = setting("SECRET_KEY", PLANNER_VAR=str(tmp_path))

    assert first == again
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_data_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "var").write_text("")

    refused = manage("check", PLANNER_VAR=str(tmp_path / "var"))

    assert "Cannot start: The data folder" in refused.stderr


def test_defaults_are_safe(tmp_path):
    shown = setting("DEBUG, settings.SESSION_COOKIE_HTTPONLY", PLANNER_VAR=str(tmp_path))

    assert shown == "False True"


def test_commands_print_links_to_where_the_planner_was_started(tmp_path):
    (tmp_path / "origin").write_text("http://10.0.0.7:8123\n")

    assert setting("ORIGIN", PLANNER_VAR=str(tmp_path)) == "http://10.0.0.7:8123"


def test_https_origin_closes_plain_http(tmp_path):
    env = {"PLANNER_VAR": str(tmp_path), "PLANNER_ORIGIN": "https://planner.example.org"}

    assert setting("SESSION_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT", **env) == "True True"


def test_connections_to_postgresql_are_kept_in_a_pool(tmp_path):
    shown = setting(
        "DATABASES",
        PLANNER_VAR=str(tmp_path),
        PLANNER_SECRET_KEY=KEY,
        DATABASE_URL="postgresql://db/sixweek",
    )

    assert "'pool'" in shown


def test_production_example_passes_the_deployment_checks(tmp_path):
    secrets = {
        "PLANNER_SECRET_KEY": "".join(chr(65 + i % 26) for i in range(60)),
        "DATABASE_URL": "postgresql://sixweek@db.example.org/sixweek",
        "PLANNER_MAIL_URL": "submission://me:secret@smtp.example.org:587",
        "PLANNER_METRICS_TOKEN": "for Prometheus",
    }
    lines = (ROOT / "deploy" / "production.env.example").read_text().splitlines()
    example = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    for name, secret in secrets.items():
        (tmp_path / name).write_text(secret)
        example[f"{name}_FILE"] = str(tmp_path / name)

    checked = manage(
        "check", "--deploy", "--fail-level", "WARNING", **example | {"PLANNER_VAR": str(tmp_path)}
    )

    assert checked.returncode == 0, checked.stderr
