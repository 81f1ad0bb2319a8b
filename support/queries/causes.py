"""The causes of a workspace, for its settings."""

from dataclasses import dataclass
from functools import cached_property

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


class OfferedCauses:
    """Those of a workspace that may be chosen; asked for once, and only where one is named."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def named(self, name: str) -> Cause | None:
        """Whose name it is, whatever its case."""
        return self._by_name.get(name.casefold()) if name else None

    def by_pk(self, pk: int | None) -> Cause | None:
        """The one, where it is offered."""
        if pk is None:
            return None
        return next((cause for cause in self._by_name.values() if cause.pk == pk), None)

    def names(self) -> list[str]:
        return sorted(cause.name for cause in self._by_name.values())

    @cached_property
    def _by_name(self) -> dict[str, Cause]:
        rows = Cause.objects.in_use().filter(workspace=self._workspace)
        return {cause.name.casefold(): cause for cause in rows.order_by("pk")}
