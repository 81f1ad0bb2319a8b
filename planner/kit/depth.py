"""
How deeply JSON is nested, found out without following it.

Decoders follow it by calling themselves, and count on the stack of a main thread. The threads of
the web server have a quarter of that: brackets alone could end the process, and with it everything.
"""

import re
from itertools import accumulate
from typing import Final

DEEPEST: Final = 200  # no sender and no person nests so deeply
_USUAL: Final = 8  # levels that most senders do with
_SHORT: Final = 10_000  # bytes: of one alert or a few, whose brackets may all be counted

_ESCAPED: Final = re.compile(rb"\\.", re.DOTALL)
_STEPS: Final = bytes.maketrans(b"[{]}", b"\x02\x02\x00\x00")
_ALL_ELSE: Final = bytes(set(range(256)) - set(b'[{]}"'))


def is_too_deep(body: bytes) -> bool:
    """Whether JSON has more than ``DEEPEST`` levels; what is no JSON is judged up to its fault."""
    if len(body) <= _SHORT and body.count(b"[") + body.count(b"{") <= DEEPEST:
        return False
    told = _ESCAPED.sub(b"", body) if b"\\" in body else body
    marks = told.translate(None, _ALL_ELSE)
    if marks.count(b"[") + marks.count(b"{") <= DEEPEST:
        return False
    brackets = _outside_of_texts(marks)
    return not _is_shallow(brackets) and any(
        depth > DEEPEST for depth in accumulate(step - 1 for step in brackets.translate(_STEPS))
    )


def _is_shallow(brackets: bytes) -> bool:
    """Whether nothing is left of them after the innermost pairs were taken away a few times."""
    for _ in range(_USUAL):
        brackets = brackets.replace(b"{}", b"").replace(b"[]", b"")
    return not brackets


def _outside_of_texts(marks: bytes) -> bytes:
    """Of brackets and quotes the brackets that are no part of a text."""
    # A text without any is two quotes. Two that stand side by side change nothing for those behind
    # them, whichever way they belong together.
    return b"".join(marks.replace(b'""', b"").split(b'"')[::2])
