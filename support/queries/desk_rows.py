"""The rows of the desk, in the order in which they should be looked at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planner.kit.lists import listed
from planner.kit.moments import Moment, moment
from planner.models import Member
from support.models import Ticket
from support.models.tickets import TicketQuerySet

# Work metrics are always looked at first; what nobody could classify comes after resources.
_GROUP: Final = Case(
    When(~Q(kind=Ticket.Kind.ALERT), then=Value(3)),
    When(health=Ticket.Health.WORK, then=Value(0)),
    When(health=Ticket.Health.RESOURCE, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)
_GROUPS: Final = (
    ("work", gettext_lazy("Work metrics"), gettext_lazy("users feel it")),
    ("resource", gettext_lazy("Resource metrics"), gettext_lazy("machines feel it")),
    ("unclassified", gettext_lazy("Unclassified"), gettext_lazy("nobody said what it measures")),
    ("people", gettext_lazy("People asking"), ""),
)
_URGENCY: Final = Case(
    When(Q(severity=Ticket.Severity.CRITICAL) | Q(kind=Ticket.Kind.URGENT), then=Value(0)),
    When(severity=Ticket.Severity.WARNING, then=Value(1)),
    When(severity=Ticket.Severity.INFO, then=Value(2)),
    default=Value(3),
    output_field=IntegerField(),
)
COLUMNS: Final = (
    "number",
    "kind",
    "state",
    "title",
    "layer",
    "owner",
    "asker",
    "inquiry__team",
    "source__name",
    "assignee__person__name",
    "events",
    "alerts_firing",
    "opened_at",
    "resolved_at",
    "group",
)


@dataclass(frozen=True, slots=True)
class DeskRow:
    key: str
    url: str
    take_url: str
    icon: str
    title: str
    facts: str
    times: str
    assignee: str
    opened: Moment
    is_quiet: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class DeskGroup:
    icon: str
    label: str
    hint: str
    count: int
    rows: tuple[DeskRow, ...]


@dataclass(frozen=True)
class DeskLinks:
    base: str
    show: str
    search: str

    def _query(self, **more: Any) -> str:
        given = {"show": "" if self.show == "open" else self.show, "q": self.search} | more
        kept = {name: value for name, value in given.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def suffix(self) -> str:
        return self._query()

    def page(self, number: int) -> str:
        return self.base + self._query(page=number if number > 1 else "")

    def tab(self, show: str) -> str:
        return self.base + self._query(show="" if show == "open" else show)


def ordered(tickets: TicketQuerySet, show: str) -> TicketQuerySet:
    if show == "resolved":
        return tickets.annotate(group=Value(0)).order_by("-resolved_at", "-pk")
    return tickets.annotate(group=_GROUP, urgency=_URGENCY).order_by(
        "group", "urgency", "-opened_at", "-pk"
    )


def group_sizes(tickets: TicketQuerySet) -> dict[int, int]:
    sizes = tickets.order_by().values_list(F("group")).annotate(Count("pk"))
    return dict(sizes)


def desk_groups(
    rows: Any, sizes: dict[int, int], member: Member, desk: DeskLinks, now: datetime
) -> Iterator[DeskGroup]:
    for group, within in groupby(rows, key=lambda row: row["group"]):
        made = tuple(_row(row, member, desk, now) for row in within)
        if desk.show == "resolved":
            yield DeskGroup("resolved", _("Resolved in the last 14 days"), "", sizes[group], made)
        else:
            icon, label, hint = _GROUPS[group]
            yield DeskGroup(icon, str(label), str(hint), sizes[group], made)


def _row(row: dict[str, Any], member: Member, desk: DeskLinks, now: datetime) -> DeskRow:
    key = f"S-{row['number']}"
    assignee = row["assignee__person__name"] or ""
    is_alert = row["kind"] == Ticket.Kind.ALERT
    return DeskRow(
        key=key,
        url=f"{desk.base}{key}{desk.suffix}",
        take_url=f"{desk.base}{key}/take/{desk.suffix}",
        icon=_GROUPS[row["group"]][0] if is_alert else row["kind"],
        title=row["title"],
        facts=listed(_facts(row, key)),
        times=f"×{row['events']}" if row["events"] > 1 else "",
        assignee=assignee,
        opened=moment(row["opened_at"], now=now, zone=member.zone),
        is_quiet=row["state"] != Ticket.State.OPEN,
        is_done=row["state"] == Ticket.State.RESOLVED,
    )


def _facts(row: dict[str, Any], key: str) -> Iterator[str]:
    yield key
    if row["kind"] == Ticket.Kind.ALERT:
        if row["layer"]:
            yield str(Ticket.Layer(row["layer"]).label)
        yield from (fact for fact in (row["owner"], row["source__name"]) if fact)
    else:
        yield str(Ticket.Kind(row["kind"]).label).lower()
        yield from (fact for fact in (row["asker"], row["inquiry__team"], row["owner"]) if fact)
    if row["state"] == Ticket.State.SNOOZED:
        yield _("snoozed")
    if row["state"] == Ticket.State.RESOLVED and row["alerts_firing"]:
        yield _("still firing")
