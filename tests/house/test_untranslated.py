"""Every sentence that people read is there in Japanese, from the day the catalogue exists."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house import ROOMS, ROOT

CATALOGUE = Path("locale/ja/LC_MESSAGES/django.po")


def _run(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue as it would be after makemessages on the code as it is."""
    if not (ROOT / CATALOGUE).exists():
        return ROOT / "nothing"
    copy = tmp_path_factory.mktemp("code")
    for folder in (*ROOMS, "templates", "locale"):
        if (ROOT / folder).exists():
            shutil.copytree(ROOT / folder, copy / folder)
    command = ("django-admin", "makemessages", "--locale=ja", "--no-obsolete", "--no-location")
    _run(str(ROOT / ".venv/bin" / command[0]), *command[1:], cwd=copy)
    return copy / CATALOGUE


def test_every_sentence_is_there_in_japanese(fresh):
    if not fresh.exists():
        return  # nothing is translated yet: the first catalogue turns this on
    missing = _run("msgattrib", "--untranslated", "--no-wrap", str(fresh), cwd=ROOT)
    assert [line for line in missing.splitlines() if line.startswith("msgid ")][1:] == []


def test_no_translation_is_a_guess(fresh):
    if not fresh.exists():
        return
    assert _run("msgattrib", "--only-fuzzy", "--no-wrap", str(fresh), cwd=ROOT) == ""


def test_placeholders_are_those_of_the_original(fresh, tmp_path):
    if not fresh.exists():
        return
    _run("msgfmt", "--check", "--output-file", str(tmp_path / "django.mo"), str(fresh), cwd=ROOT)
