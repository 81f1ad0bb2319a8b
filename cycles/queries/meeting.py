"""A review while it is held: its agenda, and the page of one theme at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import AgendaItem, Review
from cycles.queries.review_content import (
    history_of,
    people_of,
    previous_review,
    review_content,
)
from cycles.queries.review_history import HistoryWords, history_words
from cycles.queries.review_strip import bars_of
from cycles.queries.review_words import ItemWords, item_title, item_words
from cycles.queries.standings import standings
from planner.access import may_plan, may_shape
from planner.kit.dates import full_day
from planner.kit.lists import listed
from planner.models import Member


@dataclass(frozen=True)
class Step:
    """An item of the agenda in the line on top."""

    id: int
    title: str
    url: str
    minutes: int
    is_theme: bool  # in the team's own words
    is_current: bool = False
    is_before: bool = False


@dataclass(frozen=True)
class AgendaPage:
    title: str
    day: str
    steps: tuple[Step, ...]
    total: str
    people: str
    begin_url: str
    may_lead: bool


@dataclass(frozen=True)
class Meeting:
    """One theme, and all that was written about it so far."""

    title: str
    day: str
    place: str  # Theme 2 of 5
    said: ItemWords
    summary: str
    history: HistoryWords | None  # none in the first review
    steps: tuple[Step, ...]
    minutes: int
    before: Step | None
    after: Step | None
    stamp: int
    key: str  # of what a browser keeps: the timer, drafts
    url: str
    leave_url: str
    close_url: str
    decide_url: str
    ask_url: str
    may_write: bool


def agenda_page(review: Review, *, reader: Member) -> AgendaPage:
    """Two queries."""
    items = agenda_of(review)
    total = sum(item.minutes for item in items)
    return AgendaPage(
        _("Roadmap review"),
        full_day(review.opened_at.astimezone(review.workspace.zone).date()),
        _steps(review, items, None),
        ngettext("%(n)s minute in all", "%(n)s minutes in all", total) % {"n": total},
        listed(people_of(review)),
        meeting_url(review, 1),
        may_plan(reader),
    )


def agenda_of(review: Review) -> list[AgendaItem]:
    return list(review.agenda.in_order().select_related("theme"))


def meeting_page(
    review: Review, items: Sequence[AgendaItem], place: int, *, reader: Member, at: datetime
) -> Meeting:
    """Of the item at this place of the agenda, counted from 1."""
    item, workspace = items[place - 1], review.workspace
    previous = previous_review(review)
    facts = review_content(review, [item], previous, at=at)[0]
    history = _history(review, previous, item, at) if previous else None
    steps = _steps(review, items, place)
    leads, writes = may_plan(reader), may_shape(reader)
    return Meeting(
        _("Roadmap review"),
        full_day(review.opened_at.astimezone(workspace.zone).date()),
        _("Theme %(number)s of %(all)s") % {"number": place, "all": len(items)},
        item_words(facts, slug=workspace.slug, zone=reader.zone),
        item.theme.summary if item.theme else "",
        history,
        steps,
        item.minutes,
        steps[place - 2] if place > 1 else None,
        steps[place] if place < len(steps) else None,
        review.version,
        f"{review.pk}-{item.pk}",
        meeting_url(review, place),
        review.get_absolute_url(),
        _url(review, "close_review") if leads else "",
        _url(review, "decide", place) if writes else "",
        _url(review, "ask_in_review", place) if writes else "",
        writes,
    )


def _history(review: Review, previous: Review, item: AgendaItem, at: datetime) -> HistoryWords:
    workspace = review.workspace
    stand = tuple(standings(workspace).values())
    facts = history_of(review, previous, at=at, now=stand)
    assert previous.snapshot  # noqa: S101 - a closed review has one
    today = at.astimezone(workspace.zone).date()
    return history_words(
        facts,
        since=previous.snapshot,
        until=None,
        after=stand,
        workspace=workspace,
        only=[item.theme_id],
        now=_("Today"),
        bars=bars_of(workspace, facts["axis"], today),
    )[item.theme_id]


def meeting_url(review: Review, place: int) -> str:
    return _url(review, "meeting", place)


def _steps(review: Review, items: Sequence[AgendaItem], place: int | None) -> tuple[Step, ...]:
    return tuple(
        Step(
            item.pk,
            item_title(item.theme.name if item.theme else ""),
            meeting_url(review, number),
            item.minutes,
            item.theme is not None,
            number == place,
            place is not None and number < place,
        )
        for number, item in enumerate(items, start=1)
    )


def _url(review: Review, name: str, *args: object) -> str:
    return reverse(f"cycles:{name}", args=[review.workspace.slug, review.pk, *args])
