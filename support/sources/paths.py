"""
Where in a body a value lies: a strict part of JSONPath (RFC 9535), enough to point at one value.

``$`` is the whole; ``.name`` and ``['any name']`` go into an object, ``[0]`` and ``[-1]`` into a
list, ``[*]`` and ``.*`` into whatever has something there, the first of them. What does not begin
with ``$`` is no path, but the value itself. Nothing is ever evaluated.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 300
STEPS: Final = 20
ANY: Final = None  # every child
_LOOKED_AT: Final = 1000  # children of one wildcard

_STEP: Final = re.compile(
    r"""\.(?P<name>[A-Za-z_\u0080-\uffff][\w\u0080-\uffff-]*)
      | \.(?P<star>\*)
      | \[\s*(?:(?P<index>-?[0-9]{1,9})|(?P<any>\*)
            |'(?P<single>(?:[^'\\]|\\['\\])*)'|"(?P<double>(?:[^"\\]|\\["\\])*)")\s*\]""",
    re.VERBOSE,
)
_ESCAPED: Final = re.compile(r"""\\(['"\\])""")


class NoPath(Exception):
    """It begins as a path and goes on as none; the message says where."""


@dataclass(frozen=True, slots=True)
class Path:
    """``steps`` are names, places in a list, or ``ANY``; without steps it is a constant."""

    steps: tuple[str | int | None, ...]
    constant: str = ""
    is_constant: bool = False

    def first(self, payload: object) -> object:
        """The first value that lies there; None where none does."""
        if self.is_constant:
            return self.constant
        return next((found for found in _walk(payload, self.steps) if found is not None), None)


def parse(text: str) -> Path:
    """:raises NoPath: it cannot be followed."""
    text = text.strip()
    if len(text) > LONGEST:
        raise NoPath(f"It is longer than {LONGEST} characters.")
    if not text.startswith("$"):
        return Path((), text, is_constant=True)
    steps: list[str | int | None] = []
    place = 1
    while place < len(text):
        step = _STEP.match(text, place)
        if step is None:
            raise NoPath(f"It cannot be followed from “{text[place : place + 20]}” on.")
        steps.append(_step(step))
        place = step.end()
    if len(steps) > STEPS:
        raise NoPath(f"It has more than {STEPS} steps.")
    return Path(tuple(steps))


def _step(found: re.Match[str]) -> str | int | None:
    if found["index"] is not None:
        return int(found["index"])
    if found["name"] is not None:
        return found["name"]
    quoted = found["single"] if found["single"] is not None else found["double"]
    return ANY if quoted is None else _ESCAPED.sub(r"\1", quoted)


def _walk(payload: object, steps: tuple[str | int | None, ...]) -> Iterator[object]:
    if not steps:
        yield payload
        return
    step, rest = steps[0], steps[1:]
    if step is ANY:
        children = list(payload.values()) if isinstance(payload, Mapping) else payload
        for child in children[:_LOOKED_AT] if isinstance(children, list) else []:
            yield from _walk(child, rest)
    elif isinstance(step, str):
        if isinstance(payload, Mapping) and step in payload:
            yield from _walk(payload[step], rest)
    elif isinstance(payload, list) and -len(payload) <= step < len(payload):
        yield from _walk(payload[step], rest)
