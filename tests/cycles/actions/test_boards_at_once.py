"""Two people move cards of one board at the same moment."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from cycles.actions.moves import ColumnIsFull, move_task
from cycles.actions.tasks import add_task
from cycles.models import Task
from tests.cycles.boards import cards
from tests.factories import NOON

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs):
    together = Barrier(len(jobs))

    def work(job):
        try:
            together.wait(5)
            return job()
        except ColumnIsFull as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(work, jobs))


def test_all_moves_of_two_people_are_kept_in_one_order(board):
    made = cards(board, *(f"Card {n}" for n in range(12)))

    def shuffle(seed):
        rng = random.Random(seed)
        for _ in range(15):
            card, anchor = rng.sample(made, 2)
            move_task(task=card, column="todo", before=anchor, by=None, at=NOON)

    at_once(lambda: shuffle(1), lambda: shuffle(2))

    ranks = [card.rank for card in Task.objects.filter(team=board).order_by("rank")]
    assert len(set(ranks)) == 12
    assert all(rank.isdigit() for rank in ranks)
    assert sum(card.version - 1 for card in Task.objects.filter(team=board)) <= 30


def test_last_place_in_a_column_goes_to_one_of_two(board):
    made = cards(board, "One", "Two", "Three", "Four")
    for card in made[:2]:
        move_task(task=card, column="doing", by=None, at=NOON)

    def into_doing(card):
        return move_task(task=card, column="doing", by=None, at=NOON).title

    results = at_once(*(lambda card=card: into_doing(card) for card in made[2:]))

    assert ColumnIsFull in results
    assert board.tasks.filter(column="doing").count() == 3


def test_cards_written_at_once_have_keys_of_their_own(board):
    def write():
        return add_task(team=board, title="Card", by=None, at=NOON).key

    assert sorted(at_once(write, write, write)) == ["T-1", "T-2", "T-3"]
