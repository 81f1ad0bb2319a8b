"""A review in words: of the facts that are live while it is held, and frozen afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cycles.models import Unknown
from planner.kit.dates import day_with_year, short_day
from planner.kit.lists import listed
from planner.kit.names import first_name

_GLYPHS: Final = {"open": "ring", "investigating": "half", "resolved": "done"}


@dataclass(frozen=True)
class MeasureWords:
    """61 % of deploys without us. 54 % on 9 Apr, 95 % is where it should be."""

    now: str
    more: str


@dataclass(frozen=True)
class DecisionWords:
    id: int
    text: str
    who: str
    about: str


@dataclass(frozen=True)
class QuestionWords:
    id: int
    text: str
    state: str
    state_word: str
    glyph: str
    about: str
    more: str
    answer: str
    url: str
    is_unknown: bool


@dataclass(frozen=True)
class ItemWords:
    """All that is said about one item of the agenda."""

    title: str
    is_theme: bool
    measure: MeasureWords | None
    decisions: tuple[DecisionWords, ...]
    questions: tuple[QuestionWords, ...]

    @property
    def left(self) -> int:
        """How many of the questions have no answer."""
        return sum(one.state != Unknown.State.RESOLVED for one in self.questions)


def item_words(facts: Mapping[str, Any], *, slug: str, zone: ZoneInfo) -> ItemWords:
    return ItemWords(
        item_title(facts["title"]),
        bool(facts["title"]),
        measure_words(facts["measure"]) if facts["measure"] else None,
        tuple(_decision(one, zone) for one in facts["decisions"]),
        tuple(_question(one, slug, zone) for one in facts["questions"]),
    )


def item_title(theme: str) -> str:
    return theme or _("Everything else")


def measure_words(facts: Mapping[str, Any]) -> MeasureWords:
    """Where a theme's measure is, was at the last review, and should be."""

    def figure(value: str) -> str:
        unit = facts["unit"]
        return _("%(value)s %(unit)s") % {"value": value, "unit": unit} if unit else value

    said = []
    if facts["before"]:
        said.append(_("%(value)s on %(day)s") % _read(facts["before"], figure))
    elif facts["was"] is not None:
        said.append(_("%(value)s at the start") % {"value": figure(facts["was"])})
    if facts["target"] is not None:
        ends = facts["ends_on"]
        words = _("%(value)s by %(day)s is the aim") if ends else _("%(value)s is the aim")
        day = day_with_year(date.fromisoformat(ends)) if ends else ""
        said.append(words % {"value": figure(facts["target"]), "day": day})
    if facts["now"]:
        now = _("%(value)s %(measure)s") % {
            "value": figure(facts["now"]["value"]),
            "measure": facts["measure"],
        }
    else:
        now = _("Nobody has read yet: %(measure)s") % {"measure": facts["measure"]}
    return MeasureWords(_sentence(now), _sentence(listed(said)) if said else "")


def _read(reading: Mapping[str, str], figure: Any) -> dict[str, str]:
    return {
        "value": figure(reading["value"]),
        "day": short_day(date.fromisoformat(reading["on"])),
    }


def _sentence(text: str) -> str:
    return _("%(text)s.") % {"text": text}


def _decision(facts: Mapping[str, Any], zone: ZoneInfo) -> DecisionWords:
    at = date_format(datetime.fromisoformat(facts["at"]).astimezone(zone), "TIME_FORMAT")
    who = facts["who"]
    about = _("%(name)s, %(at)s") % {"name": first_name(who), "at": at} if who else at
    return DecisionWords(facts["id"], facts["text"], who, about)


def _question(facts: Mapping[str, Any], slug: str, zone: ZoneInfo) -> QuestionWords:
    due = facts["due_on"] and short_day(date.fromisoformat(facts["due_on"]))
    owner = first_name(facts["owner"]) if facts["owner"] else _("nobody yet")
    more = []
    if facts["asked_on"]:
        day = datetime.fromisoformat(facts["asked_on"]).astimezone(zone).date()
        more.append(_("open since %(day)s") % {"day": short_day(day)})
    if facts["epic"]:
        more.append(
            _("unknown %(number)s of %(epic)s") % {"number": facts["number"], "epic": facts["epic"]}
        )
    return QuestionWords(
        facts["id"],
        facts["text"],
        facts["state"],
        str(Unknown.State(facts["state"]).label),
        _GLYPHS[facts["state"]],
        _("%(name)s, %(day)s") % {"name": owner, "day": due} if due else owner,
        listed(more),
        facts["answer"],
        _url_of(facts, slug),
        bool(facts["epic"]),
    )


def _url_of(facts: Mapping[str, Any], slug: str) -> str:
    """What became an unknown is found on the page of its epic."""
    if facts["epic"]:
        return reverse("cycles:unknown", args=[slug, facts["epic"], facts["number"]])
    return reverse("cycles:review_question", args=[slug, facts["id"]])
