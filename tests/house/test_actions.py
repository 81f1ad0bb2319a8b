"""Rows change in actions only: there they are locked, checked, and told of in the log."""

import ast
from pathlib import Path

import pytest

from tests.house import ROOMS, place, sources

WRITES = {
    "abulk_create", "acreate", "adelete", "aget_or_create", "asave", "aupdate",
    "aupdate_or_create", "bulk_create", "bulk_update", "create", "delete", "get_or_create",
    "save", "update", "update_or_create",
}  # fmt: skip

# Called so, and yet no change of a row; each with its why.
HARMLESS = {
    ("planner/kit/cache.py", "delete"): "of the cache",
    ("planner/models/activity.py", "save"): "refuses, then lets Django save",
    ("planner/models/activity.py", "delete"): "refuses",
    ("planner/activity.py", "create"): "writes the log for all actions, in their transaction",
    ("planner/activity.py", "bulk_create"): "the same, for many at once",
    ("support/rules/ratio_account.py", "update"): "of a count",
}


def _writes(file: Path) -> list[tuple[int, str]]:
    calls = (n for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, ast.Call))
    named = ((c.lineno, c.func.attr) for c in calls if isinstance(c.func, ast.Attribute))
    return [(line, name) for line, name in named if name in WRITES]


def test_rows_change_in_actions_only():
    elsewhere = [
        f"{place(file, line)} {name}"
        for file in sources(*ROOMS)
        if "actions" not in file.parts
        for line, name in _writes(file)
        if (place(file), name) not in HARMLESS
    ]
    assert elsewhere == []


@pytest.mark.parametrize(("file", "name"), HARMLESS)
def test_what_is_called_harmless_is_still_there(file, name):
    found = [found for path in sources(*ROOMS) if place(path) == file for found in _writes(path)]
    definitions = next(p for p in sources(*ROOMS) if place(p) == file).read_text()
    assert name in {called for _line, called in found} or f"def {name}(" in definitions
