"""Every sentence that people read is there in Japanese, and what is read is what was written."""

import ast
import gettext
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house import ROOMS, ROOT, place, sources
from tests.services.binaries import binary

CATALOGUE = Path("locale/ja/LC_MESSAGES/django.po")

# What says something, with what is marked taken out of it; the gallery is for contributors, and
# paper (.typ) is given all its words.
TEMPLATES = [
    path
    for path in sorted((ROOT / "templates").rglob("*.*"))
    if path.suffix != ".typ"
    and not path.relative_to(ROOT / "templates").as_posix().startswith("planner/gallery")
]
MARKED = re.compile(
    r"{#.*?#}|{% block body_class %}.*?{% endblock %}|{% blocktranslate.*?endblocktranslate %}"
    r"|{%.*?%}|{{.*?}}|<(script|style)\b.*?</\1>",
    re.DOTALL,
)
SAYING = re.compile(r'\b(?:aria-label|title|alt|placeholder|label)="([^"]*)"')
MARKS = re.compile(r"_|n?p?gettext(_lazy)?")
WORD = re.compile(r"[A-Za-z]{2,}")


def _run(program: str, *arguments: str, cwd: Path = ROOT) -> str:
    # makemessages needs no settings of ours, and those of a copy are not on the path.
    bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = (binary(program), *arguments)
    done = subprocess.run(command, cwd=cwd, env=bare, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue as it would be after makemessages on the code as it is."""
    binary("msgmerge")
    copy = tmp_path_factory.mktemp("code")
    for folder in (*ROOMS, "templates", "locale"):
        shutil.copytree(ROOT / folder, copy / folder)
    make = ("makemessages", "--locale=ja", "--no-obsolete", "--no-location")
    _run(str(ROOT / ".venv/bin/django-admin"), *make, cwd=copy)
    return copy / CATALOGUE


def _said(compiled: Path) -> dict[object, str]:
    """What it says, whatever version of gettext has written it."""
    with compiled.open("rb") as file:
        said: dict[object, str] = vars(gettext.GNUTranslations(file))["_catalog"]
    return {key: word for key, word in said.items() if key != ""}


def test_every_sentence_is_there_in_japanese(fresh):
    missing = _run("msgattrib", "--untranslated", "--no-wrap", str(fresh))
    assert [line for line in missing.splitlines() if line.startswith("msgid ")][1:] == []


def test_no_translation_is_a_guess(fresh):
    assert _run("msgattrib", "--only-fuzzy", "--no-wrap", str(fresh)) == ""


def test_placeholders_are_those_of_the_original(fresh, tmp_path):
    _run("msgfmt", "--check-format", "--output-file", str(tmp_path / "django.mo"), str(fresh))


def test_what_is_read_is_what_was_written(tmp_path):
    """A fresh machine cannot compile: the compiled catalogue lies beside the written one."""
    compiled = tmp_path / "django.mo"
    _run("msgfmt", "--output-file", str(compiled), str(CATALOGUE))
    assert _said(ROOT / CATALOGUE.with_suffix(".mo")) == _said(compiled)


def test_japanese_is_written_in_one_way():
    """A name stands close to its さん, a figure to what it counts; a colon is as wide as both."""
    letter = "[ぁ-んァ-ヶ一-龠]"
    japanese = re.compile(letter)
    other_ways = re.compile(
        rf"[)}}]s? (?:さん|[回件行])|\d [回件行]|(?:{letter}|[」） )}}]s?):(?: |$)"
    )
    said = _said(ROOT / CATALOGUE.with_suffix(".mo")).values()

    assert [word for word in said if japanese.search(word) and other_ways.search(word)] == []


def _marked(path: Path) -> list[tuple[int, str]]:
    """What is marked in a file of code, with its line."""
    return [
        (call.lineno, call.args[at].value)
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        for at in [1 if "pgettext" in call.func.id else 0]
        if MARKS.fullmatch(call.func.id)
        and len(call.args) > at
        and isinstance(call.args[at], ast.Constant)
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_marked_in_code_is_found(room):
    """Nothing is found of what is marked within an f-string between other quotes."""
    words = {
        word[0] if isinstance(word, tuple) else word
        for word in _said(ROOT / CATALOGUE.with_suffix(".mo"))
    }
    known = {str(word).rpartition("\x04")[2] for word in words}
    lost = [
        (place(path, line), said)
        for path in sources(room)
        for line, said in _marked(path)
        if said not in known
    ]
    assert lost == []


@pytest.mark.parametrize("path", TEMPLATES, ids=place)
def test_no_word_of_a_template_is_unmarked(path):
    unmarked = MARKED.sub("", path.read_text())
    said = " ".join((re.sub(r"<[^>]*>", " ", unmarked), *SAYING.findall(unmarked)))
    assert set(WORD.findall(said)) <= {"Sixweek"}
