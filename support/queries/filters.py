"""What part of the desk is looked at: filters, each in the address, and words that are searched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planner.models import Member
from support.models import Source, Ticket
from support.models.tickets import TicketQuerySet
from support.queries.owners import known_owners
from support.rules.words import terms_of

NOBODY: Final = "nobody"
ME: Final = "me"
PLATFORM: Final = "platform"  # our own: how an empty owner is spelled

OLDER: Final = {
    "1h": (timedelta(hours=1), gettext_lazy("1 h")),
    "4h": (timedelta(hours=4), gettext_lazy("4 h")),
    "1d": (timedelta(days=1), gettext_lazy("1 d")),
    "3d": (timedelta(days=3), gettext_lazy("3 d")),
    "7d": (timedelta(days=7), gettext_lazy("7 d")),
    "30d": (timedelta(days=30), gettext_lazy("30 d")),
}
LABELS: Final = {
    "kind": gettext_lazy("Kind"),
    "severity": gettext_lazy("Severity"),
    "layer": gettext_lazy("Layer"),
    "health": gettext_lazy("Health"),
    "source": gettext_lazy("Source"),
    "owner": gettext_lazy("Owner"),
    "assignee": gettext_lazy("Assignee"),
    "older": gettext_lazy("Older than"),
}
_WORDS: Final = {
    "kind": Ticket.Kind,
    "severity": Ticket.Severity,
    "layer": Ticket.Layer,
    "health": Ticket.Health,
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Each empty, or a value as it stands in the address; nonsense is left out by ``kept``."""

    kind: str = ""
    severity: str = ""
    layer: str = ""
    health: str = ""
    source: str = ""
    owner: str = ""
    assignee: str = ""
    older: str = ""

    @property
    def given(self) -> dict[str, str]:
        """Those that filter, in the order of the address."""
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in values if value}

    def without(self, name: str) -> Filters:
        return replace(self, **{name: ""})


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the way without it."""

    label: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FilterField:
    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class FilterPage:
    desk_url: str
    show: str
    search: str
    fields: tuple[FilterField, ...]


def kept(**given: str) -> Filters:
    """The filters that make sense."""
    allowed = {name: set(words.values) for name, words in _WORDS.items()} | {"older": set(OLDER)}
    good = {n: v for n, v in given.items() if v and (n not in allowed or v in allowed[n])}
    if not _is_id(good.get("source", "1")):
        del good["source"]
    if good.get("assignee", ME) not in (ME, NOBODY) and not _is_id(good["assignee"]):
        del good["assignee"]
    return Filters(**good)


def _is_id(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 19


def filtered(
    tickets: TicketQuerySet, filters: Filters, *, member: Member, now: datetime
) -> TicketQuerySet:
    given = filters.given
    plain = {name: given[name] for name in _WORDS if name in given}
    if "source" in given:
        plain["source"] = given["source"]
    tickets = tickets.filter(**plain)
    if filters.owner:
        tickets = tickets.filter(owner="" if filters.owner == PLATFORM else filters.owner)
    if filters.assignee:
        named = {ME: member.pk, NOBODY: None}
        who = named[filters.assignee] if filters.assignee in named else int(filters.assignee)
        tickets = tickets.filter(assignee=who)
    if filters.older:
        tickets = tickets.filter(opened_at__lte=now - OLDER[filters.older][0])
    return tickets


def found(tickets: TicketQuerySet, search: str) -> TicketQuerySet:
    """Those in which all words are that were typed; or the one whose key was typed."""
    number = search.strip().upper().removeprefix("S-")
    if number.isascii() and number.isdecimal() and len(number) < 10 and "-" in search:
        return tickets.filter(number=int(number))
    terms = terms_of(search)
    if not terms:
        return tickets.none() if search.strip() else tickets
    return tickets.filter(index__words__has=terms)


def chips(filters: Filters, member: Member, url_of: Any) -> Iterator[Chip]:
    """What filters just now, in words; ``url_of`` writes the address of other filters."""
    for name, value in filters.given.items():
        said = next((o.label for o in _options(name, filters, member) if o.is_chosen), value)
        yield Chip(str(LABELS[name]), said, url_of(filters.without(name)))


def filter_page(*, member: Member, filters: Filters, show: str, search: str) -> FilterPage:
    """All that one can filter by."""
    return FilterPage(
        desk_url=reverse("support:desk", args=[member.workspace.slug]),
        show="" if show == "open" else show,
        search=search,
        fields=tuple(
            FilterField(name, str(label), tuple(_options(name, filters, member)))
            for name, label in LABELS.items()
        ),
    )


def _options(name: str, filters: Filters, member: Member) -> Iterator[Option]:
    chosen = getattr(filters, name)
    for value, label in _choices(name, member):
        yield Option(value, label, value == chosen)


def _choices(name: str, member: Member) -> list[tuple[str, str]]:
    workspace = member.workspace
    match name:
        case "source":
            sources = Source.objects.filter(workspace=workspace).order_by("name", "pk")
            return [(str(pk), label) for pk, label in sources.values_list("pk", "name")]
        case "owner":
            return [(PLATFORM, _("Platform team")), *((n, n) for n in known_owners(workspace))]
        case "assignee":
            people = Member.objects.working().filter(workspace=workspace)
            names = people.order_by("person__name", "pk").values_list("pk", "person__name")
            own = [(ME, _("Me")), (NOBODY, _("Nobody"))]
            return own + [(str(pk), label) for pk, label in names]
        case "older":
            return [(value, str(label)) for value, (_span, label) in OLDER.items()]
    return [(value, str(label)) for value, label in _WORDS[name].choices]
