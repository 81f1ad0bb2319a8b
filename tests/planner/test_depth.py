import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.kit.depth import DEEPEST, is_too_deep


def nested(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


@pytest.mark.parametrize(
    "body",
    [
        nested(DEEPEST),
        b"[" + b",".join([b'{"a":[]}'] * 10_000) + b"]",
        json.dumps({"text": "[" * 1000}).encode(),
        json.dumps({"text": '\\"[{' * 1000}).encode(),
        b"",
        b'"',
        b"]" * 1000 + nested(3),
    ],
)
def test_what_is_wide_or_only_spoken_of_is_not_deep(body):
    assert not is_too_deep(body)


@pytest.mark.parametrize(
    "body",
    [
        nested(DEEPEST + 1),
        b"[" * 8 * 1024**2,
        b'{"a":' * 1000,
        b'{"a\\"":"\\\\","b":' * 1000,
        json.dumps({"text": '"'}).encode()[:-1] + b',"b":' + nested(1000),
    ],
)
def test_what_is_deep_is_known_to_be(body):
    assert is_too_deep(body)


def deepest(value: object) -> int:
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + max(map(deepest, value), default=0) if isinstance(value, list) else 0


# Texts that look like JSON, and end in what looks like an escape.
TEXTS = st.text('"[]{}\\\\,:a障', max_size=6)


@given(
    value=st.recursive(
        TEXTS, lambda inside: st.lists(inside, max_size=3) | st.dictionaries(TEXTS, inside)
    ),
    below=st.integers(DEEPEST - 6, DEEPEST),
    is_ascii=st.booleans(),
)
def test_depth_of_json_is_that_of_what_it_says(value, below, is_ascii):
    wide = ["{}"] * (DEEPEST + 1)  # so many brackets that counting them does not do
    for _ in range(below):
        value = [value]
    body = json.dumps([wide, value], ensure_ascii=is_ascii).encode()
    assert is_too_deep(body) == (deepest([wide, value]) > DEEPEST)
