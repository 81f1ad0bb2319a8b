"""Every verb that is recorded has a sentence, made of what is recorded with it."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.telling import sentence_of

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("planner", "cycles", "support")


def recorded() -> Iterator[tuple[str, ast.Call]]:
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", node


CALLS = dict(recorded())


def verbs(value: ast.expr) -> list[str]:
    """A verb is written out, or is one of two that are."""
    if isinstance(value, ast.IfExp):
        return verbs(value.body) + verbs(value.orelse)
    assert isinstance(value, ast.Constant), "Write the verb out, so that it can be found."
    return [value.value]


@pytest.mark.parametrize("place", CALLS)
def test_recorded_verb_has_a_sentence_made_of_what_is_recorded(place):
    given = {keyword.arg: keyword.value for keyword in CALLS[place].keywords}
    for verb in verbs(given["verb"]):
        sentence = sentence_of(verb)
        assert sentence, f"{verb} has no sentence: add one to the sentences.py of its room."
        asked = {name for _, name, _, _ in string.Formatter().parse(str(sentence.text)) if name}
        known = None if None in given else set(given)  # **data cannot be read here
        assert known is None or asked <= known, f"{verb} asks for {asked - known}"


def test_verbs_are_found_at_all():
    assert len(CALLS) > 10
