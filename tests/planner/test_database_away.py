"""PostgreSQL stops while the planner runs, and comes back: what each is told meanwhile."""

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from tests.services.environment import new_folder
from tests.services.postgresql import Postgresql
from tests.services.process import wait_until
from tests.services.sixweek import Web

pytestmark = [pytest.mark.journey, pytest.mark.once]

QUICKLY = 4.0  # seconds, on a busy machine: a request waits two for a connection
PAGE = "/w/platform/"
SESSION = {"Cookie": f"{settings.SESSION_COOKIE_NAME}=" + "a" * 32}


class Planner:
    """A web server with a database of its own, and a token for it."""

    def __init__(self) -> None:
        folder = new_folder()
        folder.chmod(0o755)
        self.database = Postgresql(folder)
        self.env = {"DATABASE_URL": self.database.url, "PLANNER_SECRET_KEY": "nobody's " * 10}
        self.env["PLANNER_PASSWORD"] = "plenty of unknowns"
        self.web = Web(folder, self.env)

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, settings.BASE_DIR / "manage.py", *arguments]
        env = {**os.environ, **self.env}
        return subprocess.check_output(command, env=env, text=True).strip()

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[http.client.HTTPResponse, str]:
        begun = time.monotonic()
        server = http.client.HTTPConnection("127.0.0.1", self.web.port, timeout=20)
        server.request(method, path, body, headers or SESSION)
        answer = server.getresponse()
        text = answer.read().decode()
        server.close()
        assert time.monotonic() - begun < QUICKLY, path
        return answer, text


@pytest.fixture(scope="module")
def planner() -> Iterator[Planner]:
    found = Planner()
    try:
        found.database.start()
        found.web.start()
        yield found
    finally:
        found.web.stop()
        found.database.stop()


@pytest.fixture
def hook(planner: Planner) -> dict[str, str]:
    planner.manage("create_workspace", "platform", "--name", "P", "--manager", "haruka@example.org")
    token = planner.manage("create_source", "platform", "alertmanager", "--name", "Tokyo")
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


def test_database_that_stops_is_told_of_in_words_and_comes_back(
    planner: Planner, hook: dict[str, str]
) -> None:
    def send() -> int:
        body = json.dumps({"alerts": []}).encode()
        return planner.ask("/hooks/alertmanager", "POST", body, **hook)[0].status

    def status(path: str) -> int:
        return planner.ask(path)[0].status

    assert (status(PAGE), send()) == (302, 202)
    planner.database.stop()

    answer, page = planner.ask(PAGE)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "10")
    assert "its database does not answer" in page
    assert f'class="button primary" href="{PAGE}"' in page
    _, page = planner.ask(PAGE, "POST", b"", **SESSION, **{"Accept-Language": "ja"})
    assert '<html lang="ja"' in page
    assert "データベース" in page
    problem = _problem(planner, f"/api/v1{PAGE}epics/")
    assert problem == ("10", "Service Unavailable", 503)
    assert send() == 503
    assert (status("/healthz"), status("/readyz")) == (200, 503)

    planner.database.start()
    wait_until(lambda: send() == 202, seconds=5, what="the database")
    assert status(PAGE) == 302


def _problem(planner: Planner, path: str) -> tuple[Any, ...]:
    answer, text = planner.ask(path, Authorization="Bearer " + "a" * 50)
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = json.loads(text)
    return answer.headers["Retry-After"], told["title"], told["status"]
