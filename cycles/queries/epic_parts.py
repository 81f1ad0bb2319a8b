"""What other rooms show on the page of an epic; each registers its own when it starts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from cycles.models import Epic
from planner.models import Member

type Column = Literal["whole", "left", "right"]


@dataclass(frozen=True)
class Part:
    """``template`` is given ``part``, all that it shows, in the whole width or in a column."""

    template: str
    part: object
    column: Column


type Source = Callable[[Epic, Member, datetime], object]

_SOURCES: Final[dict[str, tuple[int, Column, Source]]] = {}


def register(template: str, source: Source, *, place: int, column: Column = "whole") -> None:
    """
    Let ``source`` read what that template shows of an epic, to its reader, at that time; below the
    board, those of a lower ``place`` first, then those that stand in a column.
    """
    _SOURCES[template] = place, column, source


def parts_of(epic: Epic, reader: Member, at: datetime) -> tuple[Part, ...]:
    """All of them, in their order."""
    ordered = sorted(_SOURCES.items(), key=lambda each: (each[1][0], each[0]))
    return tuple(
        Part(template, source(epic, reader, at), column)
        for template, (_place, column, source) in ordered
    )
