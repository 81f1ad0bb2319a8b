"""The minutes of a review: what is frozen of it, and the page that says it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Review
from cycles.queries.review_content import people_of, previous_review, review_content
from cycles.queries.review_words import ItemWords, item_words
from planner.access import may_shape
from planner.kit.dates import day_with_year, full_day
from planner.kit.lists import listed
from planner.models import Member


@dataclass(frozen=True)
class AddendumWords:
    about: str
    text: str


@dataclass(frozen=True)
class MinutesPage:
    title: str
    day: str
    conclusion: str
    status: str
    people: str
    next: str
    items: tuple[ItemWords, ...]
    addenda: tuple[AddendumWords, ...]
    list_url: str
    addendum_url: str  # empty for whom may not write one


def minutes_content(review: Review, *, at: datetime) -> dict[str, Any]:
    """What closing freezes."""
    previous = previous_review(review)
    items = list(review.agenda.in_order().select_related("theme"))
    return {
        "since": previous.closed_at.isoformat() if previous and previous.closed_at else "",
        "people": people_of(review),
        "items": review_content(review, items, at=at),
    }


def minutes_page(review: Review, *, reader: Member) -> MinutesPage:
    """Of a closed review; two queries."""
    assert review.closed_at  # noqa: S101 - for the type checker
    slug, zone = review.workspace.slug, review.workspace.zone
    content = review.minutes
    closed = review.closed_at.astimezone(zone)
    opened = review.opened_at.astimezone(zone)
    items = tuple(item_words(one, slug=slug, zone=zone) for one in content["items"])
    return MinutesPage(
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
        reverse("cycles:add_addendum", args=[slug, review.pk]) if may_shape(reader) else "",
    )


def _conclusion(items: tuple[ItemWords, ...]) -> str:
    """2 decisions, 3 questions left open."""
    decided = sum(len(one.decisions) for one in items)
    left = sum(q.state != "resolved" for one in items for q in one.questions)
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


def day_of_review(review: Review) -> date:
    """The day on which it was closed, or opened while it is held."""
    return (review.closed_at or review.opened_at).astimezone(review.workspace.zone).date()
