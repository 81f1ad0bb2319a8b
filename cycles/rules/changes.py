"""
What is different between two moments of a roadmap: told of each epic, one change for each thing
that differs. The same moment twice differs in nothing, and the other way round everything that is
told is told the other way round.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, cast

from cycles.rules.roadmap import Standing

# In the order in which they are told of one epic, and listed to choose from.
KINDS: Final = (
    "added",
    "shipped",
    "decided",
    "revived",
    "parked",
    "dropped",
    "moved",
    "resized",
    "rethemed",
    "reoriginated",
    "renamed",
    "removed",
)

_ENDS: Final = ("shipped", "parked", "dropped")  # named by the state that it has got into

type _Place = tuple[str, object, object]


def place_of(standing: Standing) -> _Place | None:
    """
    Where it is drawn. Nothing for what was parked or dropped: that it went is told by its state.
    A cycle is itself whenever it is, so that a shift of the calendar moves no epic.
    """
    if not standing.certainty:
        return None
    if standing.unit == "cycle":
        return standing.unit, standing.first, standing.last
    return standing.unit, standing.from_on, standing.to_on


def _theme_of(standing: Standing) -> object:
    return standing.theme if standing.theme_id is None else standing.theme_id


ASPECTS: Final[dict[str, Callable[[Standing], object]]] = {
    "state": lambda one: one.state,
    "place": place_of,
    "size": lambda one: one.size,
    "theme": _theme_of,
    "origin": lambda one: one.origin,
    "title": lambda one: one.title,
}

_KIND_OF: Final = {
    "place": "moved",
    "size": "resized",
    "theme": "rethemed",
    "origin": "reoriginated",
    "title": "renamed",
}


@dataclass(frozen=True)
class Change:
    """
    An epic differs in one ``aspect``: one of ``ASPECTS``, or ``presence`` where one of the two
    moments does not know it.
    """

    aspect: str
    before: Standing | None
    after: Standing | None

    @property
    def known(self) -> Standing:
        """As it is afterwards; as it was, where it is no more."""
        return cast(Standing, self.after or self.before)

    @property
    def key(self) -> str:
        return self.known.key

    @property
    def kind(self) -> str:
        """One of ``KINDS``."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        if self.aspect != "state":
            return _KIND_OF[self.aspect]
        if self.after.state in _ENDS:
            return self.after.state
        return "revived" if self.before.state in _ENDS else "decided"

    @property
    def direction(self) -> str:
        """
        Of a move: ``earlier``, ``later``; ``dated`` or ``undated`` where there was or is no date;
        nothing where it begins when it did.
        """
        if self.aspect != "place" or not self.before or not self.after:
            return ""
        was, now = self.before.from_on, self.after.from_on
        if was is None or now is None:
            return "undated" if now is None else "dated"
        return "" if was == now else "earlier" if now < was else "later"

    @property
    def reversed(self) -> "Change":
        return Change(self.aspect, self.after, self.before)


def differs(aspect: str, before: Standing, after: Standing) -> bool:
    """Whether an epic is another one in that aspect; its place only while it has one twice."""
    fact = ASPECTS[aspect]
    if aspect == "place" and None in (fact(before), fact(after)):
        return False
    return fact(before) != fact(after)


def changes_between(before: Iterable[Standing], after: Iterable[Standing]) -> tuple[Change, ...]:
    """
    All that is different, by the epics' numbers, and for each in the order of ``KINDS``. An epic
    that was added, or is gone, differs in nothing else.
    """
    was = {one.key: one for one in before}
    now = {one.key: one for one in after}
    found: list[Change] = []
    for key in sorted(was | now, key=_number):
        found += sorted(_of_one(was.get(key), now.get(key)), key=lambda one: KINDS.index(one.kind))
    return tuple(found)


def _of_one(before: Standing | None, after: Standing | None) -> list[Change]:
    if before is None or after is None:
        return [Change("presence", before, after)]
    return [Change(one, before, after) for one in ASPECTS if differs(one, before, after)]


def _number(key: str) -> tuple[int, str]:
    digits = key.rpartition("-")[2]
    return (int(digits) if digits.isdecimal() else 0), key
