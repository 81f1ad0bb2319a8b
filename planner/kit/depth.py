"""
How deeply JSON is nested, found out without following it.

Decoders follow it by calling themselves, and count on the stack of a main thread. The threads of
the web server have a quarter of that: brackets alone could end the process, and with it everything.
"""

from itertools import accumulate
from typing import Final

DEEPEST: Final = 200  # no sender and no person nests so deeply

_STEPS: Final = bytes.maketrans(b"[{]}", b"\x02\x02\x00\x00")
_ALL_ELSE: Final = bytes(set(range(256)) - set(b'[{]}"'))


def is_too_deep(body: bytes) -> bool:
    """Whether JSON has more than ``DEEPEST`` levels; what is no JSON is judged up to its fault."""
    if body.count(b"[") + body.count(b"{") <= DEEPEST:
        return False
    brackets = _outside_of_texts(body).translate(_STEPS)
    return any(depth > DEEPEST for depth in accumulate(step - 1 for step in brackets))


def _outside_of_texts(body: bytes) -> bytes:
    """The brackets that are no part of a text."""
    if b"\\" in body:  # what is escaped ends no text
        body = body.replace(rb"\\", b"").replace(rb"\"", b"")
    # A text without brackets is two quotes then. Two that stand side by side change nothing for
    # those behind them, whichever way they belong together.
    marks = body.translate(None, _ALL_ELSE).replace(b'""', b"")
    return b"".join(marks.split(b'"')[::2])
