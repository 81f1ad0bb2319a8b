"""What other rooms show on the page of an epic; each registers its own when it starts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cycles.models import Epic
from planner.models import Member


@dataclass(frozen=True)
class Part:
    """``template`` is given ``part``, all that it shows."""

    template: str
    part: object


type Source = Callable[[Epic, Member, datetime], object]

_SOURCES: Final[dict[str, Source]] = {}


def register(template: str, source: Source) -> None:
    """Let ``source`` read what that template shows of an epic, to its reader, at that time."""
    _SOURCES[template] = source


def parts_of(epic: Epic, reader: Member, at: datetime) -> tuple[Part, ...]:
    """In the order in which they were registered."""
    return tuple(Part(template, read(epic, reader, at)) for template, read in _SOURCES.items())
