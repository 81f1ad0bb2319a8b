"""The minutes of a review: what is frozen of it, and the page that says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Review
from cycles.queries.review_content import (
    history_of,
    people_of,
    previous_review,
    review_content,
)
from cycles.queries.review_history import HistoryWords, history_words
from cycles.queries.review_words import ItemWords, item_words
from planner.access import may_shape
from planner.kit.dates import day_with_year, full_day, short_day
from planner.kit.lists import listed
from planner.models import Member


@dataclass(frozen=True)
class AddendumWords:
    about: str
    text: str


@dataclass(frozen=True)
class MinutesItem:
    said: ItemWords
    history: HistoryWords | None  # none in the first review


@dataclass(frozen=True)
class MinutesPage:
    review: int
    title: str
    day: str
    conclusion: str
    status: str
    people: str
    next: str
    items: tuple[MinutesItem, ...]
    addenda: tuple[AddendumWords, ...]
    list_url: str
    markdown_url: str
    paper_url: str
    addendum_url: str  # empty for whom may not write one


def minutes_content(review: Review, *, at: datetime) -> dict[str, Any]:
    """What closing freezes."""
    previous = previous_review(review)
    items = list(review.agenda.in_order().select_related("theme"))
    return {
        "since": previous.closed_at.isoformat() if previous and previous.closed_at else "",
        "people": people_of(review),
        "items": review_content(review, items, previous, at=at),
        "history": history_of(review, previous, at=at) if previous else None,
    }


def minutes_page(review: Review, *, reader: Member) -> MinutesPage:
    """Of a closed review; four queries."""
    assert review.closed_at  # noqa: S101 - for the type checker
    slug, zone = review.workspace.slug, review.workspace.zone
    content = review.minutes
    closed = review.closed_at.astimezone(zone)
    opened = review.opened_at.astimezone(zone)
    history = _history(review, closed)
    items = tuple(
        MinutesItem(item_words(one, slug=slug, zone=zone), history.get(one["theme"]))
        for one in content["items"]
    )
    return MinutesPage(
        review.pk,
        _("Minutes of the roadmap review"),
        full_day(closed.date()),
        _conclusion(items),
        _("Opened %(from)s, closed %(to)s.") % {"from": _time(opened), "to": _time(closed)},
        listed(content["people"]),
        _("The next review is on %(day)s.") % {"day": full_day(review.next_on)}
        if review.next_on
        else "",
        items,
        tuple(
            AddendumWords(
                _about(one.written_by.name if one.written_by else "", one.written_at, zone),
                one.text,
            )
            for one in review.addenda.select_related("written_by__person")
        ),
        reverse("cycles:reviews", args=[slug]),
        reverse("cycles:minutes_markdown", args=[slug, review.pk]),
        reverse("cycles:minutes_paper", args=[slug, review.pk]),
        reverse("cycles:add_addendum", args=[slug, review.pk]) if may_shape(reader) else "",
    )


def _history(review: Review, closed: datetime) -> Mapping[int | None, HistoryWords]:
    facts, previous = review.minutes["history"], previous_review(review)
    if not facts or not previous or not previous.snapshot or not review.snapshot:
        return {}
    words = history_words(
        facts,
        since=previous.snapshot,
        until=review.snapshot,
        after=review.snapshot.standings,
        workspace=review.workspace,
        now=short_day(closed.date()),
        bars={},
    )
    return {one["theme"]: words[one["theme"]] for one in review.minutes["items"]}


def _conclusion(items: tuple[MinutesItem, ...]) -> str:
    """2 decisions, 3 questions left open."""
    decided = sum(len(one.said.decisions) for one in items)
    left = sum(one.said.left for one in items)
    return listed(
        [
            ngettext("%(n)s decision", "%(n)s decisions", decided) % {"n": decided},
            ngettext("%(n)s question left open", "%(n)s questions left open", left) % {"n": left},
        ]
    )


def _about(name: str, at: datetime, zone: Any) -> str:
    day = day_with_year(at.astimezone(zone).date())
    return _("%(name)s, %(day)s") % {"name": name, "day": day} if name else day


def _time(at: datetime) -> str:
    return date_format(at, "DATETIME_FORMAT")
