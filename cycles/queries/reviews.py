"""Reviews of the roadmap: those that were held, the one that is, and when the next is due."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import CycleSettings, Decision, Review
from cycles.rules.reviews import due_on
from planner.access import may_plan
from planner.kit.dates import full_day, weekday_day
from planner.kit.lists import listed
from planner.models import Member, Workspace


@dataclass(frozen=True)
class ReviewRow:
    day: str
    url: str
    people: str
    decisions: str
    is_open: bool


@dataclass(frozen=True)
class ReviewsPage:
    rows: tuple[ReviewRow, ...]
    due: str
    is_overdue: bool
    open_url: str  # of the one that is held
    new_url: str  # empty for whom may not open one, and while one is open
    csv_url: str


def reviews_page(workspace: Workspace, *, reader: Member, today: date) -> ReviewsPage:
    """The latest first; four queries. What was said is read on the page of each."""
    reviews = list(Review.objects.filter(workspace=workspace).defer("minutes"))
    people, decided = _people(workspace), _decided(workspace)
    for one in reviews:
        one.workspace = workspace
    held = next((one for one in reviews if one.is_open), None)
    due = next_due(workspace, reviews)
    slug = workspace.slug
    return ReviewsPage(
        tuple(_row(one, people[one.pk], decided.get(one.pk, 0)) for one in reviews),
        _due_in_words(due, today) if due and not held else "",
        bool(due and due < today and not held),
        held.get_absolute_url() if held else "",
        reverse("cycles:open_review", args=[slug]) if may_plan(reader) and not held else "",
        reverse("cycles:decisions_csv", args=[slug]) if any(decided.values()) else "",
    )


def _people(workspace: Workspace) -> Mapping[int, list[str]]:
    """The names of those who were there, by review."""
    rows = Review.participants.through.objects.filter(review__workspace=workspace)
    found: dict[int, list[str]] = defaultdict(list)
    for pk, name in rows.order_by().values_list("review_id", "member__person__name"):
        found[pk].append(name)
    return found


def _decided(workspace: Workspace) -> dict[int, int]:
    """How much was decided in each review."""
    rows = Decision.objects.standing().filter(item__review__workspace=workspace)
    counts = rows.order_by().values_list("item__review").annotate(Count("pk"))
    return dict(counts)


def next_due(workspace: Workspace, reviews: list[Review]) -> date | None:
    """Nothing before the first one, and where no reminder is wanted."""
    last = next((one for one in reviews if one.closed_at), None)
    if last is None or last.closed_at is None:
        return None
    weeks = CycleSettings.objects.values_list("review_weeks", flat=True).get(workspace=workspace)
    return due_on(last.closed_at.astimezone(workspace.zone).date(), last.next_on, weeks)


def _row(review: Review, people: Iterable[str], decided: int) -> ReviewRow:
    at = review.closed_at or review.opened_at
    return ReviewRow(
        full_day(at.astimezone(review.workspace.zone).date()),
        review.get_absolute_url(),
        listed(sorted(people)),
        ngettext("%(n)s decision", "%(n)s decisions", decided) % {"n": decided},
        review.is_open,
    )


def _due_in_words(due: date, today: date) -> str:
    if due < today:
        return _("The next review was due on %(day)s.") % {"day": weekday_day(due)}
    if due == today:
        return _("The next review is due today.")
    return _("The next review is due on %(day)s.") % {"day": weekday_day(due)}
