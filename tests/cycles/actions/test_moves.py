"""Cards change their column and their place."""

from datetime import date

import pytest

from cycles.actions.blocks import block_task
from cycles.actions.boards import (
    BoardIsClosed,
    BoardIsNotOpen,
    CardIsElsewhere,
    TaskHasChanged,
    set_board_limits,
)
from cycles.actions.epics import choose_epic
from cycles.actions.moves import ColumnIsFull, Place, TaskIsBlocked, move_task, move_tasks
from cycles.actions.tasks import add_task
from cycles.models import Bet, Cycle, Task
from cycles.rules.ranks import LONGEST
from planner.models import Activity
from planner.telling import tell
from tests.cycles.boards import cards, order, started
from tests.cycles.conftest import team
from tests.factories import NOON


def move(card: Task, column: str, **more) -> Task:
    return move_task(task=card, column=column, by=None, at=NOON, **more)


def test_card_goes_to_the_end_of_the_column(board):
    one, two, _three = cards(board, "One", "Two", "Three")
    move(two, "doing")
    moved = move(one, "doing")

    assert (moved.column, moved.version) == ("doing", 2)
    assert order(board, "doing") == ["Two", "One"]
    assert order(board, "todo") == ["Three"]


@pytest.mark.parametrize(
    ("side", "expected"),
    [("before", ["One", "Three", "Two"]), ("after", ["One", "Two", "Three"])],
)
def test_card_stands_before_or_after_another(board, side, expected):
    one, two, three = cards(board, "One", "Two", "Three")
    for card in (one, two):
        move(card, "doing")

    move(three, "doing", **{side: two})

    assert order(board, "doing") == expected


def test_move_is_told(board, haruka, ingress):
    (card,) = cards(board, "Drain hook")
    move_task(task=card, column="doing", by=haruka, at=NOON)

    said = Activity.objects.about(ingress).latest_first()[0]
    assert str(tell(said)) == "Haruka Mori moved T-1 Drain hook from To do to Doing"


def test_move_to_where_it_is_changes_nothing(board):
    one, two = cards(board, "One", "Two")
    told = Activity.objects.count()

    assert move(two, "todo").version == 1
    assert move(one, "todo", before=two).version == 1
    assert Activity.objects.count() == told


def test_reordering_keeps_the_time_in_the_column(board):
    one, two = cards(board, "One", "Two")
    moved = move_task(task=two, column="todo", before=one, by=None, at=NOON.replace(hour=13))
    assert moved.column_since == NOON
    assert order(board) == ["Two", "One"]


def test_column_over_its_limit_asks_why(board):
    *three, four = cards(board, "One", "Two", "Three", "Four")
    for card in three:
        move(card, "doing")

    with pytest.raises(ColumnIsFull, match="Doing is at its limit of 3"):
        move(four, "doing")
    four.refresh_from_db()
    assert four.column == "todo"

    assert move(four, "doing", reason="Blocks the drill").column == "doing"
    told = Activity.objects.latest_first()[0]
    assert told.verb == "move_task_over_limit"
    assert "over its limit of 3: Blocks the drill" in str(tell(told))


def test_card_in_a_full_column_may_be_reordered(board):
    three = cards(board, "One", "Two", "Three")
    for card in three:
        move(card, "doing")
    move(three[2], "doing", before=three[0])
    assert order(board, "doing") == ["Three", "One", "Two"]


def test_board_has_limits_of_its_own(board):
    one, two = cards(board, "One", "Two")
    set_board_limits(team=board, doing_limit=None, review_limit=1, by=None, at=NOON)
    move(one, "review")
    with pytest.raises(ColumnIsFull, match="In review is at its limit of 1"):
        move(two, "review")


def test_many_cards_move_together_or_not_at_all(board):
    four = cards(board, "One", "Two", "Three", "Four")
    moves = {card.pk: Place("doing") for card in four}

    with pytest.raises(ColumnIsFull):
        move_tasks(team=board, moves=moves, by=None, at=NOON)
    assert order(board, "doing") == []

    moved = move_tasks(team=board, moves=moves, by=None, at=NOON, reason="Drill day")
    assert order(board, "doing") == ["One", "Two", "Three", "Four"]
    back = {one.task.pk: one.left for one in reversed(moved)}
    move_tasks(team=board, moves=back, by=None, at=NOON)
    assert order(board, "todo") == ["One", "Two", "Three", "Four"]


def test_card_of_another_board_is_not_moved_here(under_way, board, haruka):
    (debt,) = cards(team(under_way, "on_support"), "Old charts")
    with pytest.raises(CardIsElsewhere, match="T-1 is on another board"):
        move_tasks(team=board, moves={debt.pk: Place("doing")}, by=None, at=NOON)


def test_blocked_card_is_not_shipped(board):
    (card,) = cards(board, "One")
    card = block_task(task=card, reason="Waits for certificates", by=None, at=NOON)
    with pytest.raises(TaskIsBlocked):
        move(card, "shipped")


def test_card_that_changed_is_not_moved_by_who_saw_it_before(board):
    (card,) = cards(board, "One")
    move(card, "doing")
    with pytest.raises(TaskHasChanged):
        move(card, "review", seen_version=1)


def test_board_opens_with_its_cycle_and_closes_with_it(ready, ingress):
    with pytest.raises(BoardIsNotOpen, match="when cycle 23 starts"):
        cards(team(ready, "big"), "Early")
    started(ready)
    (card,) = cards(team(ready, "big"), "One")
    Cycle.objects.filter(pk=ready.pk).update(state="closed", closed_at=NOON)
    with pytest.raises(BoardIsClosed, match="Cycle 23 is closed"):
        move(card, "doing")


def test_first_card_in_doing_begins_a_small_epic(ready, quota, haruka):
    choose_epic(cycle=ready, epic=quota, by=haruka, at=NOON)
    lane = team(ready, "small")
    lane.seats.create(member=haruka, from_on=ready.starts_on, to_on=ready.ends_on)
    two = team(ready, "big").seats.all()[1]
    two.team = lane
    two.save()
    Cycle.objects.filter(pk=ready.pk).update(state="active", started_at=NOON)
    card = add_task(team=lane, epic=quota, title="Form", by=None, at=NOON)
    assert Bet.objects.get(epic=quota).began_on is None

    move(card, "doing")

    assert Bet.objects.get(epic=quota).began_on == date(2026, 5, 21)


def test_ranks_are_spread_anew_before_they_grow_long(board):
    _first, second, last = cards(board, "First", "Second", "Last")
    for _ in range(80):
        last = move(last, "todo", before=second)
        second = move(second, "todo", before=last)
    ranks = list(board.tasks.order_by("rank").values_list("rank", flat=True))
    assert order(board) == ["First", "Second", "Last"]
    assert max(map(len, ranks)) <= LONGEST
    assert all(rank.isdigit() for rank in ranks)
