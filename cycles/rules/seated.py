"""A day in a seat, as those who count days take it."""

from datetime import date
from typing import NamedTuple


class Worked(NamedTuple):
    """A day on which somebody with a seat worked. ``epics``: what its proactive part is for."""

    member: int
    on: date
    team: int
    is_on_support: bool
    percent: int = 100
    epics: tuple[int, ...] = ()
