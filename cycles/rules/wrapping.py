"""
Words in lines of some width, for drawings whose text nobody wraps. Widths are those of the
shipped fonts at 11 pixels: near enough to fill a bar, never exact.
"""

import re
from functools import lru_cache
from typing import Final

LATIN, WIDE = 5.9, 11.0
_WIDE_FROM: Final = 0x2E80
# A word with the blank behind it, its part up to a hyphen, or one wide letter with what must not
# begin a line.
_PIECES: Final = re.compile(
    r"[^\s\u2e80-\uffff-]+-(?=[^\s-]{2})|[^\s\u2e80-\uffff]+\s*|[\u2e80-\uffff][。、，．」』）】！？ーっゃゅょッャュョ]*\s*"
)
_MORE: Final = "…"


def width_of(text: str) -> float:
    """In pixels."""
    return sum(WIDE if ord(letter) >= _WIDE_FROM else LATIN for letter in text)


def wrapped(text: str, room: float, lines: int, indent: float = 0) -> tuple[str, ...]:
    """
    At most so many lines, none wider than the room, the first begins after the indent; the last
    ends with … where it is cut.
    """
    done: list[str] = []
    rest = _PIECES.findall(text.strip())
    while rest and len(done) < lines:
        line, free = "", room if done else room - indent
        while rest and (not line or width_of((line + rest[0]).rstrip()) <= free):
            line += rest.pop(0)
        if rest and len(done) == lines - 1:
            line += _MORE + "".join(rest)
        done.append(cut(line.rstrip(), free))
    return tuple(done)


@lru_cache(maxsize=4096)
def lines_of(text: str, room: float, indent: float = 0) -> int:
    """How many lines the words take; one that is wider than the room is broken."""
    lines, used = 1, indent
    for piece in _PIECES.findall(text.strip()):
        wide = width_of(piece.rstrip())
        if used and used + wide > room:
            lines, used = lines + 1, 0
        while wide > room > 0:
            lines, wide = lines + 1, wide - room
        used += wide + width_of(piece) - width_of(piece.rstrip())
    return lines


def cut(line: str, room: float) -> str:
    """The line, as much of it as there is room for."""
    kept = line.partition(_MORE)[0] if _MORE in line else line
    if kept == line and width_of(line) <= room:
        return line
    while kept and width_of(kept + _MORE) > room:
        kept = kept[:-1]
    return kept.rstrip() + _MORE if kept else ""
