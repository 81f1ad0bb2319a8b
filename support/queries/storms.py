"""The groups that stand in the ticket of a storm."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planner.access import may_work_the_desk
from planner.kit.moments import Moment, moment
from planner.models import Member
from support.models import Alert, StormGroup, Ticket
from support.queries.title_words import title_said
from support.rules.weather import STORM

SHOWN: Final = 5
PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class GroupRow:
    title: str
    came: Moment
    said: str
    is_firing: bool
    out_url: str


@dataclass(frozen=True)
class Groups:
    """The first of them, on the ticket's page."""

    rows: tuple[GroupRow, ...]
    left: int
    url: str


@dataclass(frozen=True)
class GroupsPage:
    ticket_key: str
    ticket_title: str
    ticket_url: str
    rows: tuple[GroupRow, ...]
    found: int
    newer_url: str
    older_url: str
    may_take_out: bool


def groups_of(ticket: Ticket, *, member: Member, now: datetime) -> Groups | None:
    """Those that were not taken out, the latest first; None where it is no storm."""
    if ticket.group_key != STORM:
        return None
    rows = list(_inside(ticket)[: SHOWN + 1])
    count = len(rows) if len(rows) <= SHOWN else _inside(ticket).count()
    return Groups(
        rows=tuple(_row(group, ticket, member, now) for group in rows[:SHOWN]),
        left=count - min(count, SHOWN),
        url=reverse("support:groups", args=[member.workspace.slug, ticket.key]),
    )


def groups_page(*, ticket: Ticket, member: Member, now: datetime, page: int = 1) -> GroupsPage:
    paginator = Paginator(_inside(ticket), PAGE_SIZE)
    shown = paginator.get_page(page)
    base = reverse("support:groups", args=[member.workspace.slug, ticket.key])
    return GroupsPage(
        ticket_key=ticket.key,
        ticket_title=title_said(ticket.title),
        ticket_url=reverse("support:ticket", args=[member.workspace.slug, ticket.key]),
        rows=tuple(_row(group, ticket, member, now) for group in shown),
        found=paginator.count,
        newer_url=f"{base}?page={shown.number - 1}" if shown.has_previous() else "",
        older_url=f"{base}?page={shown.number + 1}" if shown.has_next() else "",
        may_take_out=may_work_the_desk(member) and ticket.state != Ticket.State.RESOLVED,
    )


def _inside(ticket: Ticket) -> QuerySet[StormGroup]:
    firing = Count("alerts", filter=Q(alerts__state=Alert.State.FIRING))
    inside = ticket.storm_groups.filter(taken_out_at=None)
    return inside.annotate(firing=firing, total=Count("alerts")).order_by("-came_at", "-pk")


def _row(group: StormGroup, ticket: Ticket, member: Member, now: datetime) -> GroupRow:
    firing, total = (getattr(group, name, 0) for name in ("firing", "total"))
    said = ngettext(
        "%(firing)s of %(count)s alert fires", "%(firing)s of %(count)s alerts fire", total
    )
    slug = member.workspace.slug
    return GroupRow(
        title=group.title or _("Untitled"),
        came=moment(group.came_at, now=now, zone=member.zone),
        said=said % {"firing": firing, "count": total},
        is_firing=bool(firing),
        out_url=reverse("support:take_out", args=[slug, ticket.key, group.pk]),
    )
