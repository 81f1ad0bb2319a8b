"""What one on-support team tells the next, as Markdown made of plain facts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_MARKS = re.compile(r"([\\`*_\[\]<>#|!~])")


@dataclass(frozen=True)
class Line:
    """A ticket, or several of a kind: ``said`` goes on after the title."""

    key: str
    url: str
    title: str
    said: str


@dataclass(frozen=True)
class Part:
    """``none`` is said where there is nothing to list."""

    title: str
    lines: tuple[Line, ...]
    none: str
    more: str = ""


def handoff_markdown(parts: Iterable[Part]) -> str:
    """Headings with a list each; titles stand as they were typed, whatever signs are in them."""
    return "\n".join(line for part in parts for line in _part(part)).strip() + "\n"


def as_typed(title: str) -> str:
    """A title in one line of Markdown, whatever signs are in it."""
    return _MARKS.sub(r"\\\1", " ".join(title.split()))


def is_named(key: str, text: str) -> bool:
    """Whether the text tells of that ticket, in whatever words."""
    return re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", text) is not None


def _part(part: Part) -> Iterator[str]:
    yield f"## {part.title}\n"
    for line in part.lines:
        yield f"- [{line.key}]({line.url}) {as_typed(line.title)}: {line.said}"
    if not part.lines:
        yield part.none
    if part.more:
        yield f"- {part.more}"
    yield ""
