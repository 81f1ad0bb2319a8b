import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.rules.wrapping import lines_of, width_of, wrapped


@pytest.mark.parametrize(
    ("text", "room", "lines", "said"),
    [
        ("Node auto-repair", 100, 3, ["Node auto-repair"]),
        ("Node auto-repair", 70, 3, ["Node auto-", "repair"]),
        ("Multi-cluster ingress", 66, 3, ["Multi-", "cluster", "ingress"]),
        ("Plan B-2 - what then", 40, 4, ["Plan", "B-2 -", "what", "then"]),
        ("Preview environments everywhere now", 80, 2, ["Preview", "environments…"]),
        ("Rebuild a cluster in an hour", 60, 2, ["Rebuild a", "cluster i…"]),
        ("ノードの自動修復", 45, 2, ["ノードの", "自動修復"]),
        ("証明書を、更新する。", 44, 3, ["証明書", "を、更新", "する。"]),
        ("証明書の自動更新", 44, 1, ["証明書…"]),
        ("", 44, 1, []),
        ("Wide", 3, 1, [""]),
    ],
)
def test_words_are_wrapped_and_cut(text, room, lines, said):
    assert list(wrapped(text, room, lines)) == said


@given(st.text(max_size=40), st.floats(20, 200), st.integers(1, 4))
def test_no_line_is_wider_than_its_room(text, room, lines):
    found = wrapped(text, room, lines)
    assert len(found) <= lines
    assert all(width_of(line) <= room for line in found)


@pytest.mark.parametrize(
    ("text", "room", "indent", "lines"),
    [
        ("Node auto-repair", 100, 0, 1),
        ("Node auto-repair", 100, 10, 2),
        ("Ingress failover across regions", 76, 10, 4),
        ("Supercalifragilistic", 60, 0, 2),
        ("ノードの自動修復", 45, 0, 2),
        ("", 45, 10, 1),
    ],
)
def test_lines_are_counted_where_long_words_break(text, room, indent, lines):
    assert lines_of(text, room, indent) == lines


def test_first_line_leaves_room_for_what_stands_before_it():
    assert wrapped("Node pools as code", 62, 2) == ("Node pools", "as code")
    assert wrapped("Node pools as code", 62, 2, indent=14) == ("Node", "pools as…")
