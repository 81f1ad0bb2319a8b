"""``./run`` after the installation: starts all, stops all, and says in one sentence why not."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from planner.supervisor.options import parse
from tests.services.kept import Kept
from tests.services.process import bare_environment, free_port, wait_until

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent.parent


class Run:
    """One ``python -m planner.supervisor``, as ``./run`` ends in, with a data folder of its own."""

    def __init__(self, var: Path, *arguments: str, **env: str) -> None:
        self.port = free_port()
        self.var = var
        command = [sys.executable, "-m", "planner.supervisor", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, *arguments],
            cwd=ROOT,
            env=bare_environment(PLANNER_VAR=str(var), **env),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def is_up(self) -> bool:
        assert self.process.poll() is None, self.output()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=1) as it:
                return it.status == 200
        except OSError:
            return False

    def wait_until_up(self) -> "Run":
        wait_until(self.is_up, seconds=40, what="the planner")
        wait_until(lambda: len(self.descendants()) >= 8, seconds=20, what="worker and beat")
        return self

    def descendants(self) -> dict[int, str]:
        """Every process of this planner but the supervisor: all know its data folder."""
        mark = str(self.var).encode()
        found = {}
        for process in Path("/proc").glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_bytes()
                if mark in (process / "environ").read_bytes() or mark in command:
                    found[int(process.name)] = command.replace(b"\0", b" ").decode()
            except OSError:
                continue
        found.pop(self.process.pid, None)
        return found

    def pid_of(self, words: str) -> int:
        return next(pid for pid, command in self.descendants().items() if words in command)

    def output(self) -> str:
        return self.process.communicate(timeout=20)[0]

    def end(self) -> None:
        for pid in (self.process.pid, *self.descendants()):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.communicate()


@pytest.fixture
def var(folder: Path, data_folder: Kept) -> Path:
    """A data folder that was used before."""
    return data_folder.copy_to(folder / "var")


@pytest.fixture
def start(folder: Path) -> Iterator:
    runs = []

    def _start(*arguments: str, var: Path = folder / "var", **env: str) -> Run:
        runs.append(Run(var, *arguments, **env))
        return runs[-1]

    yield _start
    for run in runs:
        run.end()


def test_first_start_keeps_its_folder_to_itself_and_stops_within_five_seconds(start, folder):
    run = start("--no-demo").wait_until_up()
    assert (run.var / "origin").read_text().strip() == f"http://127.0.0.1:{run.port}"
    second = start()
    assert "Cannot start: Another planner runs on the data folder" in second.output()
    assert second.process.returncode == 1
    asked = time.monotonic()

    run.process.send_signal(signal.SIGTERM)
    output = run.output()

    assert run.process.returncode == 0
    assert time.monotonic() - asked < 5
    assert not run.descendants()
    assert "Applying" in output
    assert f"http://127.0.0.1:{run.port}/" in output
    assert "worker |" in output
    assert not (folder / "var" / "backups").exists()


DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf'); signal.pause()"
KEEPING_THE_DEAF = f"""
import os, sys
from planner.supervisor.child import Program
from planner.supervisor.supervisor import Stopped, Supervisor
try:
    with Supervisor({{**os.environ, "PYTHONUNBUFFERED": "1"}}) as house:
        house.start(Program("beat", [sys.executable, "-c", {DEAF!r}]))
        house.watch()
except Stopped:
    pass
"""


def test_child_that_ignores_the_stop_is_killed_in_time():
    house = subprocess.Popen(
        [sys.executable, "-c", KEEPING_THE_DEAF], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert house.stdout.readline() == "beat   | deaf\n"
    asked = time.monotonic()

    house.send_signal(signal.SIGINT)

    # All of it, as the pipe closes when nobody holds it any more.
    assert "beat did not stop in time and was killed" in house.communicate(timeout=20)[0]
    assert time.monotonic() - asked < 5
    assert house.returncode == 0


def test_child_that_dies_ends_the_rest_with_a_message(start, var):
    run = start("--no-demo")
    wait_until(lambda: len(run.descendants()) >= 3, seconds=20, what="guardian, Valkey and web")

    os.kill(run.pid_of("valkey"), signal.SIGKILL)
    output = run.output()

    assert run.process.returncode == 1
    assert "valkey was ended by SIGKILL (see " in output
    assert "stopping the rest." in output
    assert not run.descendants()


def test_no_process_outlives_a_supervisor_that_was_killed(start, var):
    run = start("--no-demo").wait_until_up()
    deaf = run.pid_of("celery --quiet --skip-checks -A planner.celery beat")
    os.kill(deaf, signal.SIGSTOP)

    run.process.kill()

    wait_until(lambda: not run.descendants(), seconds=20, what="the end of all processes")


def test_taken_port_is_refused_in_one_sentence(start):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]

        run = start("--port", str(port))

        assert run.output().startswith(f"Cannot start: Port {port} on 127.0.0.1 cannot be used")
        assert run.process.returncode == 1


def test_unwritable_data_folder_is_refused_in_one_sentence(start):
    # In /proc even root cannot make a folder.
    run = start(var=Path("/proc/sixweek"))

    assert run.output().startswith("Cannot start: The data folder /proc/sixweek cannot be written")
    assert run.process.returncode == 1


def test_data_folder_too_deep_for_a_socket_is_refused_in_one_sentence(start, folder):
    run = start(var=folder / ("d" * 100))

    assert "too long for a socket in it" in run.output()
    assert run.process.returncode == 1


def test_bad_setting_is_refused_before_anything_starts(start):
    run = start(PLANNER_LOG_FORMAT="xml")

    assert "PLANNER_LOG_FORMAT" in run.output()
    assert run.process.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "origin", "wanted"),
    [
        ([], "http://127.0.0.1:8000", True),
        (["--no-demo"], "http://127.0.0.1:8000", False),
        (["--host", "0.0.0.0"], "http://127.0.0.1:8000", False),
        (["--host", "localhost"], "http://localhost:8000", True),
        ([], "https://planner.example.org", False),
    ],
)
def test_demo_is_for_loopback_only(arguments, origin, wanted):
    assert parse(arguments).wants_demo(origin) is wanted


@pytest.mark.parametrize(
    ("arguments", "origin"),
    [
        ([], "http://127.0.0.1:8000"),
        (["--port", "8123"], "http://127.0.0.1:8123"),
        (["--host", "::1"], "http://[::1]:8000"),
        (["--host", "0.0.0.0"], f"http://{socket.gethostname()}:8000"),
    ],
)
def test_origin_follows_host_and_port(arguments, origin):
    assert parse(arguments).origin == origin


@pytest.mark.parametrize("port", ["0", "65536", "eighty"])
def test_port_that_is_none_is_refused(port, capsys):
    with pytest.raises(SystemExit):
        parse(["--port", port])

    assert f"{port} is no port" in capsys.readouterr().err
