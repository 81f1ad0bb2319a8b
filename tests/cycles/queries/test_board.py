"""What a board and the page of a card show, in how many queries."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cycles.actions.assignees import assign_task
from cycles.actions.blocks import block_task
from cycles.actions.moves import move_task
from cycles.models import Cycle, CycleSettings, ScopeItem, Task, Team, Unknown
from cycles.queries.board import Board, board_of, board_page, board_state
from cycles.queries.task import form_choices, task_of, task_page
from cycles.rules.ranks import spread
from tests.cycles.boards import cards
from tests.cycles.conftest import team
from tests.factories import NOON

TODAY = date(2026, 5, 21)


def read(board: Team, **more) -> Board:
    found = Team.objects.select_related("cycle__workspace", "epic").get(pk=board.pk)
    return board_of(found, **{"today": TODAY, "may_change": True, **more})


def column(board: Board, name: str):
    return next(one for one in board.columns if one.name == name)


def move(card: Task, to: str, at: datetime = NOON, **more) -> None:
    move_task(task=card, column=to, by=None, at=at, **more)


def test_columns_hold_cards_in_their_order(board):
    one, two, _three = cards(board, "One", "Two", "Three")
    move(two, "doing")
    shown = read(board)
    assert [(c.name, c.count) for c in shown.columns] == [
        ("todo", 2), ("doing", 1), ("review", 0), ("shipped", 0),
    ]  # fmt: skip
    assert [card.title for card in column(shown, "todo").cards] == ["One", "Three"]
    assert column(shown, "todo").cards[0].url == f"/w/platform/tasks/{one.key}/"
    assert column(shown, "doing").limit == "limit 3"


def test_card_says_what_it_serves_who_has_it_and_what_blocks_it(board, ingress, ren):
    item = ScopeItem.objects.create(epic=ingress, title="Drain", added_at=NOON)
    unknown = Unknown.objects.create(epic=ingress, number=10, question="VIP?", raised_at=NOON)
    (card,) = cards(board, "Probe", scope_item=item, unknown=unknown)
    assign_task(task=card, assignee=ren, by=None, at=NOON)
    block_task(task=card, reason="Waits", by=None, at=NOON)
    (shown,) = column(read(board), "todo").cards
    assert (shown.about, shown.unknown, shown.unknown_state) == (
        "must, Drain",
        "unknown 10",
        "open",
    )
    assert (shown.who, shown.blocked, shown.age, shown.epic) == ("Ren Kuroda", "Waits", "", "")


@pytest.mark.parametrize(
    ("days", "age", "lead"),
    [
        (0, "", "1 card, oldest in Doing 1 day"),
        (1, "day 2", "1 card, oldest in Doing 2 days"),
        (6, "day 5", "1 card, oldest in Doing 5 days"),  # a weekend lies between
        (90, "day 15", "1 card, oldest in Doing 15 days"),  # carried from the cycle before
    ],
)
def test_age_counts_working_days_of_the_cycle(board, days, age, lead):
    (card,) = cards(board, "One")
    move(card, "doing", at=NOON - timedelta(days=days))
    shown = read(board)
    assert (column(shown, "doing").cards[0].age, shown.lead) == (age, lead)


def test_shipped_shows_the_latest_and_how_many_more(board):
    made = cards(board, *(f"Card {n}" for n in range(8)))
    for hours, card in enumerate(made):
        move(card, "shipped", at=NOON + timedelta(hours=hours))
    shipped = column(read(board), "shipped")
    assert [card.title for card in shipped.cards] == [f"Card {n}" for n in (7, 6, 5, 4, 3)]
    assert (shipped.count, shipped.more) == (8, "3 more")
    assert shipped.cards[0].shipped == "22 May"
    whole = read(board, whole=True)
    assert len(column(whole, "shipped").cards) == 8
    assert whole.poll_url.endswith("?shipped=all")


def test_column_over_its_limit_says_so(board):
    made = cards(board, "One", "Two", "Three", "Four")
    for card in made:
        move(card, "doing", reason="Drill day")
    assert column(read(board), "doing").is_over


def test_only_looking_offers_nothing(board):
    cards(board, "One")
    shown = read(board, may_change=False)
    assert (shown.may_change, shown.people, shown.closed) == (False, (), "")


def test_board_of_a_closed_cycle_is_read_only(board):
    Cycle.objects.filter(pk=board.cycle_id).update(state="closed", closed_at=NOON)
    shown = read(board)
    assert not shown.may_change
    assert shown.closed == "Cycle 23 is closed: its boards stay as they were."


def test_people_of_the_team_may_have_cards(board):
    assert [name for _pk, name in read(board).people] == ["Ren Kuroda", "Yui Nakahara"]


def test_boards_of_the_cycle_lead_to_each_other(board, under_way):
    found = Team.objects.select_related("cycle__workspace", "epic").get(pk=board.pk)
    page = board_page(read(board), found)
    assert [tab.name for tab in page.tabs] == [
        "Ingress failover", "Small Epics", "Technical debt",
    ]  # fmt: skip
    assert [tab.is_current for tab in page.tabs] == [True, False, False]


def test_board_state_changes_with_every_change(board, ren):
    (card,) = cards(board, "One")
    states = [board_state(board)]
    move(card, "doing")
    states.append(board_state(board))
    assign_task(task=card, assignee=ren, by=None, at=NOON)
    states.append(board_state(board))
    assert len(set(states)) == 3
    assert board_state(board) == states[-1]


def filled(board: Team, ingress, ren, count: int) -> None:
    item = ScopeItem.objects.create(epic=ingress, title="Drain", added_at=NOON)
    Task.objects.bulk_create(
        Task(
            workspace=ingress.workspace, number=1000 + n, team=board, epic=ingress, rank=rank,
            title="Card", assignee=ren, scope_item=item, column_since=NOON, created_at=NOON,
            column=("todo", "doing", "shipped")[n % 3],
        )
        for n, rank in enumerate(spread(count))
    )  # fmt: skip


@pytest.mark.parametrize("count", [1, 3, 300])
def test_board_asks_as_often_for_many_cards_as_for_one(board, ingress, ren, count):
    filled(board, ingress, ren, count)
    found = Team.objects.select_related("cycle__workspace", "epic").get(pk=board.pk)
    with CaptureQueriesContext(connection) as asked:
        board_page(board_of(found, today=TODAY, may_change=True), found)
    assert len(asked) == 4  # settings, cards, people, the teams of the tabs


@pytest.mark.parametrize("count", [1, 3])
def test_card_page_asks_as_often_for_more_changes(board, ren, workspace, count):
    (card,) = cards(board, "One")
    for n in range(count):
        move(card, ("doing", "todo")[n % 2])
    with CaptureQueriesContext(connection) as asked:
        page = task_page(
            task_of(workspace, card.key), zone=workspace.zone, today=TODAY, may_change=True
        )
    assert len(page.timeline) == count + 1
    assert len(asked) == 3  # the card, the people of its team, what happened


def test_form_on_the_lane_names_the_epics(under_way, quota):
    lane = team(under_way, "small")
    lane.cycle.bets.create(epic=quota)
    ScopeItem.objects.create(epic=quota, title="Form", added_at=NOON)
    Unknown.objects.create(epic=quota, number=1, question="Who approves?", raised_at=NOON)
    choices = form_choices(lane)
    assert choices["epics"] == [(quota.pk, "Quota form")]
    assert [name for _pk, name in choices["items"]] == ["Quota form, Form"]
    assert [name for _pk, name in choices["unknowns"]] == ["Quota form, 1: Who approves?"]


def test_limit_of_the_workspace_holds_where_a_board_has_none(board, workspace):
    CycleSettings.objects.filter(workspace=workspace).update(doing_limit=5, review_limit=2)
    Team.objects.filter(pk=board.pk).update(doing_limit=1)
    shown = read(board)
    assert column(shown, "doing").limit == "limit 1"
    assert column(shown, "review").limit == "limit 2"
