"""The cast. The servers that tests talk to are in tests/services."""

import gc
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from planner.models import Member, Role, Workspace
from tests.factories import MemberFactory, PersonFactory, WorkspaceFactory

pytest_plugins = ["tests.services.fixtures", "tests.strictness"]

# How long it takes says how busy the machine is, and nothing about what is promised.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")

TESTS = Path(__file__).parent
# What answers a browser or a program asks actions and queries, which are tested on both databases,
# as is what strange bodies are kept by; rules, sources and drawings ask none.
SAME_ON_EVERY_DATABASE = {
    "deploy",
    *("api", "house", "journeys", "pages", "rest", "rules", "services", "sources"),
    *("templatetags", "views"),
    # planners of their own, in other processes
    *("test_doctor.py", "test_upgrade.py", "test_restarts.py"),
    *("test_faults.py", "test_fuzz.py", "test_killed_sender.py"),
}
# Begun first, so that no processor waits for one of them at the end; those that wait for others,
# as for Prometheus, between those that do not.
LONGEST_FIRST = (
    "test_every_page.py",
    "test_played_cluster.py",
    "test_urls_walk.py",
    "test_supervisor.py",
    "test_api_fuzz.py",
    "test_alertmanager.py",
    "test_payloads.py",
    "test_demo.py",
    "test_api_walk.py",
    "test_database_away.py",
    "test_desk.py",
    "test_upgrade.py",
    "test_settings.py",
    "test_keys.py",
    "test_review.py",
    "test_doctor.py",
    "test_epic.py",
    "test_services.py",
)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Half of the files need not be read to be left out."""
    is_left_out = collection_path.is_file() and _is_once(collection_path)
    return (is_left_out and "not once" in config.option.markexpr) or None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is the same whatever the database runs on one of them."""
    for item in items:
        if _is_once(item.path):
            item.add_marker("once")
    of_the_other = "server" if config.option.database == "sqlite" else "embedded"
    items[:] = [item for item in items if not item.get_closest_marker(of_the_other)]
    items.sort(key=lambda item: _rank(item.path.name))


def _is_once(path: Path) -> bool:
    parts = set(path.relative_to(TESTS).parts)
    return bool(parts & SAME_ON_EVERY_DATABASE)


def _rank(name: str) -> int:
    return LONGEST_FIRST.index(name) if name in LONGEST_FIRST else len(LONGEST_FIRST)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: to look through it for garbage takes a tenth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True)
def quick_passwords(request: pytest.FixtureRequest, settings: Any) -> None:
    """Hash them cheaply, unless a planner outside this process has to read them."""
    if "stack" not in request.fixturenames:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def static_files_are_found_when_asked_for(settings: Any) -> None:
    """Every client of a test would look through all of them first, as long as a page takes."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def workspace(db: None) -> Workspace:
    return WorkspaceFactory(slug="platform", name="Platform")


def _member(workspace: Workspace, name: str, role: Role) -> Member:
    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    return MemberFactory(
        workspace=workspace, person=PersonFactory(name=name, email=email), role=role
    )


@pytest.fixture
def haruka(workspace: Workspace) -> Member:
    """The manager."""
    return _member(workspace, "Haruka Mori", Role.MANAGER)


@pytest.fixture
def ren(workspace: Workspace) -> Member:
    """On a release team."""
    return _member(workspace, "Ren Kuroda", Role.MEMBER)


@pytest.fixture
def sho(workspace: Workspace) -> Member:
    """On support."""
    return _member(workspace, "Sho Minagawa", Role.MEMBER)


@pytest.fixture
def nadia(workspace: Workspace) -> Member:
    """A developer of the company, who asks."""
    return _member(workspace, "Nadia Haddad", Role.REQUESTER)


@pytest.fixture
def vera(workspace: Workspace) -> Member:
    """Looks, and changes nothing."""
    return _member(workspace, "Vera Lindt", Role.VIEWER)


@pytest.fixture
def otto(db: None) -> Member:
    """From another workspace: he must never see anything of ours."""
    return _member(WorkspaceFactory(slug="elsewhere"), "Otto Brandt", Role.MANAGER)
