"""What grows too large is split by its nouns."""

import ast

import pytest

from tests.house import ROOMS, place, sources

LINES = {
    "code": (sources(*ROOMS), 400),
    "tests": (sources("tests"), 500),
    "templates": (sources("templates", ending="html"), 120),
    "styles": (sources("planner/static", ending="css"), 400),
    "scripts": (sources("planner/static", ending="js"), 400),
}
LINES_OF_A_FUNCTION = 60


@pytest.mark.parametrize("kind", LINES)
def test_files_are_small(kind):
    files, most = LINES[kind]
    lengths = {place(file): len(file.read_text().splitlines()) for file in files}
    assert lengths
    assert {name: length for name, length in lengths.items() if length > most} == {}


def test_functions_are_small():
    functions = (
        (place(file, node.lineno), node)
        for file in sources(*ROOMS)
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    lengths = {where: (node.end_lineno or 0) - node.lineno + 1 for where, node in functions}
    assert lengths
    assert {where: n for where, n in lengths.items() if n > LINES_OF_A_FUNCTION} == {}
