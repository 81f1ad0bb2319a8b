"""
Which layer an alert is about, work or resource, how bad it is, and whose. First hit wins.

The boundary of responsibility: master, node and add-ons are the platform team's, pods are the
developers' who run them. Work metrics are always looked at first.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from support.rules.matching import Matcher, Test, parse, test_of
from support.rules.ownership import OURS, Owners

UNCLASSIFIED: Final = "unclassified"
LAYERS: Final = ("master", "node", "addon", "pod")
HEALTHS: Final = ("work", "resource")
NO_RULE: Final = "none"
BY_LABEL: Final = "label"
BY_OURSELVES: Final = "the planner itself"

_SAID: Final = 72  # of a rule, so that it fits the column together with what stands before it
_REMEMBERED: Final = 2000  # names with their rules, and verdicts


@dataclass(frozen=True, slots=True)
class Rule:
    """
    A row of the table: which alerts it is about (see ``matching``), and what they are.

    An empty ``owner``, ``severity`` or ``cause`` says nothing of it. ``key`` is of who made it.
    """

    matchers: str
    layer: str
    health: str
    owner: str = ""
    severity: str = ""
    cause: str = ""
    key: int = 0

    @property
    def said(self) -> str:
        """What an alert names it by."""
        line = ", ".join(self.matchers.splitlines())
        return line if len(line) <= _SAID else f"{line[: _SAID - 1]}…"


class Classification(NamedTuple):
    """
    ``by`` names what decided: ``label``, ``alertname=KubeAPI*``, both, or ``none``.

    An empty ``severity`` leaves that of the sender.
    """

    layer: str
    health: str
    owner: str
    by: str
    severity: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """A rule that was looked at: the label for which it does not fit, or none where it does."""

    rule: Rule
    misfit: Matcher | None


@dataclass(frozen=True, slots=True)
class _Tested:
    """A rule made ready: the tests of the alert's name, and those of its other labels."""

    rule: Rule
    name: Test | None
    others: tuple[tuple[str, Test], ...]


class Table:
    """A workspace's rules in their order, made ready for many alerts."""

    def __init__(self, rules: Iterable[Rule], owners: Owners) -> None:
        self.rules = tuple(rules)
        self._owners = owners
        self._tested = tuple(_tested(rule) for rule in self.rules)
        self._of_name: dict[str, tuple[_Tested, ...]] = {}
        self._found: dict[tuple[object, ...], Classification] = {}

    def classify(self, labels: Mapping[str, str]) -> Classification:
        """Its own labels ``layer``, ``health`` and ``team`` or ``owner`` first, then the rules."""
        rule = self._first_hit(labels)
        get = labels.get
        # Beside the rule these decide; one by one, for that is the quickest.
        said = (id(rule), get("layer"), get("health"), get("team"), get("owner"), get("namespace"))
        if (found := self._found.get(said)) is None:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            found = self._found[said] = self._judge(labels, rule)
        return found

    def _judge(self, labels: Mapping[str, str], rule: Rule | None) -> Classification:
        """By the rule that fits, and the labels that decide beside it."""
        layer, health, by = UNCLASSIFIED, UNCLASSIFIED, NO_RULE
        if rule:
            layer, health, by = rule.layer, rule.health, rule.said
        told_layer, told_health = _told(labels, "layer", LAYERS), _told(labels, "health", HEALTHS)
        if told_layer or told_health:
            layer, health = told_layer or layer, told_health or health
            says_all = told_layer and told_health and not _says_more(rule)
            by = BY_LABEL if says_all or rule is None else f"{BY_LABEL}, {by}"
        owner = self._owner(layer, labels, rule)
        if rule is None:
            return Classification(layer, health, owner, by)
        return Classification(layer, health, owner, by, rule.severity, rule.cause)

    def look(self, labels: Mapping[str, str]) -> Iterator[Look]:
        """Each rule that is looked at in turn; the last one fits, unless none does."""
        for rule in self.rules:
            misfit = next(
                (
                    one
                    for one in parse(rule.matchers)
                    if not test_of(one[1])(labels.get(one[0], ""))
                ),
                None,
            )
            yield Look(rule, misfit)
            if misfit is None:
                return

    def _first_hit(self, labels: Mapping[str, str]) -> Rule | None:
        name = labels.get("alertname", "")
        if (candidates := self._of_name.get(name)) is None:
            candidates = self._remember(name)
        for one in candidates:
            for label, fits in one.others:
                if not ((value := labels.get(label)) and fits(value)):
                    break
            else:
                return one.rule
        return None

    def _remember(self, name: str) -> tuple[_Tested, ...]:
        """The rules that may fit an alert of that name."""
        found = tuple(one for one in self._tested if one.name is None or one.name(name))
        if len(self._of_name) >= _REMEMBERED:
            self._of_name.clear()
        self._of_name[name] = found
        return found

    def _owner(self, layer: str, labels: Mapping[str, str], rule: Rule | None) -> str:
        if team := (labels.get("team") or labels.get("owner") or "").strip():
            return self._owners.named(team)
        if rule and rule.owner:
            return self._owners.named(rule.owner)
        return self._owners.of_namespace(labels.get("namespace", "")) if layer == "pod" else OURS


@lru_cache(maxsize=1000)
def _tested(rule: Rule) -> _Tested:
    tests = {name: test_of(pattern) for name, pattern in parse(rule.matchers)}
    return _Tested(rule, tests.pop("alertname", None), tuple(tests.items()))


def _told(labels: Mapping[str, str], name: str, words: tuple[str, ...]) -> str:
    word = labels.get(name, "").lower()
    return word if word in words else ""


def _says_more(rule: Rule | None) -> bool:
    return rule is not None and bool(rule.owner or rule.severity or rule.cause)
