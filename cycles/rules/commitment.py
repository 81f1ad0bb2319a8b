"""When a promise is made, whether it has to be asked again, and what changed since it was made."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ScopeChange:
    """Items by their id: kept now and not promised, or promised and not kept any more."""

    added: frozenset[int]
    removed: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def missing_signers(seated: Iterable[int], signed: Collection[int]) -> tuple[int, ...]:
    """Those seated in the team that day who have not signed; it is made when nobody is left."""
    return tuple(member for member in seated if member not in signed)


def scope_change(promised: Mapping[int, str], kept: Mapping[int, str]) -> ScopeChange:
    """
    What is must or could now, against what was: item -> kind.

    An item that went from could to must is more work, and one from must to could less.
    """
    return ScopeChange(
        added=frozenset(one for one in kept if kept[one] != promised.get(one)),
        removed=frozenset(one for one in promised if promised[one] != kept.get(one)),
    )


def is_asked_again(found: Iterable[datetime], checked: Iterable[datetime]) -> bool:
    """Whether an unknown was found after the promise was made, and nobody has checked it since."""
    found, checked = tuple(found), tuple(checked)
    return bool(found) and (not checked or max(found) > max(checked))
