"""Closing a review: the minutes are frozen, and what is wrong in them is added afterwards."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.refusals import Refusal
from cycles.actions.reviews import lock_review
from cycles.models import Addendum, Review
from cycles.queries.minutes import minutes_content
from planner.activity import record
from planner.models import Member


class ReviewIsOpen(Refusal):
    """While it is held, its lines themselves are corrected."""


class AddendumNeeded(Refusal):
    """An addendum says something."""


class NextReviewIsBefore(Refusal):
    """The next review comes after this one."""


@transaction.atomic
def close_review(
    *, review: Review, by: Member | None, at: datetime, next_on: date | None = None
) -> Review:
    """
    End the meeting and freeze its minutes.

    :raises ReviewIsClosed: somebody was quicker.
    :raises NextReviewIsBefore: the next one would not be after today.
    """
    review = lock_review(review)
    today = at.astimezone(review.workspace.zone).date()
    if next_on and next_on <= today:
        raise NextReviewIsBefore(_("The next review comes after today."))
    review.minutes = minutes_content(review, at=at)
    review.closed_at, review.closed_by, review.next_on = at, by, next_on
    review.version += 1
    review.save()
    record(
        workspace=review.workspace,
        verb="close_review",
        thing=review,
        by=by,
        at=at,
        decisions=sum(len(item["decisions"]) for item in review.minutes["items"]),
        questions=sum(len(item["questions"]) for item in review.minutes["items"]),
        next_on=next_on.isoformat() if next_on else "",
    )
    return review


@transaction.atomic
def add_addendum(*, review: Review, text: str, by: Member | None, at: datetime) -> Addendum:
    """
    Say what is wrong or missing in minutes that are frozen.

    :raises ReviewIsOpen: it is held still.
    :raises AddendumNeeded: it says nothing.
    """
    review = (
        Review.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=review.pk)
    )
    if review.is_open:
        raise ReviewIsOpen(_("This review is open: correct the line itself."))
    if not text.strip():
        raise AddendumNeeded(_("Say what is wrong or missing."))
    addendum = Addendum.objects.create(
        review=review, text=text.strip(), written_at=at, written_by=by
    )
    record(
        workspace=review.workspace,
        verb="add_addendum",
        thing=addendum,
        within=review,
        by=by,
        at=at,
        text=addendum.text,
    )
    return addendum
