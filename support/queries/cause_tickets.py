"""The tickets that came under a cause, with the time that each took."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.translation import ngettext

from planner.kit.dates import short_day
from planner.kit.moments import minutes_said
from planner.models import Workspace
from support.models import Cause, Ticket, TimeEntry
from support.queries.cause_costs import past_of
from support.queries.title_words import title_said
from support.rules.handoff import as_typed

LISTED: Final = 20  # in the summary of an epic; the rest is counted
SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class CauseTicket:
    key: str
    url: str
    title: str
    day: str
    state: str
    took: str


def tickets_behind(cause: Cause, today: date) -> QuerySet[Ticket]:
    """Our own of the two cycles over which it is counted, the latest first."""
    first = past_of(cause.workspace, today).counted.starts_on
    begins = datetime.combine(first, time.min, cause.workspace.zone)
    rows = Ticket.objects.filter(cause=cause, opened_at__gte=begins).ours()
    return rows.order_by("-opened_at", "-pk")


def with_minutes(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """``minutes_spent``: the time on it that counts."""
    mine = TimeEntry.objects.filter(ticket=OuterRef("pk")).counted().order_by()
    spent = mine.values("ticket").annotate(sum=Sum("minutes")).values("sum")
    return tickets.annotate(minutes_spent=Subquery(spent))


def ticket_rows(tickets: QuerySet[Ticket], workspace: Workspace) -> Iterator[CauseTicket]:
    """``SHOWN`` of them, in their order. One query."""
    for one in with_minutes(tickets)[:SHOWN]:
        minutes: int | None = getattr(one, "minutes_spent")  # noqa: B009 - annotated
        yield CauseTicket(
            key=one.key,
            url=reverse("support:ticket", args=[workspace.slug, one.key]),
            title=title_said(one.title),
            day=short_day(one.opened_at.astimezone(workspace.zone).date()),
            state=str(Ticket.State(one.state).label),
            took=minutes_said(minutes) if minutes else "",
        )


def tickets_as_markdown(tickets: QuerySet[Ticket], workspace: Workspace) -> str:
    """The list for the summary of an epic: links, titles as they were typed, what each took."""
    rows, count = list(ticket_rows(tickets, workspace)), tickets.count()
    lines = [
        f"- [{row.key}]({row.url}) {as_typed(row.title)}" + (f": {row.took}" if row.took else "")
        for row in rows[:LISTED]
    ]
    if left := count - len(lines):
        lines.append(
            "- " + ngettext("and %(left)s more", "and %(left)s more", left) % {"left": left}
        )
    return "\n".join(lines)
