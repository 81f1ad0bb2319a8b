"""
What is locked or told of in the log has a transaction: pytest's own would hide that it has none.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house import ROOMS, place, sources

SEEDS = {("planner.activity", "record"), ("planner.activity", "record_all")}

# Outside of actions, and yet called in a transaction only; each with its why.
HELD = {
    ("cycles.receivers", "keep_roadmap"): "receives what is recorded, in the transaction of that",
    ("cycles.apps", "CyclesConfig"): "connects it",
}

Name = tuple[str, str]  # module and function


def test_who_is_no_action_calls_what_needs_a_transaction_in_one():
    needy = _needy(_functions())
    outside = sorted(
        f"{module}.{name}"
        for module, name in needy - SEEDS - HELD.keys()
        if ".actions" not in module and module != "planner.activity"
    )
    assert outside == []


@pytest.mark.parametrize("name", sorted(HELD))
def test_what_is_held_by_others_is_still_there(name):
    assert name in _needy(_functions())


@pytest.mark.parametrize(
    ("source", "needs"),
    [
        ("def act():\n    record()", True),
        ("@transaction.atomic\ndef act():\n    record()", False),
        ("def act():\n    with transaction.atomic():\n        record()", False),
        ("def act():\n    with transaction.atomic():\n        pass\n    record()", True),
        ("def act():\n    Row.objects.select_for_update().get()", True),
        ("def act():\n    _tell()\ndef _tell():\n    record()", True),
    ],
)
def test_who_needs_a_transaction_is_found(source, needs):
    text = f"from planner.activity import record\n{source}"
    functions = dict(_of_module("x.actions.y", ast.parse(text)))
    assert (("x.actions.y", "act") in _needy(functions)) is needs


@cache
def _functions() -> dict[Name, set[Name] | None]:
    return {
        name: used
        for path in sources(*ROOMS)
        for name, used in _of_module(_module(path), ast.parse(path.read_text()))
    }


def _module(path: Path) -> str:
    return place(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _of_module(module: str, tree: ast.Module) -> Iterator[tuple[Name, set[Name] | None]]:
    """Its functions and classes with what each uses; None for what cannot do without a lock."""
    known = {
        one.name: (module, one.name)
        for one in tree.body
        if isinstance(one, ast.FunctionDef | ast.ClassDef)
    }
    for one in ast.walk(tree):
        if isinstance(one, ast.ImportFrom) and one.module:
            for alias in one.names:
                known[alias.asname or alias.name] = (one.module, alias.name)
    for top in tree.body:
        if isinstance(top, ast.FunctionDef | ast.ClassDef):
            uses: set[Name] = set()
            locks = False
            for node in _unprotected(top):
                if isinstance(node, ast.Name) and node.id in known:
                    uses.add(known[node.id])
                elif isinstance(node, ast.Attribute):
                    locks |= node.attr == "select_for_update"
                    if isinstance(node.value, ast.Name) and node.value.id in known:
                        uses.add((".".join(known[node.value.id]), node.attr))
            yield (module, top.name), None if locks else uses


def _unprotected(node: ast.AST) -> Iterator[ast.AST]:
    """All below it that is in no transaction of its own."""
    decorated = getattr(node, "decorator_list", [])
    if any(_is_atomic(one) for one in decorated):
        return
    if isinstance(node, ast.With) and any(_is_atomic(one.context_expr) for one in node.items):
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _unprotected(child)


def _is_atomic(node: ast.AST) -> bool:
    return ast.unparse(node).split("(")[0] == "transaction.atomic"


def _needy(functions: dict[Name, set[Name] | None]) -> set[Name]:
    """Those that lock or record, and those that use them, with no transaction of their own."""
    found = SEEDS | {name for name, uses in functions.items() if uses is None}
    while True:
        more = {name for name, uses in functions.items() if uses and uses & found} - found
        if not more:
            return found
        found |= more
