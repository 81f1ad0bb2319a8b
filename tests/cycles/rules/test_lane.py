from hypothesis import given
from hypothesis import strategies as st

from cycles.rules.lane import Stint, rows_of


def test_one_after_the_other_share_a_row():
    assert rows_of([Stint(0, 30), Stint(30, 60)], narrowest=10) == (0, 0)


def test_at_the_same_time_they_lie_in_rows_of_their_own():
    assert rows_of([Stint(0, 30), Stint(10, 60), Stint(20, 40)], narrowest=10) == (0, 1, 2)


def test_a_short_one_still_needs_room_for_its_name():
    assert rows_of([Stint(0, 2), Stint(10, 30)], narrowest=24) == (0, 1)


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 40)), max_size=30))
def test_no_two_of_a_row_lie_over_each_other(pairs):
    stints = sorted((Stint(start, start + width) for start, width in pairs), key=lambda s: s.start)
    rows = rows_of(stints, narrowest=5)

    for n, (stint, row) in enumerate(zip(stints, rows, strict=True)):
        for earlier, other in zip(stints[:n], rows[:n], strict=True):
            assert row != other or max(earlier.end, earlier.start + 5) <= stint.start
