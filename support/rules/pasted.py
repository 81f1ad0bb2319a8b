"""Labels as people paste them: JSON, lines of ``name=value``, or ``{name="value", ...}``."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from planner.kit.depth import is_too_deep

MOST: Final = 100

_QUOTED: Final = re.compile(r'\s*([A-Za-z_][\w.:-]*)\s*=~?\s*"((?:[^"\\]|\\.)*)"\s*,?')


class NoLabels(ValueError):
    """Nothing in the text is a label with a value."""


def labels_in(text: str) -> dict[str, str]:
    """
    The labels of the text; of a whole alert, or a message of some, those of the first.

    :raises NoLabels:
    """
    found = _of_json(text)
    if found is None:
        found = dict(_of_braces(text)) or dict(_of_lines(text))
    labels = {str(name): _text(value) for name, value in list(found.items())[:MOST]}
    if not labels:
        raise NoLabels
    return labels


def _of_json(text: str) -> Mapping[str, Any] | None:
    if is_too_deep(text.encode("utf-8", "replace")):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    for inner in ("alerts", 0, "labels"):
        if isinstance(found, list) and found and inner == 0:
            found = found[0]
        elif isinstance(found, dict) and isinstance(found.get(inner), dict | list):
            found = found[inner]
    return found if isinstance(found, dict) else None


def _of_braces(text: str) -> Iterator[tuple[str, str]]:
    inside = re.search(r"\{(.*)\}", text, re.DOTALL)
    for found in _QUOTED.finditer(inside[1] if inside else ""):
        yield found[1], re.sub(r"\\(.)", r"\1", found[2])


def _of_lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals and name.strip():
            yield name.strip(), value.strip().strip('"')


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
