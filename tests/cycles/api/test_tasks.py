"""A program writes cards and moves them."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from cycles.models import ScopeItem, Team
from planner.models import Member
from tests.api import client_of, url
from tests.cycles.boards import cards, order
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def client(ren: Member) -> APIClient:
    return client_of(ren)


@pytest.fixture
def post(client: APIClient, ren: Member) -> Any:
    def post(path: str, body: dict[str, Any] | None = None, status: int = 200) -> dict[str, Any]:
        answer = client.post(url(ren, path), body or {}, format="json")
        assert answer.status_code == status, answer.content
        shown: dict[str, Any] = answer.json()
        return shown

    return post


def test_card_is_written_with_all_that_it_serves(post, board: Team, ren: Member) -> None:
    item = ScopeItem.objects.create(epic=board.epic, title="Drain", added_at=NOON)
    body = {"team": board.pk, "title": "Hook", "assignee": ren.pk, "scope_item": item.pk}
    card = post("tasks/", body, 201)
    assert (card["key"], card["column"], card["nature"]) == ("T-1", "todo", "scope")
    assert (card["epic"], card["scope_item"]) == (board.epic.key, item.pk)
    assert card["assignee"] == {"id": ren.pk, "name": "Ren Kuroda"}
    assert card["url"].endswith("/w/platform/tasks/T-1/")


def test_card_is_moved_assigned_blocked_and_let_go_on(post, board: Team, ren: Member) -> None:
    one, _two = cards(board, "One", "Two")
    moved = post("tasks/T-2/move/", {"column": "todo", "before": one.pk})
    assert (moved["version"], order(board)) == (2, ["Two", "One"])
    assert post("tasks/T-2/move/", {"column": "doing"})["column"] == "doing"
    assert post("tasks/T-2/assign/", {"assignee": ren.pk})["assignee"]["id"] == ren.pk
    assert post("tasks/T-2/assign/", {"assignee": None})["assignee"] is None
    assert post("tasks/T-2/block/", {"reason": "Waits"})["blocked_reason"] == "Waits"
    assert post("tasks/T-2/unblock/")["blocked_at"] is None


def test_refusals_have_names(post, board: Team, sho: Member) -> None:
    *three, _four = cards(board, "One", "Two", "Three", "Four")
    for card in three:
        post(f"tasks/{card.key}/move/", {"column": "doing"})

    def kind(path: str, body: dict[str, Any]) -> str:
        return str(post(path, body, 409)["type"]).rpartition(":")[2]

    assert kind("tasks/T-4/move/", {"column": "doing"}) == "column-is-full"
    assert kind("tasks/T-4/assign/", {"assignee": sho.pk}) == "not-on-this-team"
    assert kind("tasks/T-4/unblock/", {}) == "not-blocked"
    post("tasks/T-4/move/", {"column": "doing", "reason": "Drill day"})


def test_cards_are_found_by_where_they_are(
    post, client: APIClient, board: Team, under_way: Any, ren: Member
) -> None:
    cards(board, "One", "Two")
    cards(under_way.teams.get(kind="on_support"), "Old charts")
    post("tasks/T-1/move/", {"column": "doing"})
    post("tasks/T-1/assign/", {"assignee": ren.pk})

    def keys(query: str) -> list[str]:
        return [one["key"] for one in client.get(url(ren, f"tasks?{query}")).json()["results"]]

    assert keys("") == ["T-1", "T-2", "T-3"]
    assert keys(f"team={board.pk}") == keys(f"epic={board.epic.key}") == ["T-1", "T-2"]
    assert keys("column=doing") == keys(f"assignee={ren.pk}") == ["T-1"]
    assert keys("nature=debt") == ["T-3"]


def test_card_is_edited_by_who_saw_it(client: APIClient, board: Team, ren: Member) -> None:
    cards(board, "One")
    path = url(ren, "tasks/T-1/")
    seen = client.get(path)["ETag"]
    changed = client.patch(path, {"title": "Uno"}, format="json", headers={"If-Match": seen})
    assert (changed.json()["title"], changed.json()["version"]) == ("Uno", 2)
    stale = client.patch(path, {"title": "Eins"}, format="json", headers={"If-Match": seen})
    assert stale.status_code == 412
    again = client.post(
        f"{path}move/", {"column": "doing"}, format="json", headers={"If-Match": seen}
    )
    assert again.status_code == 412


def test_board_has_limits_of_its_own(post, board: Team) -> None:
    body = {"doing_limit": 1, "review_limit": None}

    shown = post(f"teams/{board.pk}/set-limits/", body)

    assert (shown["doing_limit"], shown["review_limit"]) == (1, None)
