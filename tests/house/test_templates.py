"""No template lies about unused, and none asks for what it was not given."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import Context, Engine

from tests.house import ROOMS, ROOT, place, sources
from tests.strictness import UnknownVariable

FOLDER = ROOT / "templates"

# Django and allauth look for these by name.
FOUND_BY_NAME = re.compile(
    r"(400|403|403_csrf|404|429)\.html|django/forms/.*|account/.*|allauth/.*"
)
_NAMED = re.compile(r"""["']/?([\w/.-]+\.(?:html|txt|md|svg|typ))(?:#[\w-]+)?["']""")
_STYLE = re.compile(r"\sstyle\s*=", re.IGNORECASE)
_HANDLER = re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE)
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>|<style[\s>]", re.IGNORECASE)
_ABROAD = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE)

TEMPLATES = sources("templates", ending="html")


def _named_in_python() -> Iterator[str]:
    for file in sources(*ROOMS):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value.partition("#")[0]


def _named_in_templates() -> Iterator[str]:
    for file in FOLDER.rglob("*.*"):
        yield from _NAMED.findall(file.read_text())


def test_every_template_is_used():
    used = {*_named_in_python(), *_named_in_templates()}
    ours = {str(file.relative_to(FOLDER)) for file in FOLDER.rglob("*.*")}
    unused = {name for name in ours - used if not FOUND_BY_NAME.fullmatch(name)}
    assert unused == set()


@pytest.mark.parametrize(
    "what", [_STYLE, _HANDLER, _INLINE, _ABROAD], ids=["style", "handlers", "inline", "hosts"]
)
def test_templates_keep_the_content_security_policy(what):
    found = [
        place(file, text.count("\n", 0, hit.start()) + 1)
        for file in TEMPLATES
        for text in [_without_comments(file)]
        for hit in what.finditer(text)
    ]
    assert found == []


def _without_comments(file: Path) -> str:
    """The same lines, with what is only said to readers of the source taken out."""
    blank = lambda hit: "\n" * hit[0].count("\n")  # noqa: E731
    text = re.sub(r"{#.*?#}", "", file.read_text())
    return re.sub(r"{% comment.*?endcomment %}", blank, text, flags=re.DOTALL)


def test_unknown_variable_of_a_template_of_ours_is_an_error():
    engine = Engine.get_default()
    ours = engine.from_string("{{ nothing }}")
    ours.origin.name = str(FOLDER / "planner" / "some.html")
    with pytest.raises(UnknownVariable, match="nothing"):
        ours.render(Context())


def test_unknown_variable_of_a_template_of_others_is_empty():
    assert Engine.get_default().from_string("{{ nothing }}").render(Context()) == ""
