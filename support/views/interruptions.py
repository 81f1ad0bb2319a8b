"""How interruptions come in: a question to a release team, a walk-up."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from planner.access import MemberRequest, may_work_the_desk, member_view
from planner.kit.toasts import leading
from support.actions.causes import CauseRefusal
from support.actions.interruptions import (
    InterruptionRefusal,
    ask_release_team,
    capture_walk_up,
)
from support.actions.time import TimeRefusal
from support.forms.shield import AskForm, WalkUpForm
from support.models import Ticket
from support.queries.tickets import ticket_of
from support.queries.title_words import title_said


@member_view(may_work_the_desk)
@require_http_methods(["GET", "POST"])
def ask(request: MemberRequest) -> HttpResponse:
    ticket = _ticket(request)
    form = AskForm(
        request.POST or None, workspace=request.workspace, initial=_known(request, ticket)
    )
    if form.is_bound and form.is_valid():
        try:
            asked = ask_release_team(
                ticket=ticket, by=request.member, at=timezone.now(), **form.cleaned_data
            )
        except (InterruptionRefusal, CauseRefusal) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It waits in the shield"))
            return redirect(ticket or asked)
    status = 422 if form.is_bound else 200
    context = {"form": form, "ticket": ticket}
    return render(request, "support/ask.html", context, status=status)


@member_view(may_work_the_desk)
@require_http_methods(["GET", "POST"])
def walk_up(request: MemberRequest) -> HttpResponse:
    form = WalkUpForm(request.POST or None, workspace=request.workspace)
    if form.is_bound and form.is_valid():
        try:
            found = capture_walk_up(
                workspace=request.workspace,
                by=request.member,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except (CauseRefusal, TimeRefusal) as refusal:
            form.add_error(None, str(refusal))
        else:
            said = leading(_("Written down"), url=found.get_absolute_url(), label=_("Look at it"))
            messages.success(request, said)
            return redirect(_came_from(request) or found)
    status = 422 if form.is_bound else 200
    return render(request, "support/walk_up.html", {"form": form}, status=status)


def _came_from(request: MemberRequest) -> str:
    """The page over which the form was open; empty where it was a page of its own."""
    came = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(came, {request.get_host()}):
        return ""
    page = urlsplit(came)
    is_ours = page.path.startswith(f"/w/{request.workspace.slug}/") and page.path != request.path
    return urlunsplit(("", "", page.path, page.query, "")) if is_ours else ""


def _ticket(request: MemberRequest) -> Ticket | None:
    key = request.GET.get("ticket", "")
    try:
        return ticket_of(request.workspace, key) if key else None
    except Ticket.DoesNotExist as error:
        raise Http404 from error


def _known(request: MemberRequest, ticket: Ticket | None) -> dict[str, Any]:
    """What a ticket tells already, and the team for which one came here."""
    known: dict[str, Any] = {"team": request.GET.get("team", "")}
    if ticket:
        known |= {
            "asked": title_said(ticket.title),
            "asker": ticket.asker,
            "cause": ticket.cause_id,
        }
    return known
