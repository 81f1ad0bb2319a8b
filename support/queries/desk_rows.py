"""The rows of the desk, in the order in which they should be looked at."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from planner.kit.lists import listed
from planner.kit.moments import Moment, moment
from planner.models import Member
from support.models import Alert, Interruption, Ticket
from support.models.tickets import TicketQuerySet
from support.queries.filters import Filters
from support.queries.title_words import title_said

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
    "pk",
    "number",
    "kind",
    "state",
    "title",
    "health",
    "layer",
    "owner",
    "asker",
    "inquiry__team",
    "source__name",
    "assignee__person__name",
    "events",
    "acknowledged_at",
    "flapping_at",
    "silence",
    "snoozed_until",
    "merged_into__number",
    "alerts_firing",
    "opened_at",
    "resolved_at",
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
    filters: Filters

    @property
    def is_narrowed(self) -> bool:
        return bool(self.search or self.filters.given)

    def _query(self, **more: Any) -> str:
        given = {"show": "" if self.show == "open" else self.show, "q": self.search}
        given |= self.filters.given | more
        kept = {name: value for name, value in given.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def suffix(self) -> str:
        return self._query()

    def page(self, number: int) -> str:
        return self.base + self._query(page=number if number > 1 else "")

    def filtered(self, filters: Filters) -> str:
        return self.base + replace(self, filters=filters).suffix

    def tab(self, show: str) -> str:
        return self.base + self._query(show="" if show == "open" else show)


def ordered(tickets: TicketQuerySet, show: str) -> TicketQuerySet:
    if show == "resolved":
        return tickets.annotate(group=Value(0)).order_by("-resolved_at", "-pk")
    if show == "all":
        return tickets.annotate(group=Value(0)).order_by("-number")
    return tickets.annotate(group=_GROUP, urgency=_URGENCY).order_by(
        "group", "urgency", "-opened_at", "-pk"
    )


def rows_of(tickets: Any) -> list[dict[str, Any]]:
    """
    What is shown of these, in their order.

    In two steps: sorting by an index alone is quick where very many wait.
    """
    groups = dict(tickets.values_list("pk", "group"))
    asked = Interruption.objects.waiting().filter(ticket=OuterRef("pk"))
    rows = Ticket.objects.filter(pk__in=groups).order_by()
    rows = rows.values(*COLUMNS, in_shield=Exists(asked))
    found = {row["pk"]: row for row in rows}
    return [found[pk] | {"group": group} for pk, group in groups.items()]


def group_sizes(tickets: TicketQuerySet) -> dict[int, int]:
    sizes = tickets.order_by().values_list(F("group")).annotate(Count("pk"))
    return dict(sizes)


def desk_groups(
    rows: list[dict[str, Any]],
    sizes: dict[int, int],
    member: Member,
    desk: DeskLinks,
    now: datetime,
) -> Iterator[DeskGroup]:
    stale = stale_tickets(row["pk"] for row in rows)
    for group, within in groupby(rows, key=lambda row: row["group"]):
        made = tuple(_row(row, member, desk, now, row["pk"] in stale) for row in within)
        if desk.show == "resolved" and not desk.is_narrowed:
            yield DeskGroup("resolved", _("Resolved in the last 14 days"), "", sizes[group], made)
        elif desk.show in ("resolved", "all"):
            said = _("Resolved") if desk.show == "resolved" else _("All, the latest first")
            yield DeskGroup("resolved", said, "", sizes[group], made)
        else:
            icon, label, hint = _GROUPS[group]
            yield DeskGroup(icon, str(label), str(hint), sizes[group], made)


def stale_tickets(pks: Iterable[int]) -> set[int]:
    """Those of which an alert fires that nothing has been heard of for too long."""
    stale = Alert.objects.firing().filter(ticket__in=list(pks), stale_at__isnull=False)
    return set(stale.order_by().values_list("ticket", flat=True).distinct())


def _row(
    row: dict[str, Any], member: Member, desk: DeskLinks, now: datetime, is_stale: bool
) -> DeskRow:
    key = f"S-{row['number']}"
    assignee = row["assignee__person__name"] or ""
    is_alert = row["kind"] == Ticket.Kind.ALERT
    kind = (row["health"] or "unclassified") if is_alert else row["kind"]
    marks = marks_of(row, is_stale=is_stale, member=member, now=now)
    return DeskRow(
        key=key,
        url=f"{desk.base}{key}{desk.suffix}",
        take_url=f"{desk.base}{key}/take/{desk.suffix}",
        icon=kind,
        title=title_said(row["title"]),
        facts=listed(_facts(row, key, marks)),
        times=f"×{row['events']}" if row["events"] > 1 else "",
        assignee=assignee,
        opened=moment(row["opened_at"], now=now, zone=member.zone),
        is_quiet=row["state"] != Ticket.State.OPEN or row["in_shield"],
        is_done=row["state"] == Ticket.State.RESOLVED,
    )


def marks_of(
    ticket: Mapping[str, Any], *, is_stale: bool, member: Member, now: datetime
) -> tuple[str, ...]:
    """What is so of it beside its state, in a word or two each."""
    found = []
    if ticket["state"] == Ticket.State.SNOOZED:
        until = ticket["snoozed_until"]
        clock = moment(until, now=now, zone=member.zone).clock if until else ""
        said = _("silenced until %(time)s") if ticket["silence"] else _("snoozed until %(time)s")
        found.append(said % {"time": clock} if clock else _("snoozed"))
    if ticket["merged_into__number"]:
        found.append(_("merged into S-%(number)s") % {"number": ticket["merged_into__number"]})
    if ticket["state"] == Ticket.State.RESOLVED:
        return (*found, _("still firing")) if ticket["alerts_firing"] else tuple(found)
    if ticket["in_shield"]:
        found.append(_("in the shield"))
    if ticket["flapping_at"]:
        found.append(_("flapping"))
    if is_stale:
        found.append(_("stale"))
    if ticket["acknowledged_at"]:
        found.append(_("acknowledged at the sender"))
    return tuple(found)


def _facts(row: dict[str, Any], key: str, marks: tuple[str, ...]) -> Iterator[str]:
    yield key
    if row["kind"] == Ticket.Kind.ALERT:
        if row["layer"]:
            yield _label("layer", row["layer"], get_language())
        yield from marks
        yield from (fact for fact in (row["owner"], row["source__name"]) if fact)
    else:
        yield _label("kind", row["kind"], get_language()).lower()
        yield from marks
        yield from (fact for fact in (row["asker"], row["inquiry__team"], row["owner"]) if fact)


@lru_cache(maxsize=100)
def _label(name: str, value: str, language: str | None) -> str:
    """In the language that is spoken just now: a hundred rows say the same few words."""
    words = Ticket.Layer if name == "layer" else Ticket.Kind
    return str(words(value).label)
