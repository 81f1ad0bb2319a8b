"""The groups that came in a storm, and one that is taken out of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from planner.access import MemberRequest, may_see, may_work_the_desk, member_view
from support.actions.storms import take_group_out
from support.actions.tickets import TicketRefusal
from support.forms.desk import DeskForm
from support.queries.storms import groups_page
from support.views.desk import show_ticket, suffix_of, ticket_or_404


@member_view(may_see)
@require_safe
def groups(request: MemberRequest, key: str) -> HttpResponse:
    asked = DeskForm(request.GET).asked()
    page = groups_page(
        ticket=ticket_or_404(request, key),
        member=request.member,
        now=timezone.now(),
        page=asked["page"],
    )
    return render(request, "support/groups.html", {"page": page})


@member_view(may_work_the_desk)
@require_POST
def take_out(request: MemberRequest, key: str, pk: int) -> HttpResponse:
    storm = ticket_or_404(request, key)
    group = get_object_or_404(storm.storm_groups, pk=pk)
    try:
        ticket = take_group_out(group=group, by=request.member, at=timezone.now())
    except TicketRefusal as refusal:
        now = ticket_or_404(request, key)
        return show_ticket(request, now, status=422, refusal=str(refusal))
    said = _("%(key)s stands alone, with the alerts of the group") % {"key": ticket.key}
    messages.success(request, said)
    return redirect(ticket.get_absolute_url() + suffix_of(request.GET))
