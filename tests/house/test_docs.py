"""Every setting, address, task and command has its line in the docs."""

import re
from collections import Counter

import pytest
from celery import current_app
from django.core.management import get_commands

from tests.house import ROOMS, ROOT, sources
from tests.house.addresses import addresses

DOCS = "\n".join(file.read_text() for file in sources("docs", ending="md"))


def _settings() -> set[str]:
    text = (ROOT / "planner/settings.py").read_text()
    return set(re.findall(r'\benv\.\w+\(\s*"(\w+)"', text))


def _routes() -> set[str]:
    ours = {one for one in addresses() if not one.route.startswith("accounts/")}
    return {one.documented_as for one in ours if "^" not in one.route}


def _tasks() -> set[str]:
    current_app.loader.import_default_modules()
    return {name for name in current_app.tasks if name.partition(".")[0] in ROOMS}


def _commands() -> set[str]:
    return {name for name, app in get_commands().items() if app in ROOMS}


@pytest.mark.django_db  # Celery's loader has Django check its models
@pytest.mark.parametrize("find", [_settings, _routes, _tasks, _commands])
def test_everything_has_its_line(find):
    found = find()
    assert found
    assert sorted(each for each in found if f"`{each}" not in DOCS) == []


def test_reference_names_each_address_once():
    rows = re.findall(r"^\| (`/.*?) \|", (ROOT / "docs/reference.md").read_text(), re.MULTILINE)
    named = Counter(address for row in rows for address in re.findall(r"`(/[^`]+)`", row))
    assert len(named) > 100
    assert [address for address, times in named.items() if times > 1] == []
