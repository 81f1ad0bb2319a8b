"""The two rows of a theme: where its epics were, and where they are."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cycles.rules.calendar import Span
from cycles.rules.roadmap import Standing
from cycles.rules.strip import LANES, columns_of, strip_of

FIRST = date(2026, 4, 27)
CYCLES = [
    Span(FIRST + timedelta(weeks=6 * n), FIRST + timedelta(weeks=6 * n, days=41)) for n in range(6)
]


def standing(key, first=None, last=None, state="candidate"):
    """In columns of ``CYCLES``, which go on before and behind them."""
    at = Standing(key, key, "Calm nights", "big", "vision", state)
    if first is None:
        return at
    last = first if last is None else last
    days = (
        FIRST + timedelta(weeks=6 * first),
        FIRST + timedelta(weeks=6 * last, days=41),
    )
    return Standing(key, key, "Calm nights", "big", "vision", state, "cycle", first, last, *days)


def places(row):
    return [(chip.standing.key, chip.first, chip.last, chip.lane) for chip in row.chips]


def test_moved_epic_has_an_arrow_from_where_it_was():
    found = strip_of([standing("E-1", 1)], [standing("E-1", 2)], CYCLES)

    assert places(found.before) == [("E-1", 1, 1, 0)]
    assert places(found.after) == [("E-1", 2, 2, 0)]
    assert [(one.key, one.start, one.end) for one in found.arrows] == [("E-1", 1.5, 2.5)]


def test_dropped_epic_is_gone_and_a_new_one_is_in_no_row_before():
    found = strip_of(
        [standing("E-1", 1)], [standing("E-1", 1, state="dropped"), standing("E-2", 1)], CYCLES
    )

    assert found.gone == {"E-1"}
    assert places(found.after) == [("E-2", 1, 1, 0)]
    assert found.arrows == ()


def test_later_and_undated_have_columns_of_their_own():
    found = strip_of([], [standing("E-1", 9), standing("E-2"), standing("E-3", 5, 8)], CYCLES)

    assert {chip.standing.key: (chip.first, chip.last) for chip in found.after.chips} == {
        "E-1": (6, 6),
        "E-2": (7, 7),
        "E-3": (5, 6),
    }
    assert found.has_later
    assert found.has_undated


def test_what_is_long_past_is_not_drawn():
    assert columns_of(standing("E-1", -2), CYCLES) is None
    assert columns_of(standing("E-1", -2, 0), CYCLES) == (0, 0)


def test_what_has_changed_is_drawn_before_what_has_not():
    same = [standing(f"E-{n}", 1) for n in range(LANES)]
    found = strip_of(same, [*same, standing("E-99", 1)], CYCLES)

    assert "E-99" in {chip.standing.key for chip in found.after.chips}
    assert (found.before.more, found.after.more) == (0, 1)


some = st.lists(
    st.builds(
        lambda key, first, length: standing(
            f"E-{key}", first, None if first is None else first + length
        ),
        st.integers(1, 30),
        st.none() | st.integers(-3, 12),
        st.integers(0, 8),
    ),
    unique_by=lambda one: one.key,
    max_size=25,
)


@given(some, some)
def test_no_two_overlap_and_none_is_lost(before, after):
    found = strip_of(before, after, CYCLES)

    for row, given_ in ((found.before, before), (found.after, after)):
        taken = [
            (chip.lane, column) for chip in row.chips for column in range(chip.first, chip.last + 1)
        ]
        assert len(taken) == len(set(taken))
        assert all(lane < LANES for lane, _column in taken)
        drawn = [one for one in given_ if columns_of(one, CYCLES)]
        assert len(row.chips) + row.more == len(drawn)


@given(some)
def test_unchanged_theme_has_no_arrow_and_two_equal_rows(standings):
    found = strip_of(standings, standings, CYCLES)

    assert found.arrows == ()
    assert found.gone == frozenset()
    assert found.before == found.after
