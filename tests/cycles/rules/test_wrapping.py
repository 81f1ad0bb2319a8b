import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.rules.wrapping import width_of, wrapped


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
