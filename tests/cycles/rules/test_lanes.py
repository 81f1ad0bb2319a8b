from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from cycles.rules.lanes import Box, depth, pack

BOXES = st.lists(
    st.tuples(st.integers(0, 90), st.integers(1, 40), st.integers(1, 4)), max_size=20
).map(lambda all_of: [Box(start, start + width, height) for start, width, height in all_of])


def test_one_after_the_other_lie_side_by_side():
    assert pack([Box(0, 80, 4), Box(80, 160, 4)]) == (0, 0)


def test_three_at_the_same_time_take_three_lanes():
    assert pack([Box(0, 80, 4), Box(0, 80, 4), Box(0, 80, 4)]) == (0, 4, 8)


def test_a_thin_one_fills_the_gap_beside_a_tall_one():
    boxes = [Box(80, 160, 2), Box(0, 80, 4), Box(100, 160, 2)]
    assert pack(boxes) == (0, 0, 2)
    assert depth(boxes, pack(boxes)) == 4


def test_nothing_takes_no_room():
    assert depth([], pack([])) == 0


@given(BOXES)
def test_no_two_cover_each_other(boxes):
    lying = list(zip(boxes, pack(boxes), strict=True))
    for (one, top), (other, other_top) in combinations(lying, 2):
        is_beside = one.end <= other.start or other.end <= one.start
        is_below = top + one.height <= other_top or other_top + other.height <= top
        assert is_beside or is_below


@given(BOXES)
def test_no_lane_is_left_empty(boxes):
    """Nothing could be drawn less deep by moving a single box up to the first room it has."""
    tops = pack(boxes)
    assert all(top >= 0 for top in tops)
    assert depth(boxes, tops) <= sum(box.height for box in boxes)
    taken = {top + n for box, top in zip(boxes, tops, strict=True) for n in range(box.height)}
    assert taken == set(range(depth(boxes, tops)))
