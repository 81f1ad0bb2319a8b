"""Closing a review: the minutes are frozen, and what is wrong in them is added afterwards."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.refusals import Refusal
from cycles.actions.reviews import lock_review
from cycles.actions.standings import take_snapshot
from cycles.models import Addendum, Review, Snapshot
from cycles.queries.minutes import minutes_content
from cycles.queries.reviews import next_due
from planner.activity import record
from planner.kit.dates import day_with_year
from planner.models import Member, Workspace

EARLIEST_HOUR: Final = 8


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
    End the meeting, freeze its minutes, and the roadmap as it is now for the next one.

    :raises ReviewIsClosed: somebody was quicker.
    :raises NextReviewIsBefore: the next one would not be after today.
    """
    review = lock_review(review)
    today = at.astimezone(review.workspace.zone).date()
    if next_on and next_on <= today:
        raise NextReviewIsBefore(_("The next review comes after today."))
    review.minutes = minutes_content(review, at=at)
    review.snapshot = take_snapshot(
        workspace=review.workspace,
        name=_("Review of %(day)s") % {"day": day_with_year(today)},
        kind=Snapshot.Kind.REVIEW,
        by=by,
        at=at,
    )
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


def remind_of_review(*, workspace: Workspace, at: datetime) -> bool:
    """
    Let it be told, once, that a review is due; whether it was time.

    May run at any time and twice. Nobody is reminded before eight in the morning.
    """
    local = at.astimezone(workspace.zone)
    if local.hour < EARLIEST_HOUR:
        return False
    with transaction.atomic():
        reviews = Review.objects.select_for_update(of=("self",)).filter(workspace=workspace)
        last = reviews.closed().select_related("workspace").first()
        if last is None or last.reminded_at or reviews.open().exists():
            return False
        due = next_due(workspace, [last])
        if due is None or due > local.date():
            return False
        last.reminded_at = at
        last.save(update_fields=["reminded_at"])
        record(
            workspace=workspace, verb="remind_of_review", thing=last, by=None, at=at,
            due_on=due.isoformat(),
        )  # fmt: skip
    return True
