"""One unknown, and what happened to it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from cycles.models import Unknown
from cycles.queries.questions import Question, question_of
from planner.access import may_shape
from planner.kit.drawings import Entry
from planner.models import Member
from planner.queries.activity import timeline_of


@dataclass(frozen=True)
class UnknownPage:
    row: Question
    timeline: tuple[Entry, ...]
    edit_url: str
    reopen_url: str
    may_work: bool


def unknown_page(unknown: Unknown, *, reader: Member, at: datetime) -> UnknownPage:
    """One query."""
    epic = unknown.epic
    today = at.astimezone(epic.workspace.zone).date()
    address = [epic.workspace.slug, epic.key, unknown.number]
    is_open = unknown.state == Unknown.State.OPEN
    return UnknownPage(
        question_of(unknown, epic, today),
        timeline_of(unknown, workspace=epic.workspace, zone=reader.zone),
        reverse("cycles:edit_unknown", args=address),
        "" if is_open else reverse("cycles:reopen_unknown", args=address),
        may_shape(reader) and epic.state not in epic.ENDED,
    )
