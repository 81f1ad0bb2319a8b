"""
Decides, before Django reads its settings, which servers the test run talks to.

``--database postgresql`` starts PostgreSQL once, or uses the server of ``DATABASE_URL`` when that
is set; with xdist every worker has a database of its own in it. Valkey starts in 40 ms, so every
process has its own, and a journey may stop it.
"""

import os
import shutil
import socket
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.services.flushing import empty_what_is_filled
from tests.services.postgresql import Postgresql
from tests.services.process import Process
from tests.services.valkey import Valkey

OWN_SERVER = "SIXWEEK_TESTS_OWN_SERVER"  # set where the databases go with the server
_started: list[Process] = []
_folders: list[Path] = []


class OutgoingSocketIsClosed(Exception):
    """A test reached for the world outside. Let it talk to a server on loopback instead."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("sixweek")
    group.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="the database that the tests run on",
    )
    group.addoption("--slow", action="store_true", help="run the long counts too")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config,
) -> Generator[None]:
    # A wrapper, because the settings are read by a plugin that is called first of all others.
    _prepare(early_config.known_args_namespace.database)
    try:
        return (yield)
    except BaseException:
        _end()
        raise


def pytest_configure(config: pytest.Config) -> None:
    empty_what_is_filled()
    socket.socket.connect = _loopback_only(socket.socket.connect)  # type: ignore[method-assign]
    socket.socket.connect_ex = _loopback_only(socket.socket.connect_ex)  # type: ignore[method-assign]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("slow"):
        return
    slow = [item for item in items if "slow" in item.keywords]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if "slow" not in item.keywords]


def pytest_unconfigure(config: pytest.Config) -> None:
    _end()


def new_folder() -> Path:
    """A folder that is removed when the test run ends; in memory where the system has that."""
    memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a private folder in it
    base = memory if os.access(memory, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="sixweek-test-", dir=base))
    _folders.append(folder)
    return folder


def _prepare(database: str) -> None:
    # What was set for somebody's own planner is not for tests.
    for name in [name for name in os.environ if name.startswith("PLANNER_")]:
        del os.environ[name]
    os.environ["PLANNER_VAR"] = str(new_folder())
    # Playwright keeps an event loop running in the thread of the tests.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    os.environ["REDIS_URL"] = _start(Valkey(new_folder())).url
    if database == "sqlite":
        os.environ.pop("DATABASE_URL", None)
        return
    os.environ["PLANNER_SECRET_KEY"] = "protects nothing at all, the tests use it " * 2
    if not os.environ.get("DATABASE_URL"):
        # The workers of xdist inherit it.
        os.environ["DATABASE_URL"] = _start(Postgresql(new_folder())).url
        os.environ[OWN_SERVER] = "yes"


def running_valkey() -> Valkey:
    """The Valkey that this process has as ``REDIS_URL``."""
    return next(server for server in _started if isinstance(server, Valkey))


def _start[P: Process](server: P) -> P:
    _started.append(server)
    server.start()
    return server


def _end() -> None:
    while _started:
        _started.pop().stop()
    while _folders:
        shutil.rmtree(_folders.pop(), ignore_errors=True)


def _loopback_only(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise OutgoingSocketIsClosed(f"{address}")
        return connect(self, address)

    return guarded


def _is_loopback(host: str) -> bool:
    return host in ("localhost", "::1", "") or host.startswith("127.")
