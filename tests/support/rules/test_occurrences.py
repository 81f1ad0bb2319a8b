from datetime import UTC, datetime, timedelta

import pytest

from support.rules.occurrences import most_often, over_time, telling_label

START = datetime(2026, 5, 21, 12, tzinfo=UTC)


def _at(*minutes):
    return [START + timedelta(minutes=minute) for minute in minutes]


@pytest.mark.parametrize(
    ("starts", "counted"),
    [
        (_at(0, 9, 10, 39, 40), (2, 1, 0, 2)),
        (_at(-1, 41), (0, 0, 0, 0)),
        ([], (0, 0, 0, 0)),
    ],
)
def test_over_time_counts_in_equal_stretches(starts, counted):
    until = START + timedelta(minutes=40)
    assert over_time(starts, since=START, until=until, buckets=4) == counted


def test_over_time_of_one_moment_counts_it_last():
    assert over_time(_at(0, 0), since=START, until=START, buckets=3) == (0, 0, 2)


@pytest.mark.parametrize(
    ("labels", "telling"),
    [
        ([{"node": "a", "pod": "p"}, {"node": "b", "pod": "q"}], "node"),
        ([{"node": "a", "pod": "p"}, {"node": "a", "pod": "q"}], "pod"),
        ([{"node": "a"}, {}], ""),
        ([], ""),
    ],
)
def test_telling_label_is_the_first_that_differs(labels, telling):
    assert telling_label(labels) == telling


def test_most_often_adds_up_and_cuts():
    counts = [("a", 1), ("b", 2), ("a", 2), ("c", 1)]
    assert most_often(counts, 2) == (("a", 3), ("b", 2))
