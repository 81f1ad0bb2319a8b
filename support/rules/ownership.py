"""Whose an alert is: what its owner is called, and whose pods run in a namespace."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from support.rules.matching import Test, test_of

OURS: Final = ""  # the owner of what belongs to the platform team itself
LONGEST: Final = 80

# Why a ticket reached its owner.
OPENED: Final = "opened"
REOPENED: Final = "reopened"
WOKE: Final = "woke"  # a silence had kept it quiet
HANDED: Final = "handed"  # it was another's before


class Owners:
    """
    Of one workspace. ``our_names`` are what the platform team is called, in lower case;
    ``teams`` are pairs of a developers' team and a pattern of its namespaces, or an empty one.
    """

    def __init__(
        self, our_names: Collection[str] = (), teams: Iterable[tuple[str, str]] = ()
    ) -> None:
        pairs = list(teams)
        self._names: Mapping[str, str] = {
            **{team.lower(): team for team, _pattern in pairs},
            **dict.fromkeys(our_names, OURS),
        }
        self._exact = {pattern: team for team, pattern in pairs if pattern and "*" not in pattern}
        self._patterns: list[tuple[Test, str]] = [
            (test_of(pattern), team) for team, pattern in sorted(pairs, key=_special_first)
            if "*" in pattern
        ]  # fmt: skip

    def named(self, text: str) -> str:
        """The team as we call it, in whatever case it is written; who is unknown stays."""
        return self._names.get(text.lower(), text[:LONGEST])

    def of_namespace(self, namespace: str) -> str:
        """Its own pattern before one with ``*``, and of those the longest."""
        if not namespace:
            return OURS
        if (team := self._exact.get(namespace)) is not None:
            return team
        return next((team for fits, team in self._patterns if fits(namespace)), OURS)


def _special_first(pair: tuple[str, str]) -> tuple[int, str]:
    return -len(pair[1]), pair[1]
