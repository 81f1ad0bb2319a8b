"""The tickets that have to do with one: seen before, followed by, merged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planner.kit.moments import Moment, duration, moment
from planner.models import Member
from support.models import Note, Ticket, TicketWords
from support.queries.title_words import title_said

SEEN: Final = 5
OTHERS: Final = 50
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
    ``before`` have the same alert group or the same alert, the latest first, or it is what a person
    asked before; ``newer`` is what that went on in; ``merged`` went on in this one, and this one
    in ``into``.
    """

    before: tuple[SeenBefore, ...]
    said: str
    newer: SeenBefore | None
    merged: tuple[SeenBefore, ...]
    into: SeenBefore | None


def relatives_of(ticket: Ticket, *, member: Member, now: datetime) -> Relatives:
    """In two queries for the ticket of an alert, and in one for what a person asked."""
    named = _named(ticket)
    rows = _rows(_around(ticket, named))
    family = [row for row in rows if ticket.pk == row["merged_into"]]
    own = [row for row in rows if _is_own(ticket, row)]
    alike = [row for row in rows if row in own or row["pk"] in named]
    newer = [row for row in own if _age(row) > (ticket.opened_at, ticket.pk)]
    older = [row for row in alike if _age(row) < (ticket.opened_at, ticket.pk)]
    before = [row for row in older if row["state"] == Ticket.State.RESOLVED]
    into = [row for row in rows if row["pk"] == ticket.merged_into_id]

    def seen(found: list[dict[str, Any]], most: int = OTHERS) -> tuple[SeenBefore, ...]:
        return tuple(_seen(row, member, now) for row in found[:most])

    return Relatives(
        before=seen(before, SEEN),
        said=_said(len(before)),
        newer=next(iter(seen(newer, 1)), None),
        merged=seen(family),
        into=next(iter(seen(into, 1)), None),
    )


def _around(ticket: Ticket, named: list[int]) -> QuerySet[Ticket]:
    """Those of its alert, those that were merged into it, and the one that it was merged into."""
    near = (ticket.merged_into_id, ticket.follows_id)
    wanted = Q(merged_into=ticket) | Q(pk__in=[*named, *filter(None, near)])
    if ticket.group_hash:
        wanted |= Q(source=ticket.source_id, group_hash=ticket.group_hash)
    else:
        wanted |= Q(follows=ticket)
    # Each way in has an index, and none leads out of the workspace; to ask for that in the query
    # as well would have SQLite read all tickets of the workspace instead.
    rows = Ticket.objects.filter(wanted).exclude(pk=ticket.pk)
    return rows.order_by("-opened_at", "-pk")[:OTHERS]


def _is_own(ticket: Ticket, row: dict[str, Any]) -> bool:
    """Of the same alerts, or of the same request of a person."""
    if ticket.group_hash:
        return _group(row) == _group(vars(ticket))
    return bool(ticket.follows_id == row["pk"] or row["follows"] == ticket.pk)


def _group(row: dict[str, Any]) -> tuple[int | None, str]:
    return row["source_id"], row["group_hash"]


def _named(ticket: Ticket) -> list[int]:
    """
    The latest that were opened for an alert of the same name.

    Asked for by themselves: an OR over two tables would read both as a whole.
    """
    if not ticket.group_hash:
        return []
    own = TicketWords.objects.filter(ticket=ticket).exclude(alert_name="").values("alert_name")[:1]
    words = TicketWords.objects.filter(workspace=ticket.workspace_id, alert_name=Subquery(own))
    words = words.exclude(alert_name="")  # so that the index serves, which has no such
    return list(words.order_by("-ticket").values_list("ticket", flat=True)[: SEEN * 4])


def _rows(tickets: Any) -> list[dict[str, Any]]:
    notes = Note.objects.filter(ticket=OuterRef("pk")).order_by("-at", "-pk")
    columns = (
        "pk", "number", "title", "state", "source_id", "group_hash", "merged_into", "follows",
        "opened_at", "resolved_at",
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
        title=title_said(row["title"]),
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
        return _("more than %(count)s times") % {"count": SEEN}
    return ngettext("%(count)s time", "%(count)s times", before) % {"count": before}
