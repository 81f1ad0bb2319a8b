"""No class in a template that nothing styles, no script looks for and no test asks for."""

import ast
import re
from collections.abc import Iterator

from tests.house import ROOMS, ROOT, place, sources

_CLASS = re.compile(r"""(?<![\w-])class=(["'])(.*?)\1""", re.DOTALL)
_SELECTOR = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_STRING = re.compile(r"""(["'`])(.*?)\1""", re.DOTALL)
_LISTED = re.compile(r"""classList\.\w+\(([^)]*)\)""")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FILLED = re.compile(r"\{\{.*?\}\}", re.DOTALL)  # what stands there is not known here
_TAG = re.compile(r"\{[%#].*?[%#]\}", re.DOTALL)
_PLACE = re.compile(r"\{[^{}]*\}")  # the same in what Python writes
_UNKNOWN = "\0"


def _written() -> Iterator[tuple[str, str]]:
    """The classes of templates and of tags, and where they stand."""
    for file in sources("templates", ending="html"):
        text = _TAG.sub(
            lambda tag: re.sub(r"\S", " ", tag[0]), _FILLED.sub(_UNKNOWN, file.read_text())
        )
        yield from _classes(text, lambda line, file=file: place(file, line))
    for file in sources(*ROOMS):
        if file.parent.name == "templatetags":
            yield from _classes(
                _PLACE.sub(_UNKNOWN, file.read_text()), lambda line, file=file: place(file, line)
            )


def _classes(text, where) -> Iterator[tuple[str, str]]:
    for hit in _CLASS.finditer(text):
        for name in hit[2].split():
            if _UNKNOWN not in name:
                yield name, where(text.count("\n", 0, hit.start()) + 1)


def _looked_for() -> set[str]:
    found: set[str] = set()
    for room in ROOMS:
        for file in (ROOT / room).glob("static/**/*.css"):
            found.update(_SELECTOR.findall(_COMMENT.sub("", file.read_text())))
        for file in (ROOT / room).glob("static/**/*.js"):
            text = file.read_text()
            found.update(
                name for one in _STRING.finditer(text) for name in _SELECTOR.findall(one[2])
            )
            found.update(
                one[2] for hit in _LISTED.finditer(text) for one in _STRING.finditer(hit[1])
            )
    for file in sources("tests", "bench"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.update(_SELECTOR.findall(node.value))
                found.update(name for name, _line in _classes(node.value, str))
    return found


def test_every_class_is_there_for_something():
    known = _looked_for()
    assert {name: where for name, where in _written() if name not in known} == {}
