"""What people do to one ticket: each change is a form of its own, and works without script."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from planner.access import MemberRequest, may_work_the_desk, member_view
from planner.kit.toasts import undoable
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
from support.forms import AssignForm, NoteForm
from support.views.desk import show_ticket, suffix_of, ticket_or_404


@member_view(may_work_the_desk)
@require_POST
def take(request: MemberRequest, key: str) -> HttpResponse:
    return _change(request, key, take_ticket, said=_("%(key)s is yours"), undo="release")


@member_view(may_work_the_desk)
@require_POST
def release(request: MemberRequest, key: str) -> HttpResponse:
    return _change(request, key, release_ticket, said=_("%(key)s has no assignee now"))


@member_view(may_work_the_desk)
@require_POST
def resolve(request: MemberRequest, key: str) -> HttpResponse:
    return _change(request, key, resolve_ticket, said=_("%(key)s resolved"), undo="reopen")


@member_view(may_work_the_desk)
@require_POST
def reopen(request: MemberRequest, key: str) -> HttpResponse:
    return _change(request, key, reopen_ticket, said=_("%(key)s is open again"))


@member_view(may_work_the_desk)
@require_POST
def assign(request: MemberRequest, key: str) -> HttpResponse:
    form = AssignForm(request.POST)
    if not form.is_valid():
        return show_ticket(
            request, ticket_or_404(request, key), status=422, refusal=_("Choose somebody.")
        )
    return _change(
        request,
        key,
        assign_ticket,
        said=_("%(key)s was handed over"),
        assignee=get_object_or_404(request.workspace.members, pk=form.cleaned_data["assignee"]),
        seen_version=form.cleaned_data["version"],
    )


@member_view(may_work_the_desk)
@require_POST
def note(request: MemberRequest, key: str) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return show_ticket(request, ticket_or_404(request, key), status=422, form=form)
    said = _("%(key)s resolved") if form.cleaned_data["resolve"] else _("Saved under %(key)s")
    undo = "reopen" if form.cleaned_data["resolve"] else ""
    return _change(request, key, add_note, said=said, undo=undo, form=form, **form.cleaned_data)


def _change(
    request: MemberRequest,
    key: str,
    act: Callable[..., object],
    *,
    said: str,
    undo: str = "",
    form: NoteForm | None = None,
    **given: Any,
) -> HttpResponse:
    ticket = ticket_or_404(request, key)
    try:
        act(ticket=ticket, by=request.member, at=timezone.now(), **given)
    except TicketRefusal as refusal:
        # It may have changed while we waited for its lock: show it as it is now.
        now = ticket_or_404(request, key)
        is_shielded = isinstance(refusal, OnAReleaseTeam)
        return show_ticket(
            request, now, status=422, refusal=str(refusal), form=form, offers_to_ask=is_shielded
        )
    text, suffix = said % {"key": ticket.key}, suffix_of(request.GET)
    if undo:
        url = reverse(f"support:{undo}", args=[request.workspace.slug, ticket.key])
        text = undoable(text, url=url + suffix)
    messages.success(request, text)
    return redirect(ticket.get_absolute_url() + suffix)
