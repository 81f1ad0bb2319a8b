import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.rules.dependencies import Need, Strain, circle, strain_of, strains
from cycles.rules.roadmap import Standing

START = date(2026, 6, 8)
WEEKS = timedelta(weeks=6)


def epic(first=None, last=None, state="candidate"):
    """In some cycles, the first of them number 0."""
    if first is None:
        return Standing("E-1", "x", "", "big", "issue", state)
    last = first if last is None else last
    return Standing(
        "E-1", "x", "", "big", "issue", state,
        unit="cycle", first=first, last=last,
        from_on=START + first * WEEKS, to_on=START + (last + 1) * WEEKS - timedelta(days=1),
    )  # fmt: skip


def quarter(from_on, to_on, state="idea"):
    return Standing(
        "E-2", "y", "", "big", "vision", state, unit="quarter", from_on=from_on, to_on=to_on
    )


Q4 = quarter(date(2026, 10, 1), date(2026, 12, 31))
Q1 = quarter(date(2027, 1, 1), date(2027, 3, 31))


@pytest.mark.parametrize(
    ("one", "needed", "kind"),
    [
        (epic(1), epic(0), ""),
        (epic(1), epic(1), "late"),
        (epic(0), epic(1), "late"),
        (epic(1, 2), epic(1), "tight"),
        (epic(1, 2), epic(1, 2), "tight"),
        (epic(1), epic(0, 1), "tight"),
        (epic(1), epic(1, 2), "late"),
        (epic(1, 2), epic(2, 3), "late"),
        (Q4, Q4, "tight"),
        (Q1, Q4, ""),
        (Q4, Q1, "late"),
        (epic(1), epic(), "undated"),
        (epic(), epic(), ""),
        (epic(), epic(3), ""),
        (epic(1), epic(0, state="parked"), "stopped"),
        (epic(), epic(state="dropped"), "stopped"),
        (epic(0), epic(4, state="shipped"), ""),
        (epic(0, state="shipped"), epic(4), ""),
        (epic(0, state="dropped"), epic(4), ""),
        (epic(0, state="parked"), epic(state="dropped"), ""),
    ],
)
def test_need_holds_or_says_what_it_collides_with(one, needed, kind):
    assert strain_of(one, needed, cycle_days=42) == kind


def test_cycle_that_was_closed_early_is_no_longer_than_it_was():
    shorter = Standing(
        "E-1", "x", "", "big", "issue", "exploring",
        unit="cycle", first=0, last=0, from_on=START, to_on=START + timedelta(days=20),
    )  # fmt: skip
    after = Standing(
        "E-2", "x", "", "big", "issue", "planned", unit="cycle", first=1, last=1,
        from_on=START + timedelta(days=21), to_on=START + timedelta(days=62),
    )  # fmt: skip
    assert strain_of(after, shorter, cycle_days=42) == ""


def test_strains_come_the_worst_first():
    standings = {1: epic(1), 2: epic(0, 1), 3: epic(), 4: epic(1), 5: epic(0)}
    needs = [Need(1, 2), Need(1, 3), Need(1, 4), Need(1, 5)]
    assert strains(needs, standings, cycle_days=42) == (
        Strain(Need(1, 4), "late"),
        Strain(Need(1, 3), "undated"),
        Strain(Need(1, 2), "tight"),
    )


@pytest.mark.parametrize(
    ("needs", "added", "way"),
    [
        ([], Need(1, 2), ()),
        ([Need(2, 1)], Need(1, 2), (1, 2, 1)),
        ([Need(2, 3), Need(3, 1)], Need(1, 2), (1, 2, 3, 1)),
        ([Need(2, 3), Need(3, 4), Need(4, 1), Need(2, 4)], Need(1, 2), (1, 2, 4, 1)),
        ([Need(2, 3), Need(1, 3)], Need(1, 2), ()),
        ([], Need(1, 1), (1, 1)),
    ],
)
def test_circle_is_found_by_its_shortest_way(needs, added, way):
    assert circle(needs, added) == way


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=30))
def test_needs_that_were_let_in_one_by_one_have_an_order(pairs):
    needs: list[Need] = []
    for pair in pairs:
        way = circle(needs, Need(*pair))
        if way:
            assert way[0] == way[-1] == pair[0]
            assert all(Need(*step) in [*needs, Need(*pair)] for step in itertools.pairwise(way))
        else:
            needs.append(Need(*pair))
    left = set(range(8))
    while left:
        free = {one for one in left if not any(n.epic == one and n.needed in left for n in needs)}
        assert free
        left -= free
