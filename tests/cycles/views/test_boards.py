"""Boards by plain forms, and as htmx and the scripts ask for them."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cycles.models import Cycle, ScopeItem, Task
from tests.cycles.boards import cards, order
from tests.cycles.conftest import team
from tests.factories import NOON

PART = {"HX-Target": "board"}


@pytest.fixture
def rens(client: Client, ren, at_noon) -> Client:
    """Ren's browser."""
    client.force_login(ren.person)
    return client


def url(board, verb: str = "") -> str:
    path = reverse("cycles:board", args=["platform", board.pk])
    return f"{path}{verb}/" if verb else path


def test_board_shows_cards_and_escapes_them(rens, board):
    cards(board, "Drop <b>nothing</b>")
    answer = rens.get(url(board))
    assertContains(answer, "Drop &lt;b&gt;nothing&lt;/b&gt;")
    assertContains(answer, "Ingress failover")


def test_cards_move_by_a_form_and_back_by_undo(rens, board):
    one, two = cards(board, "One", "Two")
    answer = rens.post(
        url(board, "move"), {"card": [one.pk, two.pk], "column": "doing"}, follow=True
    )
    assertRedirects(answer, url(board))
    assertContains(answer, "2 cards are in Doing now")
    assert order(board, "doing") == ["One", "Two"]

    undo = re.search(r'formaction="([^"]*move/)" name="moves" value="([^"]*)"', answer.text)
    rens.post(undo[1], {"moves": undo[2]})
    assert order(board, "todo") == ["One", "Two"]


def test_card_is_dropped_before_another(rens, board):
    one, two, three = cards(board, "One", "Two", "Three")
    rens.post(url(board, "move"), {"moves": f"{three.pk}:todo:before:{two.pk}"})
    rens.post(url(board, "move"), {"moves": f"{one.pk}:todo:after:{two.pk}"})
    assert order(board) == ["Three", "Two", "One"]


def test_full_column_asks_why_and_takes_the_answer(rens, board):
    *three, four = cards(board, "One", "Two", "Three", "Four")
    rens.post(url(board, "move"), {"card": [card.pk for card in three], "column": "doing"})

    answer = rens.post(url(board, "move"), {"card": four.pk, "column": "doing"})
    assertContains(answer, "Doing is at its limit of 3", status_code=422)
    assertContains(answer, f'name="moves" value="{four.pk}:doing"', status_code=422)

    rens.post(url(board, "move"), {"moves": f"{four.pk}:doing", "reason": "Drill day"})
    assert order(board, "doing") == ["One", "Two", "Three", "Four"]


@pytest.mark.parametrize(
    ("verb", "asked", "said"),
    [
        ("move", {}, "Choose a card, and where it goes."),
        ("move", {"moves": "1:elsewhere"}, "Choose a card, and where it goes."),
        ("move", {"column": "doing"}, "Choose a card, and where it goes."),
        ("assign", {"assignee": 1}, "Choose a card, and somebody for it."),
        ("block", {"reason": "Waits"}, "Choose a card."),
        ("block", {"card": 1}, "Say why it is blocked."),
        ("unblock", {}, "Choose a card."),
        ("move", {"moves": "999:doing"}, "One of these cards is not on this board."),
    ],
)
def test_form_that_says_nothing_is_refused(rens, board, verb, asked, said):
    assertContains(rens.post(url(board, verb), asked), said, status_code=422)


def test_cards_are_assigned_and_given_back(rens, board, ren):
    one, two = cards(board, "One", "Two")
    answer = rens.post(
        url(board, "assign"), {"card": [one.pk, two.pk], "assignee": ren.pk}, follow=True
    )
    assertContains(answer, "2 cards changed")
    assert Task.objects.filter(assignee=ren).count() == 2
    rens.post(url(board, "assign"), {"assigns": f"{one.pk}:0 {two.pk}:{ren.pk}"})
    assert Task.objects.get(assignee=ren) == two


def test_nobody_of_another_team_is_assigned(rens, board, sho):
    (card,) = cards(board, "One")
    answer = rens.post(url(board, "assign"), {"card": card.pk, "assignee": sho.pk})
    assertContains(answer, "Sho Minagawa is on support until 7 Jun.", status_code=422)


def test_stranger_is_not_assigned(rens, board, otto):
    (card,) = cards(board, "One")
    answer = rens.post(url(board, "assign"), {"card": card.pk, "assignee": otto.pk})
    assert answer.status_code == 404
    assert not Task.objects.exclude(assignee=None).exists()


def test_cards_are_blocked_and_go_on(rens, board):
    one, two = cards(board, "One", "Two")
    rens.post(url(board, "block"), {"card": [one.pk, two.pk], "reason": "Network is down"})
    assertContains(rens.get(url(board)), "Blocked: Network is down", count=2)
    rens.post(url(board, "unblock"), {"card": f"{one.pk} {two.pk}"})
    assertNotContains(rens.get(url(board)), "Network is down")


def test_one_comes_back_to_the_card_one_was_on(rens, board):
    (card,) = cards(board, "One")
    page = reverse("cycles:task", args=["platform", card.key])
    for referer, back in (
        (f"http://testserver{page}", page),
        ("http://testserver/accounts/logout/", url(board)),
        ("https://elsewhere.example/w/platform/tasks/T-1/", url(board)),
        ("http://testserver/nowhere", url(board)),
    ):
        answer = rens.post(
            url(board, "move"), {"card": card.pk, "column": "doing"}, headers={"Referer": referer}
        )
        assertRedirects(answer, back, fetch_redirect_response=False)


def test_htmx_gets_the_board_alone_with_what_is_said(rens, board):
    (card,) = cards(board, "One")
    answer = rens.post(url(board, "move"), {"card": card.pk, "column": "doing"}, headers=PART)
    assert answer.status_code == 200
    assertContains(answer, 'id="board"')
    assertContains(answer, "T-1 is in Doing now")
    assertNotContains(answer, "<html")


def test_open_board_hears_of_nothing_new_cheaply(rens, board):
    (card,) = cards(board, "One")
    first = rens.get(url(board), headers=PART)
    tag = {**PART, "If-None-Match": first["ETag"]}
    assert rens.get(url(board), headers=tag).status_code == 304
    rens.post(url(board, "move"), {"card": card.pk, "column": "doing"}, headers=PART)
    assert rens.get(url(board), headers=tag).status_code == 200


def test_poll_leaves_what_is_said_for_the_next_page(rens, board):
    (card,) = cards(board, "One")
    rens.post(url(board, "move"), {"card": card.pk, "column": "doing"})
    assertNotContains(rens.get(url(board), headers=PART), "T-1 is in Doing now")
    assertContains(rens.get(url(board)), "T-1 is in Doing now")


def test_closed_board_offers_no_change(rens, board):
    (card,) = cards(board, "One")
    Cycle.objects.filter(pk=board.cycle_id).update(state="closed", closed_at="2026-06-08T00:00Z")
    answer = rens.get(url(board))
    assertContains(answer, "Cycle 23 is closed: its boards stay as they were.")
    assertNotContains(answer, '<button class="button small" name="column"')
    refused = rens.post(url(board, "move"), {"card": card.pk, "column": "doing"})
    assertContains(refused, "Cycle 23 is closed", status_code=422)


def test_last_card_of_a_scope_item_offers_to_call_it_built(rens, board, ingress):
    item = ScopeItem.objects.create(epic=ingress, title="Drain", added_at=NOON)
    one, two = cards(board, "One", "Two", scope_item=item)
    said = "Every card of “Drain” is shipped."
    first = rens.post(url(board, "move"), {"card": one.pk, "column": "shipped"}, headers=PART)
    assertNotContains(first, said)
    last = rens.post(url(board, "move"), {"card": two.pk, "column": "shipped"}, headers=PART)
    assertContains(last, said)

    offer = re.search(r'<button form="undo" formaction="([^"]*/build/)"><u>It is built', last.text)
    rens.post(offer[1])
    item.refresh_from_db()
    assert item.done_at
    again = rens.post(url(board, "move"), {"moves": f"{one.pk}:shipped"}, headers=PART)
    assertNotContains(again, said)


def test_board_stands_on_the_page_of_its_epic(rens, board, ingress):
    (card,) = cards(board, "Drain hook")
    page = reverse("cycles:epic", args=["platform", ingress.key])
    assertContains(rens.get(page), "Drain hook")
    answer = rens.post(
        url(board, "move"),
        {"card": card.pk, "column": "doing"},
        headers={"Referer": f"http://testserver{page}"},
    )
    assertRedirects(answer, f"{page}#board", fetch_redirect_response=False)


def test_small_epic_leads_to_the_board_of_its_lane(rens, under_way, quota):
    lane = team(under_way, "small")
    lane.cycle.bets.create(epic=quota)
    assertContains(rens.get(reverse("cycles:epic", args=["platform", quota.key])), url(lane))


def test_limits_are_set(rens, board):
    rens.post(url(board, "limits"), {"doing_limit": 1, "review_limit": ""})
    assertContains(rens.get(url(board)), "limit 1")
    assert rens.post(url(board, "limits"), {"doing_limit": 0}).status_code == 422


def test_card_is_written(rens, board):
    answer = rens.post(url(board, "new"), {"title": "Drain hook", "description": "In **bash**."})
    assertRedirects(answer, url(board))
    assert order(board) == ["Drain hook"]
    page = rens.get(reverse("cycles:task", args=["platform", "T-1"]))
    assertContains(page, "In <strong>bash</strong>.")
    assert rens.post(url(board, "new"), {"title": ""}).status_code == 422


def test_card_on_the_lane_is_written_for_an_epic(rens, under_way, quota):
    lane = team(under_way, "small")
    lane.cycle.bets.create(epic=quota)
    assert rens.post(url(lane, "new"), {"title": "Form"}).status_code == 422
    rens.post(url(lane, "new"), {"title": "Form", "epic_id": quota.pk})
    assert Task.objects.get().epic == quota


def test_card_is_edited_and_a_conflict_is_shown(rens, board):
    (card,) = cards(board, "One")
    path = reverse("cycles:edit_task", args=["platform", card.key])
    assert rens.post(path, {"title": "Uno", "version": 1}).status_code == 302
    answer = rens.post(path, {"title": "Eins", "version": 1})
    assertContains(answer, "It is now: Uno", status_code=409)
    again = rens.post(path, {"title": "Eins", "version": 2})
    assert again.status_code == 302
    assert Task.objects.get().title == "Eins"


def test_nobody_without_the_right_changes_a_board(client, board, vera):
    (card,) = cards(board, "One")
    client.force_login(vera.person)
    assertNotContains(client.get(url(board)), "checkbox")
    assert client.post(url(board, "move"), {"card": card.pk, "column": "doing"}).status_code == 403
