"""The database, the broker and the worker go down in the middle of a storm, and come back."""

import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.environment import new_folder
from tests.services.postgresql import Postgresql
from tests.services.process import wait_until
from tests.services.sixweek import Beat, Web, Worker
from tests.services.valkey import Valkey
from tests.support.storm import storm

ROOT = Path(__file__).resolve().parents[2]
BODIES = storm(24, 50)

# Waits until nothing of the source waits, then says what stands.
STANDING = """
import json, sys, time
import django; django.setup()
from support.models import Delivery, Source
from tests.support.storm import standing
source = Source.objects.get(name=sys.argv[1])
waiting = Delivery.objects.filter(source=source).exclude(state="digested")
ends = time.monotonic() + 120
while waiting.exists() and time.monotonic() < ends:
    time.sleep(0.05)
print(json.dumps([waiting.count(), *standing(source)], default=str))
"""


class _Planner:
    """One of its own, on a PostgreSQL that may be stopped, and that forgets nothing then."""

    def __init__(self) -> None:
        folder = new_folder()
        self.database = Postgresql(new_folder(), durable=True)
        self.valkey = Valkey(folder)
        self.env = {
            "DATABASE_URL": self.database.url,
            "REDIS_URL": self.valkey.url,
            "PLANNER_SECRET_KEY": "protects nothing at all, the tests use it " * 2,
            "PLANNER_VAR": str(folder),
            "PLANNER_SWEEP_SECONDS": "1",
            "PLANNER_PASSWORD": "correct horse battery staple",
            "DJANGO_SETTINGS_MODULE": "planner.settings",
            "PYTHONPATH": str(ROOT),
        }
        self.web = Web(folder, self.env)
        self.worker, self.beat = Worker(folder, self.env), Beat(folder, self.env)
        self.servers = (self.database, self.valkey, self.web, self.worker, self.beat)

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            env={**os.environ, **self.env},
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def standing(self, source: str) -> list[object]:
        found: list[object] = json.loads(self.run("-c", STANDING, source))
        return found


@pytest.fixture
def planner() -> Iterator[_Planner]:
    made = _Planner()
    try:
        _start(made)
        yield made
    finally:
        for server in reversed(made.servers):
            server.stop()


def _start(made: _Planner) -> None:
    made.database.start()
    named = ("platform", "--name", "Platform", "--manager", "haruka@example.org")
    made.run("manage.py", "create_workspace", *named)
    for server in made.servers:
        server.start()


class _Sender:
    """As Alertmanager does it: what is answered with 5xx, or not at all, is sent again."""

    def __init__(self, planner: _Planner, name: str) -> None:
        self.token = planner.run(
            "manage.py", "create_source", "platform", "alertmanager", "--name", name
        )
        self.url = f"{planner.web.url}/hooks/alertmanager"
        self.sent = 0
        self.limit = len(BODIES)
        self.again = 0
        self.refused: set[tuple[int, str | None]] = set()

    def send_all(self) -> None:
        for body in BODIES:
            while self.sent >= self.limit:
                time.sleep(0.01)
            while not self._send(body):
                self.again += 1
                time.sleep(0.05)
            self.sent += 1
            time.sleep(0.01)

    def _send(self, body: bytes) -> bool:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        try:
            with urllib.request.urlopen(
                urllib.request.Request(self.url, body, headers), timeout=10
            ) as answer:
                return bool(answer.status == 202)
        except urllib.error.HTTPError as refusal:
            self.refused.add((refusal.code, refusal.headers["Retry-After"]))
        except OSError:
            pass  # nobody answered
        return False

    def go_on(self, share: float) -> None:
        """Until so much of it is sent."""
        self.limit = int(share * len(BODIES))

    def wait(self) -> None:
        """Until all that may be sent is."""
        wait_until(lambda: self.sent >= self.limit, seconds=120, what="the sender")


@pytest.mark.slow
def test_planner_whose_servers_go_down_in_a_storm_ends_as_on_a_quiet_day(planner):
    quiet = _Sender(planner, "quiet")
    quiet.send_all()
    sender = _Sender(planner, "unlucky")
    sender.go_on(0.2)
    storm_comes = threading.Thread(target=sender.send_all, daemon=True)
    storm_comes.start()
    sender.wait()

    sender.go_on(0.4)
    planner.valkey.kill()
    sender.wait()
    planner.worker.kill()
    planner.valkey.start()
    planner.worker.start()
    for end, share in ((planner.database.stop, 0.5), (planner.database.kill, 0.7)):
        sender.go_on(share)
        end()
        sender.go_on(share + 0.1)  # so that there is something that nobody takes
        before = sender.again
        wait_until(lambda: sender.again > before, seconds=60, what="a refusal")  # noqa: B023
        planner.database.start()
        sender.wait()
    sender.go_on(1)
    planner.worker.kill()
    planner.worker.start()
    storm_comes.join(120)

    assert sender.sent == len(BODIES)
    assert sender.refused == {(503, "10")}
    waiting, *stands = planner.standing("unlucky")
    assert waiting == 0
    assert _facts(stands) == _facts(planner.standing("quiet")[1:])


def _facts(stands: list[object]) -> list[object]:
    """But for when something was received: that was another time."""
    return [
        [{name: value for name, value in row.items() if name != "resolved_at"} for row in rows]
        for rows in stands
    ]
