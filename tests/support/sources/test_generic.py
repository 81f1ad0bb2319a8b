"""What a mapping finds in a body that nobody has seen before."""

import json
from datetime import UTC, datetime

import pytest

from support.sources.generic import look
from support.sources.paths import NoPath, parse
from support.sources.senders import read_body
from support.sources.signals import UnreadableBody

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
BODY = {
    "a": {"b c": [{"id": 7}, {"id": 8}], "on": True, "n": 1.5},
    "it's": "quoted",
    "名": "値",
    "state": "check.up",
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$.a['b c'][0].id", 7),
        ('$.a["b c"][-1].id', 8),
        ("$.a['b c'][*].id", 7),
        ("$['it\\'s']", "quoted"),
        ("$.名", "値"),
        ("$.a.*[1].id", 8),
        ("$.a['b c'][9].id", None),
        ("$.a.b.c", None),
        ("$.state.deeper", None),
        ("warning", "warning"),
        ("", ""),
    ],
)
def test_path_leads_to_the_first_value(path, found):
    assert parse(path).first(BODY) == found


@pytest.mark.parametrize(
    "path",
    ["$a", "$.", "$..id", "$.a[", "$.a[?(@.x)]", "$.a['b]", "$[1:2]", "$.a;", "$" + ".a" * 30],
)
def test_path_of_another_language_is_refused(path):
    with pytest.raises(NoPath):
        parse(path)


def test_mapping_says_where_things_lie():
    mapping = {
        "title": "$.a['b c'][0].id",
        "key": "$.名",
        "state": "$.state",
        "severity": "critical",
        "owner": "payments",
        "url": "$.nothing",
    }
    found = look(BODY, mapping)
    assert (found.title, found.key, found.firing) == ("7", "値", False)
    assert (found.severity, found.owner, found.url) == ("critical", "payments", "")


def test_mapping_says_which_states_are_ends():
    assert look({"state": "gone"}, {"resolved": "gone, away"}).firing is False
    assert look({"state": "up"}, {"resolved": "gone, away"}).firing is True


def test_usual_names_are_found_one_level_below_and_in_any_spelling():
    found = look({"Incident": 1, "incident": {"Incident_ID": "9", "SUMMARY": "Full"}}, {})
    assert (found.key, found.title) == ("9", "Full")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_link_that_is_no_link_is_left_out(url):
    assert look({"url": url}, {}).url == ""


def test_body_without_title_and_key_is_unreadable():
    with pytest.raises(UnreadableBody, match="title nor a key"):
        read_body("generic", b'{"x": [1]}', NOW)


def test_body_without_a_key_is_known_by_its_title_and_says_so():
    (group,) = read_body("generic", json.dumps({"title": "Full"}).encode(), NOW)
    assert group.key == "title:Full"
    assert "no key" in group.remarks[0]


def test_owner_is_told_to_the_classification():
    mapping = {"owner": "$.who", "title": "T", "key": "k"}
    (group,) = read_body("generic", b'{"who": "payments"}', NOW, mapping=mapping)
    assert group.signals[0].labels["owner"] == "payments"


def test_key_of_ten_thousand_letters_is_hashed():
    (group,) = read_body("generic", json.dumps({"id": "x" * 10_000, "title": "T"}).encode(), NOW)
    assert group.signals[0].key.startswith("sha256:")
