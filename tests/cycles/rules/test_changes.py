"""Two moments of a roadmap compared."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.rules.changes import KINDS, Change, changes_between
from cycles.rules.roadmap import Standing

INGRESS = Standing(
    key="E-7",
    title="Ingress failover",
    theme="Deploys without us",
    theme_id=1,
    size="big",
    origin="vision",
    state="candidate",
    unit="cycle",
    first=25,
    last=25,
    from_on=date(2026, 7, 20),
    to_on=date(2026, 8, 30),
)
UNDATED = {"unit": "", "first": None, "last": None, "from_on": None, "to_on": None}
QUARTER = UNDATED | {"unit": "quarter", "from_on": date(2027, 1, 1), "to_on": date(2027, 3, 31)}


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ({}, {}, []),
        ({}, {"title": "Ingress without us"}, ["renamed"]),
        ({}, {"size": "small"}, ["resized"]),
        ({}, {"theme": "Calm nights", "theme_id": 2}, ["rethemed"]),
        ({}, {"theme": "Deploys alone"}, []),  # the theme was renamed: the epic serves it still
        ({}, {"theme": "", "theme_id": None, "origin": "issue"}, ["rethemed", "reoriginated"]),
        ({}, {"first": 26, "last": 26}, ["moved"]),
        ({}, {"last": 26}, ["moved"]),
        ({}, {"from_on": date(2026, 8, 3)}, []),  # the calendar was shifted, not the epic
        ({}, UNDATED, ["moved"]),
        ({}, QUARTER, ["moved"]),
        ({}, {"state": "planned"}, ["decided"]),
        ({}, {"state": "shipped"}, ["shipped"]),
        ({"state": "shipped"}, {}, ["revived"]),
        ({}, {"state": "dropped"} | UNDATED, ["dropped"]),
        ({"state": "parked"} | UNDATED, {}, ["revived"]),
        ({"state": "parked"}, {"state": "dropped"}, ["dropped"]),
        ({}, {"state": "shipped", "first": 24, "last": 24}, ["shipped", "moved"]),
    ],
)
def test_each_difference_has_its_name(
    before: dict[str, object], after: dict[str, object], kinds: list[str]
) -> None:
    found = changes_between([replace(INGRESS, **before)], [replace(INGRESS, **after)])
    assert [one.kind for one in found] == kinds


def test_what_is_known_at_one_moment_only_was_added_or_removed() -> None:
    assert changes_between([], [INGRESS]) == (Change("presence", None, INGRESS),)
    assert [one.kind for one in changes_between([INGRESS], [])] == ["removed"]


def test_epics_are_told_in_the_order_of_their_numbers() -> None:
    keys = ["E-10", "E-9", "E-100"]
    found = changes_between([], [replace(INGRESS, key=key) for key in keys])
    assert [one.key for one in found] == ["E-9", "E-10", "E-100"]


@pytest.mark.parametrize(
    ("after", "direction"),
    [
        ({"first": 26, "from_on": date(2026, 8, 31)}, "later"),
        ({"first": 24, "from_on": date(2026, 6, 8)}, "earlier"),
        ({"last": 26}, ""),
        (UNDATED, "undated"),
    ],
)
def test_move_has_a_direction(after: dict[str, object], direction: str) -> None:
    (moved,) = changes_between([INGRESS], [replace(INGRESS, **after)])
    assert moved.direction == direction


def test_move_out_of_the_tray_is_dated() -> None:
    (moved,) = changes_between([replace(INGRESS, **UNDATED)], [INGRESS])
    assert (moved.direction, moved.reversed.direction) == ("dated", "undated")


def standings() -> st.SearchStrategy[list[Standing]]:
    days = st.integers(0, 200).map(lambda n: date(2026, 1, 5) + timedelta(weeks=n))
    cycles = st.integers(20, 24)
    place = st.one_of(
        st.just(UNDATED),
        st.builds(
            lambda first, more, day: {
                "unit": "cycle", "first": first, "last": first + more,
                "from_on": day, "to_on": day + timedelta(days=41),
            },
            cycles, st.integers(0, 2), days,
        ),
        st.builds(
            lambda unit, day: (
                UNDATED | {"unit": unit, "from_on": day, "to_on": day + timedelta(days=89)}
            ),
            st.sampled_from(["quarter", "half", "year"]), days,
        ),
    )  # fmt: skip
    states = [
        *("idea", "candidate", "planned", "exploring", "committed"),
        *("shipped", "parked", "dropped"),
    ]
    theme = st.sampled_from([("", None), ("A", 1), ("B", 2)])
    one = st.builds(
        lambda number, title, theme, size, origin, state, place: Standing(
            key=f"E-{number}", title=title, theme=theme[0], theme_id=theme[1], size=size,
            origin=origin, state=state, **place,
        ),
        st.integers(1, 12), st.sampled_from("xyz"), theme, st.sampled_from(["big", "small"]),
        st.sampled_from(["vision", "issue"]), st.sampled_from(states), place,
    )  # fmt: skip
    return st.lists(one, unique_by=lambda standing: standing.key)


@given(standings())
def test_unchanged_roadmap_differs_in_nothing(roadmap: list[Standing]) -> None:
    kept = [Standing.of(one.kept) for one in roadmap]
    assert changes_between(roadmap, reversed(kept)) == ()


@given(standings(), standings())
def test_other_way_round_everything_is_told_the_other_way_round(
    a: list[Standing], b: list[Standing]
) -> None:
    there, back = changes_between(a, b), changes_between(b, a)
    assert {one.reversed for one in there} == set(back)
    assert len(there) == len(back)


@given(standings(), standings())
def test_everything_that_differs_is_told_once_and_by_a_known_name(
    a: list[Standing], b: list[Standing]
) -> None:
    found = changes_between(a, b)
    assert {one.kind for one in found} <= set(KINDS)
    assert len({(one.key, one.aspect) for one in found}) == len(found)
    # What nothing is told of is drawn in the same way, wherever its cycles lie.
    told, was = {one.key for one in found}, {one.key: one for one in a}
    for standing in b:
        if standing.key not in told:
            before = was[standing.key]
            assert (before.state, before.unit if before.certainty else "") == (
                standing.state,
                standing.unit if standing.certainty else "",
            )
