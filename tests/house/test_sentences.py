"""Every verb that is recorded has a sentence, made of what is recorded with it."""

import ast
import string
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from planner.telling import sentence_of

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("planner", "cycles", "support")


@dataclass(frozen=True)
class Recording:
    """One call that names a verb: of ``record``, or of a function that hands a verb on to it."""

    place: str
    verbs: tuple[str, ...]
    given: frozenset[str]


@dataclass(frozen=True, eq=False)
class Function:
    """A function of ours with the calls in it, each with what it is given by name."""

    file: Path
    node: ast.FunctionDef
    calls: list[tuple[ast.Call, dict[str, ast.expr]]]

    @property
    def name(self) -> str:
        return self.node.name

    @property
    def parameters(self) -> list[str]:
        return [a.arg for a in [*self.node.args.args, *self.node.args.kwonlyargs]]


@cache
def functions() -> list[Function]:
    files = (file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py")))
    return [
        Function(file, node, list(_calls(node)))
        for file in files
        if file.name != "activity.py"
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef)
    ]


def _calls(function: ast.FunctionDef) -> Iterator[tuple[ast.Call, dict[str, ast.expr]]]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            yield node, {k.arg: k.value for k in node.keywords if k.arg}


def called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def written_out(value: ast.expr, function: Function) -> tuple[str, ...]:
    """A verb is a literal, one of two literals, or a name that was given one of them before."""
    if isinstance(value, ast.Constant):
        return (value.value,)
    if isinstance(value, ast.IfExp):
        return written_out(value.body, function) + written_out(value.orelse, function)
    assert isinstance(value, ast.Name), "Write the verb out, so that it can be found."
    for node in ast.walk(function.node):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == value.id:
            return written_out(node.value, function)
    assert value.id in function.parameters, "Write the verb out, so that it can be found."
    return ()  # it is looked for where that function is called


@cache
def handing_on() -> dict[str, list[str]]:
    """The parameters of ``record``, and of what hands a verb on to it."""
    ours = {one.name: one.parameters for one in functions() if "verb" in one.parameters}
    return {"record": ["verb"]} | ours


@cache
def added() -> dict[str, set[str]]:
    """What a function that hands a verb on records by itself, perhaps through another one."""
    found = defaultdict(set)
    among = [one for one in functions() if one.name in handing_on()]
    for _ in range(3):
        for function in among:
            for call, keywords in function.calls:
                if called(call) in handing_on():
                    found[function.name] |= set(keywords) | found[called(call)]
    return found


@cache
def recordings() -> list[Recording]:
    return [
        Recording(
            f"{function.file.relative_to(ROOT)}:{call.lineno}",
            verbs,
            frozenset(added()[called(call)] | set(keywords)),
        )
        for function in functions()
        for call, keywords in function.calls
        if (verb := _verb_of(call, keywords)) and (verbs := written_out(verb, function))
    ]


def _verb_of(call: ast.Call, keywords: dict[str, ast.expr]) -> ast.expr | None:
    if (order := handing_on().get(called(call))) is None:
        return None
    at = order.index("verb")
    if "verb" not in keywords and len(call.args) <= at:
        return None  # another function of that name
    return keywords.get("verb") or call.args[at]


def test_recorded_verbs_have_a_sentence() -> None:
    silent = {
        one.place: verb for one in recordings() for verb in one.verbs if not sentence_of(verb)
    }
    assert not silent, "Add a sentence to the sentences.py of its room."


def test_sentences_are_made_of_what_is_recorded() -> None:
    missing = {
        f"{one.place} {verb}": lacking
        for one in recordings()
        for verb in one.verbs
        if (lacking := _asked_by(verb) - one.given)
    }
    assert not missing, "A sentence tells of what is not recorded with its verb."


def _asked_by(verb: str) -> set[str]:
    sentence = sentence_of(verb)
    told = f"{sentence.text} {sentence.here}" if sentence else ""
    return {name for _, name, _, _ in string.Formatter().parse(told) if name}


def test_verbs_are_found_at_all() -> None:
    assert len(recordings()) > 15
