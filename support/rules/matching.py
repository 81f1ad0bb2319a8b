"""
Which labels a rule is about: ``alertname=KubeAPI*``, a line for each label, all of which must fit.

In a pattern ``*`` stands for anything and ``|`` parts alternatives. A label that is missing or
empty fits none, so that ``pod=*`` asks for there being a pod at all.
"""

from collections.abc import Callable
from typing import Final

MOST: Final = 10  # labels that one rule may name
LONGEST: Final = 500  # as it is written down

type Matcher = tuple[str, str]
type Test = Callable[[str], bool]


class NoMatcher(ValueError):
    """A line that names no label, or no value; the line is what it says."""


def parse(text: str) -> tuple[Matcher, ...]:
    """
    The matchers in such lines, by the name of their label.

    :raises NoMatcher: a line is none, or names a label once more.
    """
    found: dict[str, str] = {}
    for line in filter(str.strip, text.splitlines()):
        name, _equals, pattern = line.partition("=")
        alternatives = [each.strip() for each in pattern.split("|")]
        name = name.strip()
        if not name or not all(alternatives) or name in found:
            raise NoMatcher(line.strip())
        found[name] = "|".join(alternatives)
    return tuple(sorted(found.items()))


def written(matchers: tuple[Matcher, ...]) -> str:
    """As they are kept: what means the same is written the same."""
    return "\n".join(f"{name}={pattern}" for name, pattern in matchers)


def test_of(pattern: str) -> Test:
    """Whether a value fits the pattern; the time that takes grows with the value's length alone."""
    alternatives = pattern.split("|")
    if pattern == "*":
        return bool
    if not any("*" in each for each in alternatives):
        return frozenset(alternatives).__contains__
    if len(alternatives) > 1:
        tests = [test_of(each) for each in alternatives]
        return lambda value: any(test(value) for test in tests)
    if pattern.count("*") == 1 and pattern.endswith("*"):
        head = pattern[:-1]
        return lambda value: value.startswith(head)
    return _glob(pattern)


def _glob(pattern: str) -> Test:
    head, *middle, tail = pattern.split("*")

    def fits(value: str) -> bool:
        at, end = len(head), len(value) - len(tail)
        if at > end or not (value.startswith(head) and value.endswith(tail)):
            return False
        for part in middle:
            at = value.find(part, at, end)
            if at < 0:
                return False
            at += len(part)
        return bool(value)

    return fits
