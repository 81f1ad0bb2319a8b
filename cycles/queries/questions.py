"""The unknowns of an epic: questions and answers, and how they were found and answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Epic, Unknown, UnknownStep
from cycles.rules.burndown import Step
from planner.kit.dates import short_day, weekday_day
from planner.kit.names import first_name

# As many as stand beside the drawing; of those that were resolved the latest, at least one.
SHOWN = 5

_GLYPHS = {"open": "ring", "investigating": "half", "resolved": "done"}


@dataclass(frozen=True)
class Question:
    """``about`` is who and when: the owner of one that is left, who answered one that is not."""

    number: int
    question: str
    state: str
    state_word: str
    glyph: str
    about: str
    due: str
    is_overdue: bool
    answer: str
    is_late: bool
    url: str
    investigate_url: str
    resolve_url: str

    @property
    def is_left(self) -> bool:
        return self.state != Unknown.State.RESOLVED


@dataclass(frozen=True)
class Count:
    """How many are in a state, as a pill."""

    text: str
    meaning: str
    glyph: str


@dataclass(frozen=True)
class Questions:
    said: str
    counts: tuple[Count, ...]
    rows: tuple[Question, ...]
    left: int
    all: int
    more: str
    shows_left: bool
    steps: tuple[Step, ...]
    late: tuple[Unknown, ...]
    found_late: tuple[datetime, ...]

    @property
    def is_open(self) -> bool:
        return self.left > 0


def questions_of(epic: Epic, *, show: str, today: date) -> Questions:
    """
    Two queries. Those that are left come first, then the latest answers.

    :param show: ``left`` for those without an answer, ``all`` for every answer, else the latest.
    """
    unknowns = list(
        Unknown.objects.filter(epic=epic)
        .select_related("owner__person", "raised_by__person", "resolved_by__person")
        .order_by("number")
    )
    zone = epic.workspace.zone
    left = [one for one in unknowns if one.state != Unknown.State.RESOLVED]
    answered = sorted(
        (one for one in unknowns if one.resolved_at),
        key=lambda one: (one.resolved_at, one.number),
        reverse=True,
    )
    latest = answered[: max(SHOWN - len(left), 1)]
    shown = answered if show == "all" else [] if show == "left" else latest
    hidden = len(answered) - len(shown) if show != "left" else 0
    late = {one.pk for one in unknowns if one.is_late}
    steps = _steps(epic)
    return Questions(
        _said(len(unknowns), len(answered)),
        _counts(unknowns),
        tuple(question_of(one, epic, today) for one in [*left, *shown]),
        len(left),
        len(unknowns),
        ngettext("%(n)s more, resolved", "%(n)s more, all resolved", hidden) % {"n": hidden}
        if hidden
        else "",
        show == "left",
        tuple(Step(one.at.astimezone(zone).date(), one.unknown_id, one.state) for one in steps),
        tuple(one for one in left if one.is_late),
        tuple(
            one.at for one in steps if one.unknown_id in late and one.state == Unknown.State.OPEN
        ),
    )


def _said(raised: int, answered: int) -> str:
    if not raised:
        return ""
    return _("%(raised)s raised, %(answered)s answered") % {"raised": raised, "answered": answered}


def _counts(unknowns: Sequence[Unknown]) -> tuple[Count, ...]:
    states = [one.state for one in unknowns]
    facts = (
        (Unknown.State.OPEN, _("%(n)s open"), "unk", "ring"),
        (Unknown.State.INVESTIGATING, _("%(n)s investigating"), "unk", "half"),
        (Unknown.State.RESOLVED, _("%(n)s resolved"), "ship", "tick"),
    )
    return tuple(
        Count(words % {"n": count}, meaning, glyph)
        for state, words, meaning, glyph in facts
        if (count := states.count(state))
    )


def question_of(unknown: Unknown, epic: Epic, today: date) -> Question:
    def url(name: str) -> str:
        return reverse(f"cycles:{name}", args=[epic.workspace.slug, epic.key, unknown.number])

    is_left = unknown.state != Unknown.State.RESOLVED
    return Question(
        unknown.number,
        unknown.question,
        unknown.state,
        str(Unknown.State(unknown.state).label),
        _GLYPHS[unknown.state],
        about(unknown, epic.workspace.zone),
        due_in_words(unknown.due_on, today) if is_left else "",
        bool(is_left and unknown.due_on and unknown.due_on < today),
        unknown.answer,
        unknown.is_late,
        url("unknown"),
        url("investigate_unknown") if unknown.state == Unknown.State.OPEN else "",
        url("resolve_unknown") if is_left else "",
    )


def about(unknown: Unknown, zone: ZoneInfo) -> str:
    """Sofia, 19 May"""
    who, at = unknown.owner, unknown.raised_at
    if unknown.resolved_at:
        who, at = unknown.resolved_by, unknown.resolved_at
    day = short_day(at.astimezone(zone).date())
    if who is None:
        return day if unknown.resolved_at else _("nobody yet, %(day)s") % {"day": day}
    return _("%(name)s, %(day)s") % {"name": first_name(who.name), "day": day}


def due_in_words(due_on: date | None, today: date) -> str:
    """answer due tomorrow"""
    if due_on is None:
        return ""
    days = (due_on - today).days
    if days == 0:
        return _("answer due today")
    if days == 1:
        return _("answer due tomorrow")
    words = _("answer due %(day)s") if days > 0 else _("answer was due %(day)s")
    return words % {"day": weekday_day(due_on)}


def _steps(epic: Epic) -> list[UnknownStep]:
    return list(UnknownStep.objects.filter(unknown__epic=epic).order_by("at", "pk"))
