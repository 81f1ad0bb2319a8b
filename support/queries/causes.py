"""The causes of a workspace, for its settings."""

from dataclasses import dataclass

from django.db.models import Count, F
from django.urls import reverse

from planner.models import Member, Workspace
from support.models import Cause


@dataclass(frozen=True, slots=True)
class CauseRow:
    pk: int
    name: str
    url: str
    tickets: int
    is_archived: bool


def cause_rows(member: Member) -> tuple[CauseRow, ...]:
    """The workspace's causes, those in use first, with how many tickets carry each. One query."""
    rows = Cause.objects.filter(workspace=member.workspace).annotate(used=Count("tickets"))
    return tuple(
        CauseRow(
            row.pk,
            row.name,
            reverse("support:cause", args=[member.workspace.slug, row.pk]),
            getattr(row, "used", 0),
            row.archived_at is not None,
        )
        for row in rows.order_by(F("archived_at").asc(nulls_first=True), "name")
    )


def causes_by_name(workspace: Workspace) -> dict[str, Cause]:
    """Those that may be chosen, by their names whose case is folded."""
    rows = Cause.objects.in_use().filter(workspace=workspace)
    return {cause.name.casefold(): cause for cause in rows.order_by("pk")}
