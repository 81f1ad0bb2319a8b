"""The desk: what waits, in the order in which it should be looked at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median_low
from typing import Any, Final

from django.db.models import Count, Max, Min, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy

from planner.access import may_work_the_desk
from planner.kit.moments import duration, span
from planner.models import Member, Workspace
from support.models import Ticket
from support.models.tickets import TicketQuerySet
from support.queries.desk_rows import (
    DeskGroup,
    DeskLinks,
    desk_groups,
    group_sizes,
    ordered,
    rows_of,
)
from support.queries.filters import Chip, Filters, chips, filtered, found
from support.queries.handling import snooze_names
from support.queries.handoff import HandoffHint, handoff_hint
from support.queries.on_support import Colleague, gap_today, team_now
from support.queries.rotation import rotation_of, today_in
from support.queries.seats import last_day, release_seats_now

PAGE_SIZE: Final = 75
RECENTLY: Final = timedelta(days=14)
_WEEK: Final = timedelta(days=7)

SHOWS: Final = {
    "open": gettext_lazy("Open"),
    "untaken": gettext_lazy("No assignee"),
    "mine": gettext_lazy("Mine"),
    "developers": gettext_lazy("Developers’"),
    "resolved": gettext_lazy("Resolved"),
    "all": gettext_lazy("All"),
}
# Of others, and of all, where there is a reason to look: no tab that is always empty or too much.
_SELDOM: Final = ("developers", "all")


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    label: str
    count: int | None
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class DeskPage:
    show: str
    search: str
    search_url: str
    new_url: str
    poll_url: str
    filter_url: str
    bulk_url: str
    suffix: str
    chips: tuple[Chip, ...]
    hidden: tuple[tuple[str, str], ...]  # what a search keeps
    ends: tuple[tuple[str, str], ...]
    people: tuple[tuple[int, str, str], ...]
    tabs: tuple[Tab, ...]
    groups: tuple[DeskGroup, ...]
    found: int
    before: int  # on the pages before this one
    on_support: tuple[Colleague, ...]  # the lead first
    gap: str  # nobody is there today
    gap_url: str
    handoff: HandoffHint | None
    first_answer: str
    oldest: str
    newer_url: str
    older_url: str
    may_work: bool
    may_take: bool  # who is on a release team works the desk only when let through


def desk_page(
    *,
    member: Member,
    now: datetime,
    show: str = "open",
    search: str = "",
    filters: Filters | None = None,
    page: int = 1,
) -> DeskPage:
    """
    One page of the desk, work metrics first, people last, the urgent and the young on top.

    What the developers' teams own is apart: it is no interruption of the platform team.
    """
    filters = filters or Filters()
    show = show if show in SHOWS else "open"
    narrowed = bool(search or filters.given)
    shown = filtered(_shown(member, show, now, narrowed), filters, member=member, now=now)
    tickets = ordered(found(shown, search), show)
    sizes = group_sizes(tickets)
    count = sum(sizes.values())
    page = max(1, min(page, -(-count // PAGE_SIZE)))
    rows = rows_of(tickets[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    counts = _counts(member)
    people = _people(member.workspace, now) if may_work_the_desk(member) else ()
    rotation = rotation_of(member.workspace, today_in(member.workspace, now))
    desk = DeskLinks(reverse("support:desk", args=[member.workspace.slug]), show, search, filters)
    return DeskPage(
        show=show,
        search=search,
        search_url=desk.base,
        new_url=f"{desk.base}new/",
        poll_url=desk.page(page),
        filter_url=f"{desk.base}filter/{desk.suffix}",
        bulk_url=f"{desk.base}bulk/{desk.suffix}",
        suffix=desk.suffix,
        chips=tuple(chips(filters, member, desk.filtered)),
        hidden=tuple(filters.given.items()),
        ends=snooze_names(),
        people=people,
        tabs=tuple(_tabs(desk, counts)),
        groups=tuple(desk_groups(rows, sizes, member, desk, now)),
        found=count,
        before=(page - 1) * PAGE_SIZE,
        on_support=team_now(rotation),
        gap=gap_today(rotation),
        gap_url=reverse("support:rotation", args=[member.workspace.slug]),
        handoff=handoff_hint(rotation, member),
        first_answer=_first_answer(member.workspace, now),
        oldest=span(now - counts["oldest"]) if counts["oldest"] else "",
        newer_url=desk.page(page - 1) if page > 1 else "",
        older_url=desk.page(page + 1) if page * PAGE_SIZE < count else "",
        may_work=may_work_the_desk(member),
        may_take=any(pk == member.pk and not shielded for pk, _name, shielded in people),
    )


def desk_state(workspace: Workspace) -> str:
    """Changes whenever an unresolved ticket comes, goes, or is touched: cheap to ask again."""
    told = (
        Ticket.objects.filter(workspace=workspace)
        .unresolved()
        .aggregate(Count("pk"), Max("pk"), Sum("version"), Sum("events"), Max("last_event_at"))
    )
    return "-".join(str(value) for value in told.values())


def _shown(member: Member, show: str, now: datetime, narrowed: bool) -> TicketQuerySet:
    tickets = Ticket.objects.filter(workspace=member.workspace)
    match show:
        case "untaken":
            return tickets.unresolved().ours().untaken()
        case "mine":
            return tickets.unresolved().filter(assignee=member)
        case "developers":
            return tickets.unresolved().theirs()
        case "resolved":
            resolved = tickets.filter(state=Ticket.State.RESOLVED)
            return resolved if narrowed else resolved.filter(resolved_at__gt=now - RECENTLY)
        case "all":
            return tickets
    return tickets.unresolved().ours()


def _counts(member: Member) -> dict[str, Any]:
    ours, mine = Q(owner=""), Q(assignee=member)
    return (
        Ticket.objects.filter(workspace=member.workspace)
        .unresolved()
        .aggregate(
            open=Count("pk", filter=ours),
            untaken=Count("pk", filter=ours & Q(assignee=None)),
            mine=Count("pk", filter=mine),
            developers=Count("pk", filter=~ours),
            oldest=Min("opened_at", filter=ours),
        )
    )


def _tabs(desk: DeskLinks, counts: dict[str, Any]) -> Iterator[Tab]:
    for name, label in SHOWS.items():
        is_wanted = desk.show == name or counts.get(name) or (name == "all" and desk.is_narrowed)
        if name in _SELDOM and not is_wanted:
            continue
        yield Tab(name, str(label), counts.get(name), desk.tab(name), name == desk.show)


def _people(workspace: Workspace, now: datetime) -> tuple[tuple[int, str, str], ...]:
    """To whom tickets are given, and until when they are shielded."""
    members = Member.objects.working().filter(workspace=workspace)
    rows = members.order_by("person__name", "pk").values_list("pk", "person__name")
    shielded = {seat.member_id: last_day(seat) for seat in release_seats_now(workspace, now)}
    return tuple((pk, name, shielded.get(pk, "")) for pk, name in rows)


def _first_answer(workspace: Workspace, now: datetime) -> str:
    """The median wait of the last seven days' people for their first answer."""
    times = (
        Ticket.objects.filter(workspace=workspace, opened_at__gt=now - _WEEK)
        .exclude(kind=Ticket.Kind.ALERT)
        .filter(first_answer_at__isnull=False)
        .order_by("-opened_at")
        .values_list("opened_at", "first_answer_at")[:500]
    )
    waits = [answered - opened for opened, answered in times if answered]
    return duration(median_low(waits)) if waits else ""
