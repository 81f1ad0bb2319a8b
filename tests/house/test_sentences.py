"""Every verb that is recorded has a sentence, made of what is recorded with it."""

import ast
import string
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from planner.telling import sentence_of

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("planner", "cycles", "support")


@dataclass(frozen=True)
class Recording:
    """One call that names a verb: of ``record``, or of a function that hands a verb on to it."""

    place: str
    verbs: tuple[str, ...]
    given: frozenset[str]


def functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.FunctionDef):
                    yield file, node


def parameters(function: ast.FunctionDef) -> list[str]:
    return [a.arg for a in [*function.args.args, *function.args.kwonlyargs]]


def called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def written_out(value: ast.expr, function: ast.FunctionDef) -> tuple[str, ...]:
    """A verb is a literal, one of two literals, or a name that was given one of them before."""
    if isinstance(value, ast.Constant):
        return (value.value,)
    if isinstance(value, ast.IfExp):
        return written_out(value.body, function) + written_out(value.orelse, function)
    assert isinstance(value, ast.Name), "Write the verb out, so that it can be found."
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == value.id:
            return written_out(node.value, function)
    assert value.id in parameters(function), "Write the verb out, so that it can be found."
    return ()  # it is looked for where that function is called


def calls(function: ast.FunctionDef) -> Iterator[tuple[ast.Call, dict[str, ast.expr]]]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            yield node, {k.arg: k.value for k in node.keywords if k.arg}


FUNCTIONS = [(file, node) for file, node in functions() if file.name != "activity.py"]
HANDING_ON = {"record": ["verb"]} | {
    node.name: parameters(node) for _, node in FUNCTIONS if "verb" in parameters(node)
}


def added() -> dict[str, set[str]]:
    """What a function that hands a verb on records by itself, perhaps through another one."""
    found = defaultdict(set)
    for _ in range(3):
        for _file, function in FUNCTIONS:
            for call, keywords in calls(function):
                if called(call) in HANDING_ON and function.name in HANDING_ON:
                    found[function.name] |= set(keywords) | found[called(call)]
    return found


def recordings() -> Iterator[Recording]:
    adds = added()
    for file, function in FUNCTIONS:
        for call, keywords in calls(function):
            if (order := HANDING_ON.get(called(call))) is None:
                continue
            at = order.index("verb")
            if "verb" not in keywords and len(call.args) <= at:
                continue  # another function of that name
            verb = keywords.get("verb") or call.args[at]
            yield Recording(
                f"{file.relative_to(ROOT)}:{call.lineno}",
                written_out(verb, function),
                frozenset(adds[called(call)] | set(keywords)),
            )


RECORDINGS = {found.place: found for found in recordings() if found.verbs}


@pytest.mark.parametrize("place", RECORDINGS)
def test_recorded_verb_has_a_sentence_made_of_what_is_recorded(place):
    for verb in RECORDINGS[place].verbs:
        sentence = sentence_of(verb)
        assert sentence, f"{verb} has no sentence: add one to the sentences.py of its room."
        told = f"{sentence.text} {sentence.here}"
        asked = {name for _, name, _, _ in string.Formatter().parse(told) if name}
        missing = asked - RECORDINGS[place].given
        assert not missing, f"{verb} tells of {missing}, which is not recorded with it."


def test_verbs_are_found_at_all():
    assert len(RECORDINGS) > 15
