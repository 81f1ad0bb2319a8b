from datetime import UTC, datetime, timedelta

import pytest

from support.rules.breaches import GAP, UNKNOWN_FOR, Limit, is_same_signal, step

NOON = datetime(2026, 5, 21, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
UNREADY = Limit("over", 10, 8, 120)
SUCCESS = Limit("under", 99, 99.5, 0)


def _run(values, limit=UNREADY, seconds=30):
    """The states after each value, one every so many seconds."""
    states, state = [], None
    for number, value in enumerate(values):
        state = step(state, value, NOON + number * seconds * SECOND, limit)
        states.append(state)
    return states


def _said(states):
    return ["-" if one is None else "fires" if one.fired_at else "waits" for one in states]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([10, 10, 10, 10, 10, 10], ["-"] * 6),  # at the limit it is none
        ([10.1] * 6, ["waits"] * 4 + ["fires"] * 2),
        ([11, 11, 9, 11, 11, 11], ["waits", "waits", "-", "waits", "waits", "waits"]),
        ([11] * 5 + [9] * 9, ["waits"] * 4 + ["fires"] * 10),  # between: neither worse nor over
        ([11] * 5 + [8] * 6, ["waits"] * 4 + ["fires"] * 5 + ["-"] * 2),
        ([11] * 5 + [8, 8, 9, 8, 8, 8, 8, 8], ["waits"] * 4 + ["fires"] * 8 + ["-"]),
    ],
)
def test_breach_begins_and_ends_after_its_time(values, said):
    assert _said(_run(values)) == said


def test_no_time_means_at_once_and_back_at_once():
    assert _said(_run([99, 98.9, 99.4, 99.5], SUCCESS)) == ["-", "fires", "fires", "-"]


def test_missing_value_is_unknown_and_not_good():
    states = _run([11] * 5 + [None] * 30)
    fires = [one for one in states if one and one.fired_at]
    assert len(fires) == 1 + UNKNOWN_FOR // (30 * SECOND)
    assert states[-1] is None


def test_what_waits_begins_anew_after_a_gap():
    first = step(None, 11, NOON, UNREADY)
    later = NOON + GAP + SECOND
    assert step(first, 11, later, UNREADY).since == later
    assert step(first, None, later, UNREADY) is None


def test_what_fires_goes_on_after_a_gap():
    fires = _run([11] * 5)[-1]
    assert step(fires, 11, NOON + timedelta(hours=1), UNREADY).fired_at == fires.fired_at


@pytest.mark.parametrize(
    ("theirs", "same"),
    [
        ({"cluster": "prod-tokyo-1"}, True),
        ({"cluster": "PROD-tokyo-1", "severity": "critical"}, True),
        ({}, True),
        ({"cluster": "prod-osaka-1"}, False),
        ({"node": "n-1"}, True),
        ({"node": "n-2"}, False),
        ({"cluster": "prod-tokyo-1", "instance": "10.0.0.1:9100", "node": "n-1"}, True),
    ],
)
def test_signal_is_known_again_by_the_labels_that_tell(theirs, same):
    ours = {"alertname": "NodeDiskFull", "cluster": "prod-tokyo-1", "node": "n-1"}
    assert is_same_signal(ours, theirs) is same
