"""What people who ask see of it: the answers, never the team's notes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planner.kit.lists import listed
from planner.kit.moments import Moment, moment
from planner.kit.names import isolated
from planner.models import Activity, Member, Workspace
from support.models import DeskSettings, Inquiry, Note, Ticket
from support.queries.gathered import goes_on_in
from support.queries.on_support import there_today
from support.queries.rotation import rotation_of, today_in

LATEST: Final = 100
# What of the log concerns who asked: the icon, and what goes on after a name.
_OPENED: Final = frozenset({"ask_desk", "hear_question"})
_THEIRS: Final = _OPENED | {"call_solved", "hear_solved", "call_unsolved", "hear_unsolved"}
_SOLVED: Final = ("tick", gettext_lazy("called it solved"))
_UNSOLVED: Final = ("bell", gettext_lazy("said that it is not solved"))
_DONE: Final = {
    "ask_desk": ("question", gettext_lazy("asked")),
    "hear_question": ("question", gettext_lazy("asked")),
    "take_ticket": ("person", gettext_lazy("took it")),
    "resolve_ticket": ("tick", gettext_lazy("solved it")),
    "call_solved": _SOLVED,
    "hear_solved": _SOLVED,
    "reopen_ticket": ("bell", gettext_lazy("reopened it")),
    "call_unsolved": _UNSOLVED,
    "hear_unsolved": _UNSOLVED,
}


@dataclass(frozen=True, slots=True)
class Said:
    """One line of what was said and done: ``text`` is somebody's own words."""

    icon: str
    who: str
    what: str
    at: Moment
    text: str
    is_answer: bool


@dataclass(frozen=True)
class AskedPage:
    key: str
    title: str
    icon: str
    kind: str
    reason: str
    state: str
    state_said: str
    on_support: str
    entries: tuple[Said, ...]
    url: str
    reopens_until: Moment | None
    is_solved: bool
    goes_on: bool  # in another ticket, which is open
    is_cut: bool


@dataclass(frozen=True, slots=True)
class MineRow:
    key: str
    url: str
    icon: str
    title: str
    kind: str
    state_said: str
    opened: Moment
    answers: int
    is_solved: bool


@dataclass(frozen=True)
class MinePage:
    ask_url: str
    open: tuple[MineRow, ...]
    solved: tuple[MineRow, ...]


@dataclass(frozen=True)
class AskPage:
    """The form's surroundings: whom one asks, who is there; ``team`` is what was said last time."""

    workspace: str
    on_support: str
    team: str


def ask_page(workspace: Workspace, member: Member | None, *, now: datetime) -> AskPage:
    last = Inquiry.objects.filter(member=member, ticket__workspace=workspace) if member else None
    teams = last.order_by("-pk").values_list("team", flat=True) if last is not None else None
    return AskPage(
        workspace=workspace.name,
        on_support=on_support_said(workspace, now),
        team=(teams.first() if teams is not None else "") or "",
    )


def reopens_until(ticket: Ticket) -> datetime | None:
    """Until when who asked may reopen it themselves; None while it is not resolved."""
    if ticket.resolved_at is None:
        return None
    settings = DeskSettings.objects.get(workspace=ticket.workspace_id)
    return ticket.resolved_at + timedelta(days=settings.asked_days)


def asked_page(inquiry: Inquiry, *, now: datetime, url: str) -> AskedPage:
    """
    One request, for who made it; ``url`` is its page.

    ``inquiry`` comes from ``inquiry_of`` or with a key to its page.
    """
    ticket, workspace = inquiry.ticket, inquiry.ticket.workspace
    zone = inquiry.member.zone if inquiry.member else workspace.zone
    until = reopens_until(ticket)
    entries = sorted(_entries(inquiry, now, zone), key=lambda each: each[0])
    last = goes_on_in(ticket)
    return AskedPage(
        key=ticket.key,
        title=ticket.title,
        icon=ticket.kind,
        kind=str(Ticket.Kind(ticket.kind).label),
        reason=inquiry.reason,
        state=last.state,
        state_said=_state(ticket, last),
        on_support=on_support_said(workspace, now),
        entries=tuple(said for _order, said in entries[-LATEST:]),
        url=url,
        reopens_until=moment(until, now=now, zone=zone) if until and until >= now else None,
        is_solved=last.state == Ticket.State.RESOLVED,
        goes_on=last != ticket and last.state != Ticket.State.RESOLVED,
        is_cut=len(entries) > LATEST,
    )


def mine_page(member: Member, *, now: datetime) -> MinePage:
    """What the member asked themselves, the latest first; what is solved apart."""
    rows = tuple(_row(each, member, now) for each in _inquiries_of(member)[: 2 * LATEST])
    return MinePage(
        ask_url=reverse("support:ask_desk", args=[member.workspace.slug]),
        open=tuple(row for row in rows if not row.is_solved),
        solved=tuple(row for row in rows if row.is_solved),
    )


def inquiry_of(member: Member, key: str) -> Inquiry:
    """:raises Inquiry.DoesNotExist: the member asked nothing under this key."""
    number = key.upper().removeprefix("S-")
    return _people().get(
        member=member, ticket__workspace=member.workspace, ticket__number=int(number)
    )


def on_support_said(workspace: Workspace, now: datetime) -> str:
    """Who is on support and there today, as one would say it; empty while nobody is."""
    rotation = rotation_of(workspace, today_in(workspace, now))
    return listed(one.name for one in there_today(rotation))


def _people() -> QuerySet[Inquiry]:
    return Inquiry.objects.select_related(
        "ticket__workspace",
        "ticket__assignee__person",
        "ticket__merged_into__merged_into",
        "member__person",
        "member__workspace",
    )


def _inquiries_of(member: Member) -> QuerySet[Inquiry]:
    return (
        _people()
        .filter(member=member, ticket__workspace=member.workspace)
        .annotate(answers=Count("ticket__notes", filter=Q(ticket__notes__kind=Note.Kind.ANSWER)))
        .order_by("-ticket__opened_at", "-pk")
    )


def _row(inquiry: Inquiry, member: Member, now: datetime) -> MineRow:
    ticket = inquiry.ticket
    answers: int = getattr(inquiry, "answers", 0)
    last = goes_on_in(ticket)
    return MineRow(
        key=ticket.key,
        url=reverse("support:asked", args=[member.workspace.slug, ticket.key]),
        icon=ticket.kind,
        title=ticket.title,
        kind=str(Ticket.Kind(ticket.kind).label),
        state_said=_state(ticket, last),
        opened=moment(ticket.opened_at, now=now, zone=member.zone),
        answers=answers,
        is_solved=last.state == Ticket.State.RESOLVED,
    )


def _state(ticket: Ticket, last: Ticket) -> str:
    if last.state == Ticket.State.RESOLVED:
        return _("Solved")
    if last != ticket:
        return _("Goes on with another ticket")
    if ticket.state == Ticket.State.SNOOZED:
        return _("Put off for a while")
    if ticket.assignee:
        return _("%(name)s is on it") % {"name": isolated(ticket.assignee.name)}
    return _("Waits for somebody to take it")


type _Dated = tuple[tuple[datetime, int, int], Said]


def _entries(inquiry: Inquiry, now: datetime, zone: ZoneInfo) -> Iterator[_Dated]:
    """What happened, each with its place in time. What only the team may know is left out."""
    ticket = inquiry.ticket
    done = Activity.objects.about(ticket).filter(verb__in=_DONE).select_related("by__person")
    for activity in done.latest_first()[: LATEST + 1]:
        icon, what = _DONE[activity.verb]
        is_theirs = activity.verb in _THEIRS
        yield (
            (activity.at, 0, activity.pk),
            Said(
                icon=icon,
                who=inquiry.name if is_theirs else _name(activity.by),
                what=str(what),
                at=moment(activity.at, now=now, zone=zone),
                text=ticket.text if activity.verb in _OPENED else "",
                is_answer=False,
            ),
        )
    answers = ticket.notes.filter(kind=Note.Kind.ANSWER).select_related("by__person")
    for note in answers.order_by("-at", "-pk")[: LATEST + 1]:
        at = moment(note.at, now=now, zone=zone)
        said = Said("arrow", note.by.name, _("answered"), at, note.text, is_answer=True)
        yield (note.at, 1, note.pk), said
    for more in inquiry.follow_ups.order_by("-at", "-pk")[: LATEST + 1]:
        at = moment(more.at, now=now, zone=zone)
        said = Said("question", inquiry.name, _("wrote"), at, more.text, is_answer=False)
        yield (more.at, 2, more.pk), said


def _name(by: Member | None) -> str:
    return by.name if by else _("The planner")
