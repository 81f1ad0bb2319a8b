import json

import pytest

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
