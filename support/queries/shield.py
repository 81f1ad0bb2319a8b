"""The manager's shield: who waits, what it would cost, and what was answered before."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Cycle, Unknown
from cycles.queries.findings import team_called
from cycles.queries.planned import number
from planner.access import may_shield
from planner.kit.lists import listed
from planner.kit.moments import Moment, duration, minutes_said, moment
from planner.models import Member, Workspace
from support.models import Interruption
from support.queries.interruptions import (
    CycleInterruptions,
    Totals,
    cycle_interruptions,
    minutes_of,
    title_of,
    with_minutes,
)
from support.queries.seats import release_seats_now
from support.queries.waiting import hours_of
from support.rules.shield import is_overdue

PAGE: Final = 30
_GLYPHS: Final = {
    Interruption.State.LET_THROUGH: ("let-through", "c-rea"),
    Interruption.State.WALK_UP: ("let-through", "c-rea"),
    Interruption.State.WAITING: ("clock", ""),
}


@dataclass(frozen=True, slots=True)
class Choice:
    pk: int
    name: str


@dataclass(frozen=True, slots=True)
class AskCard:
    """One that waits. ``people`` are those of the team who sit on it today."""

    pk: int
    url: str
    version: int
    who: str
    team: str
    ticket: str
    ticket_url: str
    asked: Moment
    question: str
    for_whom: str
    cost: str
    is_overdue: bool
    people: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class PastAsk:
    """One that was answered, or walked up. ``way_back`` takes the answer back, where one may."""

    pk: int
    url: str
    title: str
    glyph: str
    css: str
    state: str
    team: str
    who: str
    by: str
    at: Moment
    took: str
    answer: str
    cost: str
    idea: str
    idea_url: str
    way_back: str


@dataclass(frozen=True)
class ShieldPage:
    url: str
    ask_url: str
    said: str
    cards: tuple[AskCard, ...]
    past: tuple[PastAsk, ...]
    older_url: str
    may_ask: bool


def shield_page(*, member: Member, now: datetime, before: int | None = None) -> ShieldPage:
    """Those that wait, the longest first; then the answered, the latest first, in pages."""
    workspace, slug = member.workspace, member.workspace.slug
    rows = with_minutes(Interruption.objects.filter(workspace=workspace).with_people())
    waits = rows.filter(state=Interruption.State.WAITING)
    waiting = list(waits.order_by("asked_at", "pk"))
    answered = rows.exclude(state=Interruption.State.WAITING).order_by("-pk")
    if before is not None:
        answered = answered.filter(pk__lt=before)
    found = list(answered[: PAGE + 1])
    running = Cycle.objects.active().filter(workspace=workspace).select_related("workspace").first()
    so_far = cycle_interruptions(running) if running else None
    url = reverse("support:shield", args=[slug])
    return ShieldPage(
        url=url,
        ask_url=reverse("support:ask", args=[slug]),
        said=_said(running, so_far),
        cards=tuple(ask_cards(waiting, member, so_far, now)),
        past=tuple(past_ask(row, member, now) for row in found[:PAGE]),
        older_url=f"{url}?before={found[PAGE - 1].pk}" if len(found) > PAGE else "",
        may_ask=running is not None,
    )


def ask_cards(
    rows: Iterable[Interruption],
    member: Member,
    so_far: CycleInterruptions | None,
    now: datetime,
) -> Iterator[AskCard]:
    """Cards of those that wait, for whoever looks at them. Three queries."""
    waiting = list(rows)
    workspace = member.workspace
    unknowns = _unknowns_left(waiting)
    people, hours = _people(workspace, now), hours_of(workspace)
    for row in waiting:
        totals = so_far.totals_of(row.team_id) if so_far and row.team_id else None
        yield AskCard(
            pk=row.pk,
            url=row_url(row, workspace),
            version=row.version,
            who=row.asked_by.name,
            team=team_called(row.team) if row.team else "",
            ticket=row.ticket.key if row.ticket else "",
            ticket_url=reverse("support:ticket", args=[workspace.slug, row.ticket.key])
            if row.ticket
            else "",
            asked=moment(row.asked_at, now=now, zone=member.zone),
            question=row.asked,
            for_whom=asker_of(row),
            cost=_cost(totals, unknowns.get(row.epic_id or 0, 0)),
            is_overdue=is_overdue(row.asked_at, now, hours),
            people=tuple(people.get(row.team_id or 0, ())),
        )


def past_ask(row: Interruption, member: Member, now: datetime) -> PastAsk:
    """``row`` comes ``with_people`` and ``with_minutes``."""
    workspace = member.workspace
    glyph, css = glyph_of(row)
    may_take_back = (
        may_shield(member)
        and row.answered_at is not None
        and row.cycle is not None
        and row.cycle.state == Cycle.State.ACTIVE
        and not minutes_of(row)
    )
    url = row_url(row, workspace)
    return PastAsk(
        pk=row.pk,
        url=url,
        title=title_of(row),
        glyph=glyph,
        css=css,
        state=str(Interruption.State(row.state).label),
        team=team_called(row.team) if row.team else "",
        who=asker_of(row) or row.asked_by.name,
        by=_by(row),
        at=moment(row.answered_at or row.asked_at, now=now, zone=member.zone),
        took=duration(row.answered_at - row.asked_at) if row.answered_at else "",
        answer=row.answer,
        cost=_price(row),
        idea=row.idea.key if row.idea else "",
        idea_url=reverse("cycles:epic", args=[workspace.slug, row.idea.key]) if row.idea else "",
        way_back=f"{url}take-back/" if may_take_back else "",
    )


def row_url(row: Interruption, workspace: Workspace) -> str:
    return reverse("support:interruption", args=[workspace.slug, row.pk])


def glyph_of(row: Interruption) -> tuple[str, str]:
    """The icon of its state, and the meaning that colours it."""
    return _GLYPHS.get(Interruption.State(row.state), ("shield", ""))


def asker_of(row: Interruption) -> str:
    """Who wants it, and from which team."""
    return listed(filter(None, (row.asker, row.asker_team)))


def _price(row: Interruption) -> str:
    """The time that is on it; as long as there is none, what was thought."""
    if minutes := minutes_of(row):
        return minutes_said(minutes)
    if row.estimate_days:
        return _("about %(days)s d") % {"days": number(row.estimate_days)}
    return ""


def _by(row: Interruption) -> str:
    if row.given_to:
        return row.given_to.name
    return row.answered_by.name if row.answered_by else ""


def _unknowns_left(rows: Iterable[Interruption]) -> dict[int, int]:
    epics = {row.epic_id for row in rows if row.epic_id}
    left = Unknown.objects.filter(epic__in=epics).exclude(state=Unknown.State.RESOLVED)
    return dict(left.order_by().values_list("epic").annotate(Count("pk")))


def _people(workspace: Workspace, now: datetime) -> dict[int, list[Choice]]:
    found = defaultdict(list)
    seats = release_seats_now(workspace, now).select_related("member__person")
    for seat in seats.order_by("member__person__name", "pk"):
        found[seat.team_id].append(Choice(seat.member_id, seat.member.name))
    return found


def _cost(totals: Totals | None, unknowns: int) -> str:
    """What letting it through is weighed against."""
    if totals is None:
        return ""
    so_far = _("This team has let through %(through)s of %(asked)s in this cycle") % {
        "through": totals.got_through,
        "asked": totals.answered,
    }
    parts = [so_far if totals.answered else _("Nobody has interrupted this team in this cycle")]
    if totals.days:
        parts.append(_("%(days)s d so far") % {"days": number(round(totals.days, 1))})
    if unknowns:
        parts.append(
            ngettext("%(count)s unknown is left", "%(count)s unknowns are left", unknowns)
            % {"count": unknowns}
        )
    return _("%(said)s.") % {"said": listed(parts)}


def _said(cycle: Cycle | None, so_far: CycleInterruptions | None) -> str:
    if cycle is None or so_far is None:
        return _("No cycle runs: there is nobody to shield.")
    totals = so_far.totals
    told = {
        "number": cycle.number,
        "shielded": totals.shielded,
        "asked": totals.answered,
        "through": totals.got_through,
        "days": number(round(totals.days, 1)),
    }
    if not totals.answered:
        return _("Cycle %(number)s: no question is answered yet.") % told
    if not totals.got_through:
        return _("Cycle %(number)s: %(shielded)s of %(asked)s shielded.") % told
    return (
        _(
            "Cycle %(number)s: %(shielded)s of %(asked)s shielded, %(through)s let through, "
            "%(days)s d."
        )
        % told
    )
