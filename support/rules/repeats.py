"""
Tickets that are the same again: of one alert, or of the same words.

Words are compared as they are indexed (see ``words``), so that Japanese titles are compared by
pairs of letters. A word that few tickets have weighs more than one that all have.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Final
from unicodedata import normalize

from support.rules.words import words_of

ALIKE: Final = 0.5  # of the weight of all words of two titles are in both
_EVERYWHERE: Final = 100  # a word of more different things leads to none of them
_TELLING: Final = 2  # words that two titles at least have in common
_ALL_OF_ONE: Final = 3  # with so many, the shorter may say nothing else
# Words that say nothing of what is asked, so that "how do I" does not make two titles alike.
_PLAIN: Final = """
a an and are as at be can could do does for from get has have help how i in is it me my need
not of on or our please the this to us we what when where which who why will with you your
"""
_SILENT: Final = frozenset(_PLAIN.split())
# Of languages without spaces, pairs of one script say what it is about: 本番 and ログ, not のロ.
_KANA: Final = r"[\u30a0-\u30ff]{2}"
_KANJI_LETTER: Final = r"[々〆〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_KANJI: Final = _KANJI_LETTER + "{2}"
_COMPOUND: Final = re.compile(f"(?<!{_KANJI_LETTER})(?:{_KANJI}){{2,}}(?!{_KANJI_LETTER})")
_HANGUL: Final = r"[\uac00-\ud7af]{2}"
_TELLS: Final = re.compile(rf"[^\W\u3040-\U0003ffff]{{2,}}|{_KANA}|{_KANJI}|{_HANGUL}")


@dataclass(frozen=True, slots=True)
class Seen:
    """
    A ticket to compare. ``key`` is the same for all of one alert group, ``name`` for all alerts of
    one name; both are empty where a person asked.
    """

    pk: int
    title: str
    key: str = ""
    name: str = ""


@dataclass(eq=False, slots=True)
class Repeat:
    """Tickets that are the same; ``by_alert``: by key or name, else by their words."""

    tickets: list[Seen]
    by_alert: bool
    words: frozenset[str] = field(default=frozenset())


def repeats_of(tickets: Iterable[Seen]) -> list[Repeat]:
    """
    Those that are there twice or more, the most frequent first.

    Each ticket belongs to one: to the first that it fits, in the order in which they come. Titles
    are compared with that of the first, so that no chain leads to something else.
    """
    found = list(tickets)
    alerts = [one for one in found if one.key or one.name]
    asked = [one for one in found if not (one.key or one.name)]
    groups = [*_by_alert(alerts), *_by_words(asked)]
    return sorted(
        (group for group in groups if len(group.tickets) > 1),
        key=lambda group: -len(group.tickets),
    )


def _by_alert(tickets: Sequence[Seen]) -> Iterable[Repeat]:
    """By the name of the alert; by the key of the group where none has a name."""
    groups: dict[str, Repeat] = {}
    name_of = {one.key: one.name for one in tickets if one.key and one.name}
    for one in tickets:
        name = one.name or name_of.get(one.key, "")
        place = f"name {name}" if name else f"key {one.key}"
        groups.setdefault(place, Repeat([], by_alert=True)).tickets.append(one)
    return groups.values()


def _by_words(tickets: Sequence[Seen]) -> Iterable[Repeat]:
    words = {one.pk: telling_words(one.title) for one in tickets}
    had_by = Counter(word for found in words.values() for word in found)
    # Whole numbers, so that the order in which they are added does not matter.
    weights = {word: round(1000 * log(1 + len(tickets) / count)) for word, count in had_by.items()}
    groups: list[Repeat] = []
    with_word: dict[str, list[int]] = defaultdict(list)  # places of groups
    for one in tickets:
        mine = words[one.pk]
        near = {
            place
            for word in mine
            if len(with_word[word]) <= _EVERYWHERE
            for place in with_word[word]
        }
        fits = next(
            (groups[place] for place in sorted(near) if _alike(mine, groups[place].words, weights)),
            None,
        )
        if fits:
            fits.tickets.append(one)
            continue
        for word in mine:
            with_word[word].append(len(groups))
        groups.append(Repeat([one], by_alert=False, words=mine))
    return groups


def telling_words(title: str) -> frozenset[str]:
    """The words of a title that say what it is about: no number, no single letter."""
    seams: frozenset[str] = frozenset() if title.isascii() else _seams(title)
    return frozenset(
        word
        for word in words_of([title]).split()
        if _TELLS.fullmatch(word)
        and not word.isdecimal()
        and word not in _SILENT
        and word not in seams
    )


def _seams(title: str) -> frozenset[str]:
    """Where words of two letters meet in a longer one: 覧権 of 閲覧権限 is no word."""
    words: set[str] = set()
    between: set[str] = set()
    for run in _COMPOUND.findall(normalize("NFKC", title)):
        words |= {run[at : at + 2] for at in range(0, len(run), 2)}
        between |= {run[at : at + 2] for at in range(1, len(run) - 1, 2)}
    return frozenset(between - words)


def _alike(one: frozenset[str], other: frozenset[str], weights: dict[str, int]) -> bool:
    """
    Whether two titles share half of the weight of their words, or all words of the shorter one
    when these are some. One common word is not enough, unless it is all that both say.
    """
    shared = one & other
    if len(shared) < _TELLING and one != other:
        return False
    if len(shared) >= _ALL_OF_ONE and shared in (one, other):
        return True
    whole = sum(weights[word] for word in one | other)
    return sum(weights[word] for word in shared) >= ALIKE * whole
