"""What is unfinished goes on with whoever goes on with it."""

from datetime import timedelta

import pytest

from cycles.actions.assignees import assign_task
from cycles.actions.boards import BoardIsNotOpen
from cycles.actions.carrying import carry_cards, carry_into_cycle
from cycles.actions.moves import move_task
from cycles.models import Bet, Cycle, Seat, Task, Team
from tests.cycles.boards import cards, order
from tests.cycles.conftest import team
from tests.factories import NOON


@pytest.fixture
def after(under_way, board, ingress, ren) -> Cycle:
    """Cycle 24 runs, with Ingress failover bet on again and Ren still on it."""
    for card in cards(board, "Drain", "Runbook", "Gateway"):
        assign_task(task=card, assignee=ren, by=None, at=NOON)
    move_task(task=board.tasks.get(title="Runbook"), column="doing", by=None, at=NOON)
    move_task(task=board.tasks.get(title="Gateway"), column="shipped", by=None, at=NOON)
    cards(team(under_way, "on_support"), "Old charts", "Dead alerts")
    Bet.objects.filter(cycle=under_way).update(is_open=False)
    Cycle.objects.filter(pk=under_way.pk).update(state="closed", closed_at=NOON)
    after = Cycle.objects.get(workspace=under_way.workspace, number=24)
    Cycle.objects.filter(pk=after.pk).update(state="active", started_at=NOON)
    Bet.objects.create(epic=ingress, cycle=after)
    big = Team.objects.create(cycle=after, kind="big", epic=ingress)
    Seat.objects.create(team=big, member=ren, from_on=after.starts_on, to_on=after.ends_on)
    after.refresh_from_db()
    return after


def test_unfinished_cards_go_on_in_their_order(after, board, ren):
    new = team(after, "big")
    cards(new, "There already")

    assert carry_cards(from_team=board, to_team=new, by=None, at=NOON) == 2

    assert order(new) == ["There already", "Drain", "Runbook"]
    assert order(board) == ["Gateway"]
    runbook = new.tasks.get(title="Runbook")
    assert (runbook.column, runbook.assignee, runbook.column_since) == ("doing", ren, NOON)


def test_who_is_not_on_the_new_team_loses_the_card(after, board, ren):
    Seat.objects.filter(team=team(after, "big")).delete()
    carry_cards(from_team=board, to_team=team(after, "big"), by=None, at=NOON)
    assert not team(after, "big").tasks.exclude(assignee=None).exists()


def test_debt_goes_to_those_on_support_next(after):
    carry_into_cycle(cycle=after, by=None, at=NOON)
    assert order(team(after, "on_support")) == ["Old charts", "Dead alerts"]
    assert order(team(after, "big")) == ["Drain", "Runbook"]


def test_cards_of_an_epic_that_goes_on_nowhere_stay(after, board):
    Bet.objects.filter(cycle=after).delete()
    team(after, "big").delete()
    assert carry_into_cycle(cycle=after, by=None, at=NOON) == 2  # the debt
    assert order(board) == ["Drain", "Runbook", "Gateway"]


def test_small_epic_takes_its_cards_into_the_lane(after, board, ingress):
    team(after, "big").delete()
    ingress.size = "small"
    ingress.save()
    carry_into_cycle(cycle=after, by=None, at=NOON)
    assert order(team(after, "small")) == ["Drain", "Runbook"]
    assert Task.objects.get(title="Drain").epic == ingress


def test_nothing_is_carried_before_the_start(after, board):
    Cycle.objects.filter(pk=after.pk).update(
        state="planned", started_at=None, starts_on=after.starts_on + timedelta(days=7)
    )
    with pytest.raises(BoardIsNotOpen):
        carry_cards(from_team=board, to_team=team(after, "big"), by=None, at=NOON)
