"""What is read from a body of Alertmanager, however strange it is."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.sources import signals
from support.sources.alertmanager import NAMELESS
from support.sources.bodies import decode
from support.sources.senders import check_body, read_body
from support.sources.signals import UnreadableBody

NOW = datetime(2026, 5, 21, 12, tzinfo=UTC)
STARTED = "2026-05-21T11:28:19.235149277Z"


def _read(*alerts, **facts):
    body = {"status": "firing", "groupKey": "key", "alerts": list(alerts), **facts}
    (group,) = read_body("alertmanager", json.dumps(body).encode(), NOW)
    return group


def _alert(**facts):
    return {
        "status": "firing",
        "labels": {"alertname": "DiskFull", "severity": "critical"},
        "annotations": {},
        "startsAt": STARTED,
        "endsAt": "0001-01-01T00:00:00Z",
        "fingerprint": "f1",
    } | facts


def _only(group):
    (signal,) = group.signals
    return signal


def test_alert_is_read_as_it_is():
    group = _read(_alert(generatorURL="https://prometheus.example/graph"), truncatedAlerts=3)

    signal = _only(group)
    assert (group.key, group.title, group.hidden, group.remarks) == ("key", "DiskFull", 3, ())
    assert (signal.key, signal.name, signal.firing) == ("f1", "DiskFull", True)
    assert signal.starts_at == datetime(2026, 5, 21, 11, 28, 19, 235149, tzinfo=UTC)
    assert signal.ends_at is None
    assert (signal.severity, signal.url) == ("critical", "https://prometheus.example/graph")


@pytest.mark.parametrize(
    "garbage",
    [
        None,
        "",
        "yesterday",
        "0000-00-00",
        7,
        [],
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-10:00",
        "2026-05-21T14:00:00Z",
    ],
)
def test_senseless_start_is_left_to_the_time_of_receipt(garbage):
    group = _read(_alert(startsAt=garbage))

    assert _only(group).starts_at is None
    assert group.remarks == ("Alert 1 has no usable start; the time of receipt stands for it.",)


@pytest.mark.parametrize(
    ("facts", "firing"),
    [
        ({"status": "resolved"}, False),
        ({"status": "RESOLVED"}, False),
        ({"status": None}, True),
        ({"status": "pending"}, True),
        ({"status": 3}, True),
    ],
)
def test_state_of_an_alert_falls_back_to_that_of_its_group(facts, firing):
    assert _only(_read(_alert(**facts))).firing is firing


def test_state_without_any_word_for_it_is_told_by_the_end():
    over = _alert(status=None, endsAt="2026-05-21T11:40:00Z")

    assert _only(_read(over, status=None)).firing is False
    assert _only(_read(_alert(status=None), status="odd")).firing is True


def test_unknown_state_is_remarked():
    assert _read(_alert(status="odd")).remarks == ("Alert 1 has an unknown state, odd.",)


@pytest.mark.parametrize(
    ("labels", "annotations", "name"),
    [
        ({"alertname": " Disk\n full "}, {}, "Disk full"),
        ({}, {"summary": "The disk is full", "description": "No."}, "The disk is full"),
        ({}, {"description": "No space"}, "No space"),
        ({"job": "node", "zone": "a"}, {}, "job=node, zone=a"),
        (None, None, "f1"),
        ({"alertname": 7}, {}, "7"),
        ({"alertname": "A\0B"}, {}, "AB"),
        ({"alertname": "\ud83d broken"}, {}, "\ufffd broken"),
        ({"alertname": "x" * 400}, {}, "x" * 299 + "…"),
    ],
)
def test_alert_is_always_called_something(labels, annotations, name):
    assert _only(_read(_alert(labels=labels, annotations=annotations))).name == name


def test_alert_that_tells_nothing_is_not_called_by_a_hash():
    assert _only(_read(_alert(fingerprint=None, labels={}, annotations={}))).name == NAMELESS


@pytest.mark.parametrize("fingerprint", [None, "", [], {}, False])
def test_alert_without_fingerprint_is_known_by_its_labels(fingerprint):
    one, two = {"alertname": "A", "pod": "a"}, {"pod": "a", "alertname": "A"}

    keys = {
        _only(_read(_alert(fingerprint=fingerprint, labels=labels, annotations=annotations))).key
        for labels, annotations in [(one, {}), (two, {"summary": "other text"})]
    }
    other = _only(_read(_alert(fingerprint=fingerprint, labels={"alertname": "B"}))).key

    assert len(keys) == 1
    assert other not in keys


def test_long_keys_are_hashed_and_not_cut():
    long = "k" * 10_000
    keys = {_only(_read(_alert(fingerprint=long + end))).key for end in "ab"}
    hashes = {_read(_alert(), groupKey=long + end).hash for end in "ab"}
    labels = {
        _only(_read(_alert(fingerprint="", labels={"a": "v" * 30_000 + end}))).key for end in "ab"
    }

    assert [len(found) for found in (keys, hashes, labels)] == [2, 2, 2]
    assert all(len(key) <= signals.KEY_LENGTH for key in keys | labels)


def test_huge_annotation_is_kept_but_bounded():
    signal = _only(_read(_alert(annotations={"description": "x" * 400_000})))

    assert len(signal.annotations["description"]) == signals.TEXT_LENGTH


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "//host",
        "http://",
        "",
        None,
        "http://[",
        "https://a b",
        "x" * 3000,
        "\tjavascript:alert(1)",
        7,
    ],
)
def test_link_that_is_no_web_address_is_dropped(url):
    assert _only(_read(_alert(generatorURL=url))).url == ""


def test_labels_of_a_group_are_added_unless_each_alert_would_be_huge_by_them():
    known = _read(_alert(), commonLabels={"team": "Payments"})
    huge = _read(_alert(), commonLabels={f"l{n}": "x" * 1000 for n in range(21)})

    assert _only(known).labels["team"] == "Payments"
    assert _only(huge).labels == _alert()["labels"]
    assert huge.remarks == ("“commonLabels” are too long and were given to no alert.",)


def test_episode_told_twice_counts_once_and_its_end_wins():
    group = _read(_alert(), _alert(status="resolved", endsAt="2026-05-21T11:40:00Z"), _alert())

    assert _only(group).firing is False


def test_signals_are_in_the_order_of_their_own_times():
    late, early = _alert(), _alert(startsAt="2026-05-21T10:00:00Z")

    starts = [signal.starts_at for signal in _read(late, early).signals]

    assert starts == sorted(starts)


def test_what_is_no_alert_is_left_out_and_remarked():
    group = _read(None, _alert(), 7, "text", [])

    assert len(group.signals) == 1
    assert group.remarks[0] == "Alert 1 is not an object and was left out."
    with pytest.raises(UnreadableBody, match="None of its alerts"):
        _read(None, 7)


def test_more_alerts_than_are_read_are_hidden():
    alerts = [_alert(fingerprint=f"f{n}") for n in range(signals.SIGNALS + 7)]

    group = _read(*alerts)

    assert (len(group.signals), group.hidden) == (signals.SIGNALS, 7)


@pytest.mark.parametrize("hidden", [None, -3, "7", 1.5, [], True])
def test_senseless_count_of_hidden_alerts_is_at_most_one(hidden):
    assert _read(_alert(), truncatedAlerts=hidden).hidden <= 1


def test_group_without_key_is_known_by_receiver_and_labels():
    one, same, other = (
        _read(_alert(), groupKey=None, receiver=receiver, groupLabels={"alertname": "A"})
        for receiver in ("a", "a", "b")
    )

    assert one.key == same.key != other.key


def test_title_names_the_alerts_and_what_they_share():
    named = [
        _alert(fingerprint=name, labels={"alertname": name}, annotations={"summary": "Full"})
        for name in ("A", "B", "C", "D", "E")
    ]
    apart = [
        _alert(fingerprint=text, annotations={"summary": text}) for text in ("3 % left", "2 % left")
    ]

    assert _read(*named).title == "A, B, C +2: Full"
    assert _read(*apart, groupLabels={"alertname": "x", "node": "n1"}).title == "DiskFull: n1"


def test_text_is_in_no_key():
    firing = _alert(annotations={"summary": "at 5.357 %"})
    resolved = _alert(status="resolved", annotations={"summary": "at 1.667 %"})

    assert _only(_read(firing)).key == _only(_read(resolved)).key
    assert _read(firing).hash == _read(resolved).hash


# --- fuzz

_scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters(codec=None), max_size=20),
    st.sampled_from(["firing", "resolved", STARTED, "0001-01-01T00:00:00Z", "javascript:x", "\0"]),
)
_anything = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
_labels = st.one_of(
    _anything, st.dictionaries(st.sampled_from(["alertname", "severity", "\0"]), _scalars)
)
_alerts = st.fixed_dictionaries(
    {},
    optional={
        "status": _scalars,
        "labels": _labels,
        "annotations": _labels,
        "startsAt": _scalars,
        "endsAt": _scalars,
        "generatorURL": _scalars,
        "fingerprint": _scalars,
    },
)
_bodies = st.fixed_dictionaries(
    {"alerts": st.one_of(_anything, st.lists(st.one_of(_alerts, _anything), max_size=5))},
    optional={
        "status": _scalars,
        "groupKey": _anything,
        "groupLabels": _labels,
        "commonLabels": _labels,
        "receiver": _anything,
        "truncatedAlerts": _scalars,
    },
)


def _survives(body):
    try:
        check_body("alertmanager", body)
        groups = read_body("alertmanager", body, NOW)
    except UnreadableBody:
        return
    for group in groups:
        assert group.title
        _fits(group.title, 300)
        _fits(group.key, 10**9)
        for signal in group.signals:
            _fits(signal.key, 80)
            _fits(signal.name, 300)
            assert signal.severity in ("critical", "warning", "info", "none")
            for text in (*signal.labels.values(), *signal.annotations.values()):
                _fits(text, signals.TEXT_LENGTH)
            for at in (signal.starts_at, signal.ends_at):
                assert at is None or at < NOW + timedelta(hours=2)


def _fits(text, length):
    assert len(text) <= length
    assert "\0" not in text
    text.encode()


def _many(count):
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=count, suppress_health_check=checks)


@_many(300)
@given(_bodies)
def test_any_body_is_read_or_refused_by_name(body):
    _survives(json.dumps(body).encode())


@pytest.mark.slow
@_many(10_000)
@given(_bodies)
def test_ten_thousand_bodies_are_read_or_refused_by_name(body):
    _survives(json.dumps(body).encode())


@_many(200)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_by_name(body):
    _survives(body)


@pytest.mark.parametrize("depth", [5_000, 100_000])
def test_deep_nesting_is_read_or_refused_by_name(depth):
    _survives(b'{"alerts": [{"labels": ' + b"[" * depth + b"]" * depth + b"}]}")


def test_last_of_duplicate_keys_counts():
    assert decode(b'{"a": 1, "a": 2}') == {"a": 2}


def test_not_a_number_is_nothing():
    assert decode(b'{"a": NaN, "b": -Infinity}') == {"a": None, "b": None}
