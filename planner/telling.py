"""
What the log says, as sentences in the reader's language: who, and what they did.

Each room registers a sentence for every verb that it records, when it starts; tests/house reads
the code and fails on a verb without one, and on a sentence that asks for what is not recorded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from django.db.models import TextChoices
from django.db.models.enums import ChoicesType
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from planner.kit.lists import listed
from planner.kit.names import isolated
from planner.models import Activity

log = structlog.get_logger()

type Text = str | Promise


class VerbIsTaken(Exception):
    """Two rooms call different things by one name."""


@dataclass(frozen=True)
class Sentence:
    """
    ``text`` goes on after somebody's name, and says in braces what it needs of what was recorded:
    "invited {name} as {role}".

    ``words`` turn a recorded value into its word: by the choices of a field, or by a function.
    ``{changes}`` tells what was recorded as ``changes={"field": [before, after]}``, with the names
    given as ``fields``. Of ``rewritten`` fields, which are long, it says only that they changed;
    for a field in ``names`` the data holds, under the name given there, what each id was called.

    ``here`` is how it is told on the page of that thing, which need not be named again.
    """

    text: Text
    words: Mapping[str, type[TextChoices] | Callable[[Any], str]] = field(default_factory=dict)
    fields: Mapping[str, Text] = field(default_factory=dict)
    rewritten: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    here: Text = ""


@dataclass(frozen=True)
class Told:
    who: str
    what: str

    def __str__(self) -> str:
        return pgettext("who, and what they did", "{who} {what}").format(
            who=self.who, what=self.what
        )


class _Forgiving(dict[str, str]):
    def __missing__(self, key: str) -> str:
        # Older rows may lack what a newer sentence asks for: that must not break a page.
        return "…"


_SENTENCES: Final[dict[str, Sentence]] = {}


def register(sentences: Mapping[str, Sentence]) -> None:
    """:raises VerbIsTaken: a verb is registered already, by somebody else."""
    for verb, sentence in sentences.items():
        if _SENTENCES.setdefault(verb, sentence) is not sentence:
            raise VerbIsTaken(verb)


def tell(activity: Activity, *, here: bool = False) -> Told:
    """
    One row of the log in the language that is active now, as plain text; ``here`` is on the page
    of the thing that it is about.
    """
    who = activity.by.name if activity.by else _("The planner")
    sentence = _SENTENCES.get(activity.verb)
    if sentence is None:
        log.warning("verb_without_sentence", verb=activity.verb)
        return Told(who, activity.verb.replace("_", " "))
    words = {name: _word(sentence, name, value) for name, value in activity.data.items()}
    words["changes"] = _changes(sentence, activity.data)
    return Told(who, str((here and sentence.here) or sentence.text).format_map(_Forgiving(words)))


def _word(sentence: Sentence, name: str, value: Any) -> str:
    if value in (None, ""):
        return "–"
    word: Any = sentence.words.get(name)
    if isinstance(word, ChoicesType):
        return str(word(value).label) if value in word.values else str(value)
    return word(value) if word else isolated(str(value))


def _changes(sentence: Sentence, data: Mapping[str, Any]) -> str:
    return listed(
        _change(sentence, name, before, after, data.get(sentence.names.get(name, ""), {}))
        for name, (before, after) in data.get("changes", {}).items()
    )


def _change(
    sentence: Sentence, name: str, before: Any, after: Any, called: Mapping[str, str]
) -> str:
    field = sentence.fields.get(name, name.replace("_", " "))
    if name in sentence.rewritten:
        return _("{field} rewritten").format(field=field)
    return _("{field}: {before} → {after}").format(
        field=field,
        before=_word(sentence, name, called.get(str(before), before)),
        after=_word(sentence, name, called.get(str(after), after)),
    )


def sentence_of(verb: str) -> Sentence | None:
    return _SENTENCES.get(verb)
