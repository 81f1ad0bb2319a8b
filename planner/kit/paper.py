"""
Things on paper: PDF, set by Typst from the files in ``templates/paper``.

What people wrote reaches it as data and is never run, and it reads no file outside that folder.
A PDF is tagged for screen readers and embeds its fonts.
"""

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import pylopdf_fonts_jp
import typst
from django.conf import settings
from django.utils.translation import get_language

TYPE = "application/pdf"


@dataclass(frozen=True)
class Sheet:
    """What it is printed on."""

    size: Literal["a4", "a3"] = "a4"
    landscape: bool = False


@dataclass(frozen=True)
class Entry:
    """One thing of a list, with a quiet line below it; ``voice`` is the team's own, in serif."""

    text: str
    about: str = ""
    voice: bool = False


@dataclass(frozen=True)
class Table:
    """``numbers`` are the columns, counted from 0, whose cells stand to the right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Section:
    """``voice``: its title is the team's own words, as those of an entry may be."""

    title: str
    about: str = ""
    said: str = ""
    entries: tuple[Entry, ...] = ()
    table: Table | None = None
    voice: bool = False


@dataclass(frozen=True)
class Document:
    """
    Finished words, in the order in which they are read. ``about`` is the quiet line below the
    title, ``voice`` what the team says of itself, ``pairs`` are names with what they stand for,
    ``foot`` is at the bottom of each sheet, beside its number.
    """

    title: str
    about: str = ""
    voice: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    foot: str = ""


@dataclass(frozen=True)
class Drawing:
    """An SVG that needs nothing around it, on one sheet; ``alt`` says it to who cannot see it."""

    title: str
    drawing: str
    alt: str
    about: str = ""
    voice: str = ""
    foot: str = ""


def print_document(document: Document, sheet: Sheet | None = None) -> bytes:
    """The document as PDF, on A4 upright unless another sheet is given."""
    return _printed("paper/document.typ", document, sheet or Sheet())


def print_drawing(drawing: Drawing, sheet: Sheet | None = None) -> bytes:
    """The drawing as PDF, on A4 across unless another sheet is given."""
    return _printed("paper/drawing.typ", drawing, sheet or Sheet(landscape=True))


def _printed(name: str, words: Document | Drawing, sheet: Sheet) -> bytes:
    language = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    facts = asdict(words) | {"sheet": asdict(sheet) | {"language": language}}
    root = Path(settings.BASE_DIR) / "templates"
    compiler = typst.Compiler(
        root / name,
        root=root,
        font_paths=_fonts(),
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)},
    )
    pdf = compiler.compile(format="pdf")
    if not isinstance(pdf, bytes):
        raise TypeError("Typst answered with something other than one PDF.")
    return pdf


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """
    Ours come first, by their names; those of the machine are asked for a letter that ours lack.
    """
    shipped = Path(pylopdf_fonts_jp.sans_path()).parent
    return typst.Fonts(include_system_fonts=True, font_paths=[shipped])
