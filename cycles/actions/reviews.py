"""Holding a review of the roadmap: its agenda, and who is there."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from cycles.actions.locks import lock_calendar
from cycles.actions.refusals import Refusal
from cycles.models import AgendaItem, Decision, Review, ReviewQuestion, Theme
from planner.access import may_see
from planner.activity import record
from planner.models import Member, Workspace

MINUTES = 10  # for a theme, until somebody says otherwise


class ReviewIsHeld(Refusal):
    """A workspace holds one review at a time."""


class ReviewIsClosed(Refusal):
    """Its minutes are frozen: what is wrong in them is said in an addendum."""


class ReviewHasWords(Refusal):
    """What people have written is not thrown away."""


class NoParticipant(Refusal):
    """Only who may read the roadmap can take part in its review."""


@transaction.atomic
def open_review(
    *,
    workspace: Workspace,
    by: Member | None,
    at: datetime,
    participants: Iterable[Member] = (),
    minutes: Mapping[int, int] | None = None,
) -> Review:
    """
    Open a meeting with all themes in their order on its agenda, and a place for everything else.

    ``minutes`` are those of a theme, by its id.

    :raises ReviewIsHeld: another one is open.
    :raises NoParticipant: somebody cannot read the roadmap.
    """
    lock_calendar(workspace)
    if Review.objects.open().filter(workspace=workspace).exists():
        raise ReviewIsHeld(_("A review is open already: close it first, or go on in it."))
    review = Review.objects.create(workspace=workspace, opened_at=at, opened_by=by)
    themes: list[Theme | None] = [*Theme.objects.filter(workspace=workspace).in_order(), None]
    given = minutes or {}
    AgendaItem.objects.bulk_create(
        AgendaItem(
            review=review,
            theme=theme,
            position=position,
            minutes=given.get(theme.pk, MINUTES) if theme else MINUTES,
        )
        for position, theme in enumerate(themes)
    )
    _seat(review, [*participants, *([by] if by else [])])
    record(workspace=workspace, verb="open_review", thing=review, by=by, at=at)
    return review


@transaction.atomic
def arrange_agenda(
    *,
    review: Review,
    order: Sequence[int],
    minutes: Mapping[int, int],
    by: Member | None,
    at: datetime,
) -> Review:
    """
    Put items first in the order of their ids, the others behind them as they were, and give each
    its minutes.

    :raises ReviewIsClosed: it is over.
    """
    review = lock_review(review)
    items = list(review.agenda.in_order())
    place = {pk: number for number, pk in enumerate(order)}
    items.sort(key=lambda item: place.get(item.pk, len(place) + item.position))
    for position, item in enumerate(items):
        item.position = position
        item.minutes = minutes.get(item.pk, item.minutes)
    AgendaItem.objects.bulk_update(items, ["position", "minutes"])
    touch_review(review)
    record(workspace=review.workspace, verb="arrange_agenda", thing=review, by=by, at=at)
    return review


@transaction.atomic
def name_participants(
    *, review: Review, members: Iterable[Member], by: Member | None, at: datetime
) -> Review:
    """
    Say who is there, instead of whoever was said to be before.

    :raises ReviewIsClosed: it is over.
    :raises NoParticipant: somebody cannot read the roadmap.
    """
    review = lock_review(review)
    there = list(members)
    review.participants.clear()
    _seat(review, there)
    touch_review(review)
    record(
        workspace=review.workspace,
        verb="name_participants",
        thing=review,
        by=by,
        at=at,
        count=len({one.pk for one in there}),
    )
    return review


@transaction.atomic
def call_off_review(*, review: Review, by: Member | None, at: datetime) -> None:
    """
    Take back a meeting in which nothing was written.

    :raises ReviewIsClosed: it was held.
    :raises ReviewHasWords: something was decided or asked.
    """
    review = lock_review(review)
    if (
        Decision.objects.filter(item__review=review).exists()
        or ReviewQuestion.objects.filter(item__review=review).exists()
    ):
        raise ReviewHasWords(_("Something was written in this review: close it instead."))
    record(workspace=review.workspace, verb="call_off_review", thing=review, by=by, at=at)
    review.delete()


def lock_review(review: Review) -> Review:
    """
    One writer at a time for all lines of a meeting, so that none is written into closed minutes.

    :raises ReviewIsClosed: it is over.
    """
    locked = (
        Review.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=review.pk)
    )
    if not locked.is_open:
        raise ReviewIsClosed(_("This review is closed: write an addendum to its minutes instead."))
    return locked


def lock_item(item: AgendaItem) -> AgendaItem:
    """The same, for what is written about one item of its agenda."""
    review = lock_review(item.review)
    found = AgendaItem.objects.select_related("theme").get(pk=item.pk)
    found.review = review
    return found


def touch_review(review: Review) -> None:
    """There is news for those who look at it."""
    review.version += 1
    review.save(update_fields=["version"])


def note_line(
    verb: str,
    thing: models.Model,
    item: AgendaItem,
    by: Member | None,
    at: datetime,
    **data: object,
) -> None:
    """Record what happened to a line within its review; who writes is there."""
    if by:
        item.review.participants.add(by)
    touch_review(item.review)
    record(
        workspace=item.review.workspace,
        verb=verb,
        thing=thing,
        within=item.review,
        by=by,
        at=at,
        theme=item.theme.name if item.theme else "",
        **data,
    )


def _seat(review: Review, members: Iterable[Member]) -> None:
    for member in members:
        is_here = member.left_at is None and member.person.is_active
        if member.workspace_id != review.workspace_id or not is_here or not may_see(member):
            raise NoParticipant(_("%(name)s cannot read the roadmap.") % {"name": member.name})
        review.participants.add(member)
