"""What tests ask for by name. The servers are described in the modules beside this one."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext

from tests.services import environment
from tests.services.binaries import binary
from tests.services.browser import CHROMIUM_ARGS, Complaints, assert_accessible
from tests.services.data_folder import DATA_FOLDER
from tests.services.kept import Kept
from tests.services.stack import Servers, Stack


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, data_folder: Kept
) -> None:
    """
    A copy of what was migrated once.

    SQLite in a file, as people have it: in memory it locks otherwise, and only one sees it.
    """
    database = settings.DATABASES["default"]
    test = database.setdefault("TEST", {})
    if "sqlite" in database["ENGINE"]:
        test["NAME"] = str(data_folder.copy_to(settings.VAR / "migrated") / "sixweek.sqlite3")
    elif environment.OWN_SERVER in os.environ:
        test["TEMPLATE"] = database["NAME"]


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Both were migrated already, and go with the folder of the run or of its own server."""
    is_sqlite = "sqlite" in settings.DATABASES["default"]["ENGINE"]
    return is_sqlite or environment.OWN_SERVER in os.environ


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium; as root it has no sandbox."""
    found = binary("chromium-headless-shell", "chromium", "google-chrome")
    return {**browser_type_launch_args, "executable_path": found, "args": CHROMIUM_ARGS}


@pytest.fixture(scope="session")
def _servers(django_db_setup: None) -> Iterator[Servers]:
    servers = Servers.in_folder(environment.new_folder(), environment.running_valkey())
    yield servers
    servers.stop()


@pytest.fixture
def stack(
    _servers: Servers, transactional_db: None, new_context: Callable[..., BrowserContext]
) -> Iterator[Stack]:
    """
    The whole planner, running on the test's database; see ``Stack``.

    At the end every console error, CSP violation, 5xx answer and missing file of every page that
    was opened fails the test, unless ``stack.complaints.expect(text)`` was said.
    """
    _servers.start()
    complaints = Complaints()
    yield Stack(_servers, complaints, new_context)
    _servers.settle()
    assert not complaints.unexpected(), "\n".join(complaints.unexpected())


@pytest.fixture
def nobody_works(_servers: Servers) -> None:
    """No worker answers, though a journey before may have left one running for the next."""
    _servers.worker.stop()
    _servers.beat.stop()


@pytest.fixture
def axe() -> Callable[..., None]:
    """``axe(page)`` asserts that axe finds nothing on the page as it stands."""
    return assert_accessible


@pytest.fixture
def folder() -> Path:
    """For the files of a server that a test starts itself; removed with the test run."""
    return environment.new_folder()


@pytest.fixture(scope="session")
def data_folder() -> Kept:
    """``data_folder.copy_to(folder)``: where a planner of its own need not migrate first."""
    return DATA_FOLDER
