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

_SOURCES: Final[dict[str, tuple[int, Source]]] = {}


def register(template: str, source: Source, *, place: int) -> None:
    """
    Let ``source`` read what that template shows of an epic, to its reader, at that time; below the
    board, those of a lower ``place`` first.
    """
    _SOURCES[template] = place, source


def parts_of(epic: Epic, reader: Member, at: datetime) -> tuple[Part, ...]:
    """All of them, in their order."""
    ordered = sorted((place, template) for template, (place, _source) in _SOURCES.items())
    return tuple(Part(name, _SOURCES[name][1](epic, reader, at)) for _place, name in ordered)
