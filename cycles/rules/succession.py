"""Which team of the last cycle goes on as which team of the next, until somebody says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class TeamBefore:
    """A release team of the last cycle, with its epics and their themes."""

    id: int
    epics: frozenset[int]
    themes: frozenset[int]


@dataclass(frozen=True)
class TeamNext:
    """An empty release team of the plan."""

    id: int
    epics: frozenset[int]
    themes: frozenset[int]


def successors(before: Sequence[TeamBefore], after: Sequence[TeamNext]) -> dict[int, int]:
    """
    For each team of the last cycle at most one empty team: that of the same epic, else one of the
    same theme; nobody goes on by mere chance. Ties go to the first.
    """
    found: dict[int, int] = {}
    for shared in ("epics", "themes"):
        for team in before:
            if team.id in found:
                continue
            free = [one for one in after if one.id not in found.values()]
            for one in free:
                if getattr(team, shared) & getattr(one, shared):
                    found[team.id] = one.id
                    break
    return found
