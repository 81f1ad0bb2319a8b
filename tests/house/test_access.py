"""The table of who may do what, row by row, and the page of the docs that shows it."""

from pathlib import Path

import pytest

from planner import access
from planner.models import Role
from tests.factories import MemberFactory

DOCS = Path(__file__).resolve().parents[2] / "docs" / "features" / "access.md"
EXPECTED = {
    Role.MANAGER: set(access.TABLE),
    Role.MEMBER: {
        *("enter", "see", "see_people", "see_activity", "shape", "take_leave", "work_the_desk"),
        *("ask", "be_told"),
    },
    Role.VIEWER: {"enter", "see", "see_people", "see_activity"},
    Role.REQUESTER: {"enter", "ask"},
}


@pytest.mark.parametrize("role", Role)
def test_role_may_do_exactly_this(role, db):
    member = MemberFactory(role=role)

    assert {row for row in access.TABLE if getattr(access, f"may_{row}")(member)} == EXPECTED[role]


def test_docs_show_the_same_table():
    lines = [line for line in DOCS.read_text().splitlines() if line.startswith("|")]
    roles = [Role(cell) for cell in cells(lines[0])[1:]]
    shown = {
        frozenset(words(line)): {
            role for role, cell in zip(roles, cells(line)[1:], strict=True) if cell
        }
        for line in lines[2:]
    }
    assert len(shown) == len(access.TABLE)
    for row, allowed in access.TABLE.items():
        asked = set(row.split("_"))
        found = [roles for said, roles in shown.items() if asked <= said]
        assert allowed in found, f"{row} is not in docs/features/access.md as it is in the table"


def cells(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def words(line):
    return cells(line)[0].replace(",", "").replace(":", "").split()
