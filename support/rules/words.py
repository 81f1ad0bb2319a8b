"""
What can be searched for in a text, as words for an index.

Letters of languages that put spaces between words are indexed by word, and by the parts of a name
such as KubeletDown. Those of Japanese and its like are indexed in pairs: 障害 is found in
大規模障害対応, which an index of trigrams cannot do.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from unicodedata import normalize

MOST: Final = 1500  # words of one ticket
_TEXT: Final = 20_000  # letters of one text
_LONGEST: Final = 40  # letters of one word
_TERMS: Final = 12
_SHORT: Final = 80  # letters of a text, as a label’s value; Japanese takes 70 bytes for each
_LONG: Final = 2000  # as a description that all alerts of a rule have
_LABEL: Final = 200  # letters of the value of one label
_SUMMARIES: Final = ("summary", "message", "description")

_UNSPACED: Final = (
    "々〆〇\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003ffff"
)
_RUNS: Final = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_IS_UNSPACED: Final = re.compile(rf"[{_UNSPACED}]")
_PARTS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


@dataclass(frozen=True, slots=True)
class Term:
    """A word to look for: whole, or as the beginning of one."""

    text: str
    is_whole: bool


def words_of(texts: Iterable[str], *, known: Iterable[str] = ()) -> str:
    """The words of all texts, each once, after those that are known, in a line."""
    found = dict.fromkeys(known)
    for text in dict.fromkeys(texts):  # the labels of alerts say the same again and again
        if len(found) >= MOST:
            break
        found |= dict.fromkeys(_words(text[:_TEXT]))
    return " ".join(list(found)[:MOST])


def texts_of_alert(
    name: str, labels: Mapping[str, Any], annotations: Mapping[str, Any]
) -> list[str]:
    """What of an alert can be searched for: its name, its summary, and its labels' values."""
    return [
        name,
        *[str(text) for key in _SUMMARIES if (text := annotations.get(key))],
        *[
            one if isinstance(one, str) and len(one) <= _LABEL else str(one)[:_LABEL]
            for one in labels.values()
        ],
    ]


def terms_of(search: str) -> tuple[Term, ...]:
    """What somebody looks for, all of which must be there; nothing where no letter is typed."""
    terms: dict[Term, None] = {}
    for run in _RUNS.findall(normalize("NFKC", search)):
        terms |= dict.fromkeys(_terms(run))
    return tuple(terms)[:_TERMS]


def _terms(run: str) -> Iterator[Term]:
    if not _IS_UNSPACED.match(run):
        word = run.casefold()[:_LONGEST]
        yield Term(word, is_whole=word.isdecimal())
    elif len(run) == 1:
        yield Term(run, is_whole=False)
    else:
        yield from (Term(run[at : at + 2], is_whole=True) for at in range(len(run) - 1))


def _words(text: str) -> tuple[str, ...]:
    """Long texts differ mostly: the words of thousands of them would fill the memory."""
    if len(text) <= _SHORT:
        return _words_of_short(text)
    return _words_of_long(text) if len(text) <= _LONG else _words_in(text)


@lru_cache(maxsize=20_000)
def _words_of_short(text: str) -> tuple[str, ...]:
    return _words_in(text)


@lru_cache(maxsize=500)
def _words_of_long(text: str) -> tuple[str, ...]:
    return _words_in(text)


def _words_in(text: str) -> tuple[str, ...]:
    return tuple(word for run in _RUNS.findall(normalize("NFKC", text)) for word in _of_run(run))


def _of_run(run: str) -> Iterator[str]:
    if _IS_UNSPACED.match(run):
        # The last letter alone, so that each is found as the beginning of something.
        yield from (run[at : at + 2] for at in range(len(run)))
        return
    yield run.casefold()[:_LONGEST]
    parts = _PARTS.findall(run)
    if len(parts) > 1:
        yield from (part.casefold()[:_LONGEST] for part in parts if len(part) > 1)
