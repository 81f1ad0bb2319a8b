"""Tickets without a cause that came again: what they are, and which cause they may have."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.rules.calendar import Span
from planner.kit.moments import minutes_said
from planner.models import Workspace
from support.models import Ticket
from support.queries.cause_tickets import with_minutes
from support.queries.title_words import title_said
from support.rules.repeats import Repeat, Seen, repeats_of

LOOKED_AT: Final = 600  # of the latest tickets
SHOWN: Final = 8
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class RepeatTicket:
    key: str
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class RepeatRow:
    """
    ``times`` it came; ``pks`` are those without a cause, in one line, and ``keys`` are theirs.
    ``cause`` is that of most of the others, ``said`` tells that.
    """

    title: str
    why: str
    times: int
    took: str
    tickets: tuple[RepeatTicket, ...]
    pks: str
    keys: tuple[str, ...]
    without: int
    cause: int | None
    said: str


def repeats(workspace: Workspace, span: Span) -> tuple[RepeatRow, ...]:
    """Of our own tickets that were opened in the span; the most frequent first. One query."""
    first = datetime.combine(span.starts_on, time.min, workspace.zone)
    rows = Ticket.objects.filter(workspace=workspace, opened_at__gte=first).ours()
    columns = (
        "pk", "number", "title", "source_id", "group_hash", "cause_id", "cause__name",
        "cause__archived_at", "minutes_spent",
    )  # fmt: skip
    found = (
        with_minutes(rows)
        .order_by("-opened_at", "-pk")
        .values(*columns, name=F("index__alert_name"))[:LOOKED_AT]
    )
    by_pk = {row["pk"]: row for row in found}
    seen = [
        Seen(
            row["pk"],
            row["title"],
            f"{row['source_id']} {row['group_hash']}" if row["group_hash"] else "",
            row["name"] or "",
        )
        for row in by_pk.values()
    ]
    told = (_row(one, by_pk, workspace) for one in repeats_of(seen))
    return tuple(row for row in told if row.without)[:SHOWN]


def _row(repeat: Repeat, by_pk: dict[int, dict[str, Any]], workspace: Workspace) -> RepeatRow:
    rows = [by_pk[one.pk] for one in repeat.tickets]
    without = [row for row in rows if row["cause_id"] is None]
    offered = Counter(
        (row["cause_id"], row["cause__name"])
        for row in rows
        if row["cause_id"] and row["cause__archived_at"] is None
    )
    ((cause, name), count), *_others = offered.most_common(1) or [((None, ""), 0)]
    minutes = sum(row["minutes_spent"] or 0 for row in rows)
    return RepeatRow(
        title=title_said(rows[0]["title"]),
        why=_("the same alert") if repeat.by_alert else _("alike in words"),
        times=len(rows),
        took=minutes_said(minutes) if minutes else "",
        tickets=tuple(_ticket(row, workspace) for row in rows[:_NAMED]),
        pks=",".join(str(row["pk"]) for row in without),
        keys=tuple(f"S-{row['number']}" for row in without),
        without=len(without),
        cause=cause,
        said=_("%(count)s of them: %(cause)s") % {"count": count, "cause": name} if cause else "",
    )


def _ticket(row: dict[str, Any], workspace: Workspace) -> RepeatTicket:
    key = f"S-{row['number']}"
    return RepeatTicket(
        key, reverse("support:ticket", args=[workspace.slug, key]), title_said(row["title"])
    )
