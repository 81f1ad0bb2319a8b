"""What people do to one ticket: each change is a form of its own, and works without script."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from planner.access import MemberRequest, may_work_the_desk, member_view
from planner.kit.toasts import undoable
from support.actions.merges import merge_ticket, unmerge_ticket
from support.actions.snoozes import hand_over, snooze_ticket, wake_ticket
from support.actions.tickets import (
    OnAReleaseTeam,
    TicketRefusal,
    add_note,
    assign_ticket,
    release_ticket,
    reopen_ticket,
    resolve_ticket,
    take_ticket,
)
from support.forms.tickets import (
    AssignForm,
    MergeForm,
    NoteForm,
    OwnerForm,
    SeenForm,
    SnoozeForm,
)
from support.models import Ticket
from support.queries.tickets import ticket_of
from support.views.desk import show_ticket, suffix_of, ticket_or_404

# What a step goes by, if the page showed it: who did the like meanwhile is not overruled unseen.
SEEN: Final = {
    "release": "assignee",
    "assign": "assignee",
    "snooze": "until",
    "wake": "until",
    "hand": "owner",
}


class Undo(NamedTuple):
    """The way back: the view, and what it is told."""

    view: str
    name: str = ""
    value: object = ""


@member_view(may_work_the_desk)
@require_POST
def take(request: MemberRequest, key: str) -> HttpResponse:
    return _change(request, key, take_ticket, said=_("%(key)s is yours"), undo=Undo("release"))


@member_view(may_work_the_desk)
@require_POST
def release(request: MemberRequest, key: str) -> HttpResponse:
    before = ticket_or_404(request, key).assignee_id
    said, undo = _("%(key)s has no assignee now"), Undo("assign", "assignee", before)
    return _change(request, key, release_ticket, said=said, undo=undo)


@member_view(may_work_the_desk)
@require_POST
def resolve(request: MemberRequest, key: str) -> HttpResponse:
    undo = _reopening(ticket_or_404(request, key), request)
    return _change(request, key, resolve_ticket, said=_("%(key)s resolved"), undo=undo)


@member_view(may_work_the_desk)
@require_POST
def reopen(request: MemberRequest, key: str) -> HttpResponse:
    until = SnoozeForm(request.POST).asked(request.member, timezone.now())
    said = _("%(key)s is open again")
    return _change(request, key, reopen_ticket, said=said, undo=Undo("resolve"), until=until)


@member_view(may_work_the_desk)
@require_POST
def assign(request: MemberRequest, key: str) -> HttpResponse:
    form, found = AssignForm(request.POST), ticket_or_404(request, key)
    if not form.is_valid():
        return show_ticket(request, found, status=422, refusal=_("Choose somebody."))
    assignee = get_object_or_404(request.workspace.members, pk=form.cleaned_data["assignee"])
    before = found.assignee_id
    return _change(
        request,
        key,
        assign_ticket,
        said=_("%(key)s was given to {name}").format(name=assignee.name),
        undo=Undo("assign", "assignee", before) if before else Undo("release"),
        assignee=assignee,
        seen_version=form.cleaned_data["version"],
    )


@member_view(may_work_the_desk)
@require_POST
def snooze(request: MemberRequest, key: str) -> HttpResponse:
    until = SnoozeForm(request.POST).asked(request.member, timezone.now())
    if until is None:
        refusal = _("Choose until when.")
        return show_ticket(request, ticket_or_404(request, key), status=422, refusal=refusal)
    before = _snoozed_until(ticket_or_404(request, key), request)
    undo = Undo("snooze", "until", before) if before else Undo("wake")
    said = _("%(key)s is snoozed")
    return _change(request, key, snooze_ticket, said=said, undo=undo, until=until)


@member_view(may_work_the_desk)
@require_POST
def wake(request: MemberRequest, key: str) -> HttpResponse:
    until = _snoozed_until(ticket_or_404(request, key), request)
    undo = Undo("snooze", "until", until) if until else None
    return _change(request, key, wake_ticket, said=_("%(key)s is awake"), undo=undo)


@member_view(may_work_the_desk)
@require_POST
def hand(request: MemberRequest, key: str) -> HttpResponse:
    form, found = OwnerForm(request.POST), ticket_or_404(request, key)
    if not form.is_valid():
        refusal = " ".join(str(error) for error in form.errors["owner"])
        return show_ticket(request, found, status=422, refusal=refusal)
    owner = form.cleaned_data["owner"]
    said = _("%(key)s was handed over to {owner}") if owner else _("%(key)s is ours again")
    undo = Undo("hand", "owner", found.owner)
    return _change(request, key, hand_over, said=said.format(owner=owner), undo=undo, owner=owner)


@member_view(may_work_the_desk)
@require_POST
def merge(request: MemberRequest, key: str) -> HttpResponse:
    try:
        into = ticket_of(request.workspace, MergeForm(request.POST).key())
    except Ticket.DoesNotExist:
        refusal = _("There is no such ticket. Name it by its key, such as S-12.")
        return show_ticket(request, ticket_or_404(request, key), status=422, refusal=refusal)
    said = _("%(key)s was merged into {into}").format(into=into.key)
    return _change(request, key, merge_ticket, said=said, undo=Undo("unmerge"), into=into)


@member_view(may_work_the_desk)
@require_POST
def unmerge(request: MemberRequest, key: str) -> HttpResponse:
    before = ticket_or_404(request, key).merged_into
    undo = Undo("merge", "into", before.key) if before else None
    return _change(request, key, unmerge_ticket, said=_("%(key)s stands alone again"), undo=undo)


@member_view(may_work_the_desk)
@require_POST
def note(request: MemberRequest, key: str) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return show_ticket(request, ticket_or_404(request, key), status=422, form=form)
    said = _("%(key)s resolved") if form.cleaned_data["resolve"] else _("Saved under %(key)s")
    found = ticket_or_404(request, key)
    undo = _reopening(found, request) if form.cleaned_data["resolve"] else None
    return _change(request, key, add_note, said=said, undo=undo, form=form, **form.cleaned_data)


def _reopening(ticket: Ticket, request: MemberRequest) -> Undo:
    until = _snoozed_until(ticket, request)
    return Undo("reopen", "until", until) if until else Undo("reopen")


def _snoozed_until(ticket: Ticket, request: MemberRequest) -> str:
    """As a form is told it; empty where nobody snoozed it."""
    until = None if ticket.silence_id else ticket.snoozed_until
    return until.astimezone(request.member.zone).isoformat() if until else ""


def _change(
    request: MemberRequest,
    key: str,
    act: Callable[..., object],
    *,
    said: str,
    undo: Undo | None = None,
    form: NoteForm | None = None,
    **given: Any,
) -> HttpResponse:
    ticket = ticket_or_404(request, key)
    if name := SEEN.get(str(getattr(request.resolver_match, "url_name", ""))):
        given["seen"] = SeenForm({**request.GET.dict(), **request.POST.dict()}).seen(name)
    try:
        done = act(ticket=ticket, by=request.member, at=timezone.now(), **given)
    except TicketRefusal as refusal:
        # It may have changed while we waited for its lock: show it as it is now.
        now = ticket_or_404(request, key)
        is_shielded = isinstance(refusal, OnAReleaseTeam)
        return show_ticket(
            request, now, status=422, refusal=str(refusal), form=form, offers_to_ask=is_shielded
        )
    text, suffix = said.replace("%(key)s", ticket.key), suffix_of(request.GET)
    if undo:
        url = reverse(f"support:{undo.view}", args=[request.workspace.slug, ticket.key])
        url += _with_seen(suffix, undo, done)
        text = undoable(text, url=url, name=undo.name, value=undo.value)
    messages.success(request, text)
    return redirect(ticket.get_absolute_url() + suffix)


def _with_seen(suffix: str, undo: Undo, now: object) -> str:
    """An undo goes by what the step has left: later ones of the like stand."""
    name = SEEN.get(undo.view)
    if name is None or not isinstance(now, Ticket):
        return suffix
    until = now.snoozed_until.isoformat() if now.snoozed_until else ""
    left = {"assignee": now.assignee_id or "", "owner": now.owner, "until": until}
    return f"{suffix}{'&' if suffix else '?'}{urlencode({f'seen_{name}': left[name]})}"
