"""How lines are drawn, and what the Health page concludes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.rules.health import HEIGHT, WIDTH, plot, thinned, worst
from support.rules.measures import NEVER, OVER, UNDER, derive
from support.rules.played import PLAYED, cluster_as_a_whole, heard

HOUR = 3600
NOON = datetime(2026, 5, 21, 3, tzinfo=UTC)


def _line(*values, step=30):
    return [(number * step, value) for number, value in enumerate(values)]


def test_bad_side_is_beyond_the_limit():
    over = plot(_line(5, 20), length=HOUR, step=30, limit=10, bad=OVER)
    assert (over.bad_from, over.bad_height) == (0, over.limit)
    under = plot(_line(99.99, 99.6), length=HOUR, step=30, limit=99.9, bad=UNDER)
    assert under.bad_from == under.limit
    assert under.bad_from + under.bad_height == pytest.approx(HEIGHT)


def test_without_a_limit_nothing_is_bad():
    drawn = plot(_line(5, 20), length=HOUR, step=30)
    assert (drawn.limit, drawn.bad_height) == (None, 0)


def test_gap_stays_a_gap():
    drawn = plot([(0, 1), (30, 1), (300, 1), (330, 1)], length=HOUR, step=30)
    assert drawn.path.count("M") == 2
    assert drawn.path.count("L") == 2


def test_noise_is_no_storm():
    """A line that trembles by a thousandth stays in the middle of its box."""
    drawn = plot(_line(1000, 1001, 1000), length=HOUR, step=30)
    heights = [float(each.split()[1]) for each in drawn.path[1:].split("L")]
    assert max(heights) - min(heights) < 5


def test_nothing_is_drawn_of_nothing():
    drawn = plot([], length=HOUR, step=30, limit=10, bad=OVER)
    assert (drawn.path, drawn.end) == ("", None)


@given(
    st.lists(st.floats(-1e6, 1e9), min_size=1, max_size=30),
    st.none() | st.floats(-1e6, 1e9),
)
def test_all_is_within_the_box(values, limit):
    drawn = plot(_line(*values), length=30 * len(values), step=30, limit=limit, bad=OVER)
    assert 0 <= drawn.end[0] <= WIDTH
    assert 0 <= drawn.end[1] <= HEIGHT
    if limit is not None:
        assert 0 <= drawn.limit <= HEIGHT


@pytest.mark.parametrize(("bad", "found"), [(OVER, 9), (UNDER, 1), (NEVER, 4)])
def test_worst_is_nearest_to_its_bad_side(bad, found):
    assert worst([1, 9, 4], bad) == found


def test_table_keeps_the_worst_of_each_time():
    line = [(0, 1), (100, 99), (1799, 2), (1800, 3), (HOUR, 5)]
    assert thinned(line, length=HOUR, rows=2, bad=OVER) == {0: 99, 1: 5}


def test_played_cluster_is_hurt_from_then_on():
    tokyo = PLAYED["prod-tokyo-1"]
    before = derive(cluster_as_a_whole(tokyo, NOON - timedelta(hours=5), NOON))
    now = derive(heard(tokyo, NOON, NOON))
    assert before["success"][()] > 99.9 > now["success"][()]
    assert before["latency_p95"][()] < 350 < now["latency_p95"][()]
    assert now["kubelet_errors"][()] > 1
    assert now["datadog_agents_missing"] == {(): 3}
    assert max(now["deployment_unready"].values()) == pytest.approx(300 / 23)
    calm = derive(heard(PLAYED["prod-osaka-1"], NOON, NOON))
    assert calm["success"][()] > 99.9
    assert calm["kubelet_errors"][()] < 1
