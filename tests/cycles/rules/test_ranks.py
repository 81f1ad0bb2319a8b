"""Ranks stay in order whatever is moved, and short."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.rules.ranks import LONGEST, between, spread

ranks = st.from_regex(r"[0-9]{0,8}[1-9]", fullmatch=True)


def moved(board: list[str], old: int, new: int) -> list[str]:
    """The board after one card moved, as the action does it: spread anew where it grew long."""
    board = [*board[:old], *board[old + 1 :]]
    earlier = board[new - 1] if new else ""
    later = board[new] if new < len(board) else ""
    rank = between(earlier, later)
    assert not earlier or earlier < rank
    assert not later or rank < later
    board.insert(new, rank)
    return list(spread(len(board))) if len(rank) > LONGEST else board


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ranks_stay_in_order_and_short_after_ten_thousand_moves(seed):
    rng, board, cards = random.Random(seed), list(spread(60)), 60
    for _ in range(10_000):
        board = moved(board, rng.randrange(cards), rng.randrange(cards))
        assert max(map(len, board)) <= LONGEST
    assert board == sorted(board)
    assert len(set(board)) == cards


@pytest.mark.parametrize("place", [0, 1, 58, 59])
def test_moving_to_one_place_again_and_again_stays_in_order(place):
    board = list(spread(60))
    for _ in range(2_000):
        board = moved(board, 30, place)
    assert board == sorted(board)
    assert len(set(board)) == 60


@given(st.sets(ranks, min_size=2, max_size=2))
def test_there_is_always_room_between_two(pair):
    earlier, later = sorted(pair)
    rank = between(earlier, later)
    assert earlier < rank < later
    assert rank.isdigit()
    assert not rank.endswith("0")


@given(ranks)
def test_there_is_always_room_at_both_ends(rank):
    before, after = between("", rank), between(rank, "")
    assert before < rank < after
    assert not (before + after).endswith("0")
    assert not before.endswith("0")


def test_first_card_stands_in_the_middle():
    assert between("", "") == "500001"


@given(st.integers(0, 3_000))
def test_spread_ranks_are_in_order_with_room_between(count):
    board = spread(count)
    assert len(board) == count
    assert list(board) == sorted(set(board))
    assert not any(rank.endswith("0") for rank in board)


def test_a_thousand_cards_added_at_the_end_keep_short_ranks():
    board = [between("", "")]
    for _ in range(1_000):
        board.append(between(board[-1], ""))
    assert max(map(len, board)) <= 6


def test_ranks_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="not before"):
        between("6", "5")
