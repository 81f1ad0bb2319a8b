from hypothesis import given
from hypothesis import strategies as st

from cycles.rules.lane import Placed, Stint, placed


def rows(stints, name):
    return [one.row for one in placed(stints, [name] * len(stints))]


def test_one_after_the_other_share_a_row():
    assert rows([Stint(0, 30), Stint(30, 60)], 10) == [0, 0]


def test_at_the_same_time_they_lie_in_rows_of_their_own():
    assert rows([Stint(0, 30), Stint(10, 60), Stint(20, 40)], 10) == [0, 1, 2]


def test_a_short_one_still_needs_room_for_its_name():
    assert rows([Stint(0, 2), Stint(10, 30)], 24) == [0, 1]


def test_a_name_that_the_ruler_has_no_room_for_begins_before_its_bar():
    assert placed([Stint(80, 90)], [45]) == (Placed(0, 55),)


def test_what_begins_before_its_bar_is_in_the_way_of_who_is_there():
    assert rows([Stint(10, 60), Stint(80, 90)], 45) == [0, 1]


@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(1, 40), st.integers(1, 100)), max_size=30)
)
def test_no_two_of_a_row_lie_over_each_other(drawn):
    stints = [Stint(start, start + width) for start, width, _ in drawn]
    names = [name for *_, name in drawn]
    found = placed(stints, names)

    whole = [
        (min(stint.start, one.name_at), max(stint.end, one.name_at + name), one.row)
        for stint, one, name in zip(stints, found, names, strict=True)
    ]
    for n, (start, end, row) in enumerate(whole):
        assert found[n].name_at >= 0
        assert found[n].name_at + names[n] <= 100
        for earlier_start, earlier_end, other in whole[:n]:
            assert row != other or earlier_end <= start or end <= earlier_start
