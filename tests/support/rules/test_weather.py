from datetime import timedelta

import pytest

from support.rules.weather import Count, burst, comes_back, is_silenced, silent_after
from tests.factories import NOON

SECOND = timedelta(seconds=1)


def _bursts(times, limit):
    count = Count()
    for at in times:
        count = burst(count, at, limit=limit)
    return count.times


def test_burst_counts_the_groups_of_a_minute():
    assert _bursts([NOON + n * SECOND for n in range(30)], 30) == 30
    assert _bursts([NOON + n * 3 * SECOND for n in range(30)], 30) == 9  # a minute is over
    assert _bursts([NOON, NOON + 61 * SECOND], 30) == 1


def test_storm_goes_on_until_it_was_calm_for_a_minute():
    storm = [NOON + n * SECOND for n in range(40)]
    assert _bursts([*storm, NOON + 95 * SECOND], 30) == 41
    assert _bursts([*storm, NOON + 101 * SECOND], 30) == 1


def test_coming_back_is_counted_for_an_hour():
    count = Count()
    for n in range(3):
        count = comes_back(count, NOON + n * 20 * 60 * SECOND)
    assert count.times == 3
    assert comes_back(count, NOON + timedelta(minutes=61)).times == 1


@pytest.mark.parametrize(
    ("matchers", "fits"),
    [
        ([["namespace", "shop"]], True),
        ([["namespace", "sho*"], ["pod", "api-1"]], True),
        ([["namespace", "shop"], ["pod", "web"]], False),
        ([["node", "*"]], False),  # it has none
        ([["pod", "*"]], True),
        ([["pod", "api-?"]], False),
        ([["device", "eth[0]"]], True),
        ([["namespace", "web|shop"]], True),
        ([], False),
    ],
)
def test_silence_covers_what_has_all_its_labels(matchers, fits):
    labels = {"namespace": "shop", "pod": "api-1", "device": "eth[0]"}
    assert is_silenced(labels, matchers) is fits


def test_three_repeats_missed_are_silence():
    assert silent_after(5) == timedelta(minutes=15)
