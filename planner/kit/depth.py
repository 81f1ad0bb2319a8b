"""
How deeply JSON is nested, found out without following it.

Decoders follow it by calling themselves, and count on the stack of a main thread. The threads of
the web server have a quarter of that: brackets alone could end the process, and with it everything.
"""

import re
from itertools import accumulate
from typing import Final

DEEPEST: Final = 200  # no sender and no person nests so deeply

_TEXT: Final = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_STEPS: Final = bytes.maketrans(b"[{]}", b"\x02\x02\x00\x00")
_ALL_ELSE: Final = bytes(set(range(256)) - set(b"[{]}"))


def is_too_deep(body: bytes) -> bool:
    """Whether JSON has more than ``DEEPEST`` levels; what is no JSON is judged up to its fault."""
    if body.count(b"[") + body.count(b"{") <= DEEPEST:
        return False
    brackets = _TEXT.sub(b"", body).translate(_STEPS, _ALL_ELSE)
    return any(depth > DEEPEST for depth in accumulate(step - 1 for step in brackets))
