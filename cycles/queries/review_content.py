"""
The facts of a review, as plain JSON: read live while it is held, and frozen when it is closed.

Both are read by the same words, so that the minutes say what the meeting has shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from cycles.models import AgendaItem, Decision, Reading, Review, ReviewQuestion, Vision
from cycles.queries.changes import Made, changes_since
from cycles.queries.review_strip import axis_of
from cycles.rules.changes import Change
from cycles.rules.roadmap import Standing
from planner.models import Member

type Facts = dict[str, Any]


@dataclass(frozen=True)
class _Kept(Made):
    """One that was frozen, with the name that its author had then."""

    name: str = ""

    @property
    def who(self) -> str:
        return self.name


def review_content(
    review: Review, items: Sequence[AgendaItem], previous: Review | None, *, at: datetime
) -> list[Facts]:
    """What is known of some items of its agenda; the same few queries for one and for all."""
    since = previous.closed_at if previous else None
    decisions, questions = _decisions(items), _questions(review, items)
    measures = _measures(review, items, since, at)
    return [
        {
            "id": item.pk,
            "theme": item.theme_id,
            "title": item.theme.name if item.theme else "",
            "minutes": item.minutes,
            "measure": measures.get(item.theme_id),
            "decisions": decisions[item.pk],
            "questions": questions[item.theme_id],
        }
        for item in items
    ]


def previous_review(review: Review) -> Review | None:
    """The last one that was closed before it was opened."""
    return (
        Review.objects.closed()
        .filter(workspace_id=review.workspace_id, closed_at__lte=review.opened_at)
        .select_related("snapshot")
        .first()
    )


def history_of(
    review: Review, previous: Review, *, at: datetime, now: Iterable[Standing] | None = None
) -> Facts:
    """
    What has changed on the roadmap since the previous review, and the cycles around now; ``now``
    is how all epics stand, where that is read already.
    """
    workspace = review.workspace
    assert previous.snapshot  # noqa: S101 - a closed review has one
    today = at.astimezone(workspace.zone).date()
    return {
        "since": previous.snapshot.taken_at.isoformat(),
        "changes": [_facts_of(one) for one in changes_since(workspace, previous.snapshot, now=now)],
        "axis": axis_of(workspace, today),
    }


def _facts_of(made: Made) -> Facts:
    change = made.change
    return {
        "aspect": change.aspect,
        "before": change.before and change.before.kept,
        "after": change.after and change.after.kept,
        "at": made.at.isoformat() if made.at else "",
        "who": made.who,
        "why": made.why,
    }


def made_of(facts: Facts) -> Made:
    """Out of what ``history_of`` has written."""
    before, after = (
        Standing.of(facts[name]) if facts[name] else None for name in ("before", "after")
    )
    at = datetime.fromisoformat(facts["at"]) if facts["at"] else None
    return _Kept(Change(facts["aspect"], before, after), at, why=facts["why"], name=facts["who"])


def people_of(review: Review) -> list[str]:
    members = review.participants.select_related("person").order_by("person__name", "pk")
    return [one.name for one in members]


def _decisions(items: Iterable[AgendaItem]) -> dict[int, list[Facts]]:
    found: dict[int, list[Facts]] = defaultdict(list)
    rows = Decision.objects.standing().filter(item__in=items).select_related("made_by__person")
    for one in rows.order_by("made_at", "pk"):
        found[one.item_id].append(
            {
                "id": one.pk,
                "text": one.text,
                "who": _name(one.made_by),
                "at": one.made_at.isoformat(),
                "version": one.version,
            }
        )
    return found


def _questions(review: Review, items: Iterable[AgendaItem]) -> dict[int | None, list[Facts]]:
    """Asked in this review, and before them what earlier ones have left open, by theme."""
    themes = [item.theme_id for item in items]
    about = Q(item__theme__in=[pk for pk in themes if pk])
    if None in themes:
        about |= Q(item__theme=None)
    rows = ReviewQuestion.objects.filter(about, item__review__workspace=review.workspace_id)
    left = rows.left().filter(item__review__opened_at__lt=review.opened_at)
    rows = rows.filter(Q(item__review=review) | Q(pk__in=left.values("pk")))
    found: dict[int | None, list[Facts]] = defaultdict(list)
    for one in rows.select_related(
        "item__review", "owner__person", "unknown__epic__workspace"
    ).order_by("asked_at", "pk"):
        found[one.item.theme_id].append(_question(one, review))
    return found


def _question(one: ReviewQuestion, review: Review) -> Facts:
    unknown = one.unknown
    answer, due_on = (unknown.answer, unknown.due_on) if unknown else (one.answer, one.due_on)
    state = unknown.state if unknown else "resolved" if one.answered_at else "open"
    is_earlier = one.item.review_id != review.pk
    return {
        "id": one.pk,
        "text": one.text,
        "state": state,
        "owner": _name(one.owner),
        "due_on": due_on and due_on.isoformat(),
        "answer": answer if state == "resolved" else "",
        "epic": unknown.epic.key if unknown else "",
        "number": unknown.number if unknown else None,
        "asked_on": one.asked_at.isoformat() if is_earlier else "",
        "version": one.version,
    }


def _measures(
    review: Review, items: Iterable[AgendaItem], since: datetime | None, at: datetime
) -> dict[int | None, Facts]:
    themes = {item.theme_id: item.theme for item in items if item.theme and item.theme.measure}
    if not themes:
        return {}
    zone = review.workspace.zone
    readings: dict[int, list[Reading]] = defaultdict(list)
    for one in Reading.objects.filter(theme__in=themes.values()).order_by("on"):
        readings[one.theme_id].append(one)
    last, today = since and since.astimezone(zone).date(), at.astimezone(zone).date()
    vision = Vision.objects.filter(workspace=review.workspace_id).first()
    return {
        pk: {
            "measure": theme.measure,
            "unit": theme.measure_unit,
            "was": _figure(theme.measure_was),
            "before": _reading(readings[theme.pk], last) if last else None,
            "now": _reading(readings[theme.pk], today),
            "target": _figure(theme.measure_target),
            "ends_on": vision.ends_on.isoformat() if vision else "",
        }
        for pk, theme in themes.items()
    }


def _reading(readings: Iterable[Reading], day: date) -> Facts | None:
    """The last one of the day or before it."""
    known = [one for one in readings if one.on <= day]
    return {"value": _figure(known[-1].value), "on": known[-1].on.isoformat()} if known else None


def _figure(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _name(member: Member | None) -> str:
    return member.name if member else ""
