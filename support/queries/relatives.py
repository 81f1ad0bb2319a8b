"""The tickets that have to do with one: seen before, followed by, merged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planner.kit.moments import Moment, duration, moment
from planner.models import Member
from support.models import Note, Ticket

SEEN: Final = 5
_SHORT: Final = 90


@dataclass(frozen=True, slots=True)
class SeenBefore:
    """A ticket that came before or after: how it ended, and what was last said of it."""

    key: str
    url: str
    title: str
    opened: Moment
    ended: str
    said: str


@dataclass(frozen=True)
class Relatives:
    """
    ``before`` have the same alert group or the same alert, the latest first; ``newer`` is what the
    group went on in; ``merged`` went on in this one, and this one in ``into``.
    """

    before: tuple[SeenBefore, ...]
    said: str
    newer: SeenBefore | None
    merged: tuple[SeenBefore, ...]
    into: SeenBefore | None


def relatives_of(ticket: Ticket, *, member: Member, now: datetime) -> Relatives:
    """In three queries for an alert's ticket, and one for what a person asked."""
    about = Q(merged_into=ticket)
    if ticket.merged_into_id:
        about |= Q(pk=ticket.merged_into_id)
    family = _rows(Ticket.objects.filter(about).order_by("number"))
    alike = _rows(_alike(ticket)[: SEEN * 4]) if ticket.group_hash else []
    shown = {row["pk"]: _seen(row, member, now) for row in [*family, *alike]}
    own = [row for row in alike if row["group_hash"] == ticket.group_hash]
    own = [row for row in own if row["source"] == ticket.source_id]
    newer = [row["pk"] for row in own if _age(row) > (ticket.opened_at, ticket.pk)]
    older = [row for row in alike if _age(row) < (ticket.opened_at, ticket.pk)]
    before = [shown[row["pk"]] for row in older if row["state"] == Ticket.State.RESOLVED]
    return Relatives(
        before=tuple(before[:SEEN]),
        said=_said(len(before)),
        newer=shown[newer[0]] if newer else None,
        merged=tuple(shown[row["pk"]] for row in family if row["merged_into"] == ticket.pk),
        into=shown.get(ticket.merged_into_id) if ticket.merged_into_id else None,
    )


def _alike(ticket: Ticket) -> Any:
    same = Q(source=ticket.source_id, group_hash=ticket.group_hash)
    if name := getattr(getattr(ticket, "index", None), "alert_name", ""):
        # Two ways in, each by an index of its own: an OR over both tables would read them whole.
        named = Ticket.objects.filter(
            index__workspace=ticket.workspace_id, index__alert_name=name
        ).order_by("-index__ticket")
        same |= Q(pk__in=list(named.values_list("pk", flat=True)[: SEEN * 4]))
    rows = Ticket.objects.filter(same, workspace=ticket.workspace_id).exclude(pk=ticket.pk)
    return rows.order_by("-opened_at", "-pk")


def _rows(tickets: Any) -> list[dict[str, Any]]:
    notes = Note.objects.filter(ticket=OuterRef("pk")).order_by("-at", "-pk")
    columns = (
        "pk", "number", "title", "state", "source", "group_hash", "merged_into", "opened_at",
        "resolved_at",
    )  # fmt: skip
    return list(
        tickets.values(
            *columns,
            by=F("resolved_by__person__name"),
            went_on=F("merged_into__number"),
            last=Subquery(notes.values("text")[:1]),
        )
    )


def _age(row: dict[str, Any]) -> tuple[datetime, int]:
    return row["opened_at"], row["pk"]


def _seen(row: dict[str, Any], member: Member, now: datetime) -> SeenBefore:
    key = f"S-{row['number']}"
    return SeenBefore(
        key=key,
        url=reverse("support:ticket", args=[member.workspace.slug, key]),
        title=row["title"],
        opened=moment(row["opened_at"], now=now, zone=member.zone),
        ended=" ".join(_ended(row)),
        said=Truncator((row["last"] or "")[: _SHORT * 4]).chars(_SHORT),
    )


def _ended(row: dict[str, Any]) -> Iterator[str]:
    if row["state"] != Ticket.State.RESOLVED:
        yield str(Ticket.State(row["state"]).label)
        return
    span = duration(row["resolved_at"] - row["opened_at"])
    if row["went_on"]:
        yield _("merged into S-%(number)s") % {"number": row["went_on"]}
    elif row["by"]:
        yield _("%(name)s resolved it after %(span)s") % {"name": row["by"], "span": span}
    else:
        yield _("resolved with its alerts after %(span)s") % {"span": span}


def _said(before: int) -> str:
    if before > SEEN:
        return _("more than %(count)s times before") % {"count": SEEN}
    return ngettext("once before", "%(count)s times before", before) % {"count": before}
