"""What a ticket is, said by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from planner.access import MemberRequest, may_work_the_desk, member_view
from support.actions.reclassifying import judge_ticket, unjudge_ticket
from support.actions.tickets import TicketRefusal
from support.forms.classification import JudgeForm
from support.models import Ticket
from support.queries.classification import judge_page
from support.views.desk import show_ticket, suffix_of, ticket_or_404


@member_view(may_work_the_desk)
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: MemberRequest, key: str) -> HttpResponse:
    ticket = ticket_or_404(request, key)
    form = JudgeForm(request.POST or None, initial=vars(ticket))
    if not form.is_bound or not form.is_valid():
        return _form(request, form, ticket, status=422 if form.is_bound else 200)
    seen = form.cleaned_data["version"]
    try:
        judge_ticket(
            ticket=ticket,
            wanted=form.wanted,
            seen_version=seen,
            by=request.member,
            at=timezone.now(),
        )
    except TicketRefusal as refusal:
        form.add_error(None, str(refusal))
        return _form(request, form, ticket, status=422)
    messages.success(request, _("%(key)s is what you say") % {"key": ticket.key})
    return redirect(ticket.get_absolute_url() + suffix_of(request.GET))


@member_view(may_work_the_desk)
@require_POST
def unjudge(request: MemberRequest, key: str) -> HttpResponse:
    ticket = ticket_or_404(request, key)
    try:
        unjudge_ticket(ticket=ticket, by=request.member, at=timezone.now())
    except TicketRefusal as refusal:
        return show_ticket(request, ticket, status=422, refusal=str(refusal))
    messages.success(request, _("The table says again what %(key)s is") % {"key": ticket.key})
    return redirect(ticket.get_absolute_url() + suffix_of(request.GET))


def _form(
    request: MemberRequest, form: JudgeForm, ticket: Ticket, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "page": judge_page(ticket, member=request.member)}
    return render(request, "support/judge.html", context, status=status)
