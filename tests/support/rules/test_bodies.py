import pytest

from support.rules.bodies import pretty, readable
from support.rules.links import safe_link
from support.rules.receivers import paste_for


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b'{"a":1}', '{\n  "a": 1\n}'),
        (b'"\\ud800"', '"\\ud800"'),
        (b"\xff", "\\xff"),
        (b"a\0b", "a\\x00b"),
        (b"[NaN]", "[\n  NaN\n]"),
        ("プ".encode(), "プ"),
        (b"[" * 5000, "[" * 5000),
        (b"1" * 5000, "1" * 5000),
    ],
)
def test_any_body_can_be_shown(body, shown):
    assert pretty(body) == shown
    pretty(body).encode()
    readable(body).encode()


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a", "https://example.org/a"),
        (" http://example.org ", "http://example.org"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org", ""),
        ("https://", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_only_links_to_the_web_are_followed(url, link):
    assert safe_link(url) == link


def test_receiver_holds_the_address_and_the_token():
    pasted = paste_for("alertmanager", "https://planner.example.org/hooks/alertmanager", "secret")

    assert "url: https://planner.example.org/hooks/alertmanager" in pasted
    assert "credentials: secret" in pasted
