"""Closing a cycle, opening it again, and the list of those that are over."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles.actions.closing import EpicsUndecided, close_cycle
from cycles.actions.refusals import Refusal
from cycles.actions.reopening import reopen_cycle
from cycles.forms.closing import ClosingForm
from cycles.models import Cycle
from cycles.queries.closing import closing_page, epics_to_decide
from cycles.queries.past import past_page
from cycles.views.plan import cycle_or_404
from planner.access import MemberRequest, may_plan, may_see, member_view


@member_view(may_plan)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: MemberRequest, number: int) -> HttpResponse:
    cycle = cycle_or_404(request, number)
    posted = request.method == "POST"
    form = ClosingForm(request.POST if posted else None, epics=epics_to_decide(cycle))
    if not posted or not form.is_valid():
        return _page(request, cycle, form, problems=form.problems, status=422 if posted else 200)
    try:
        close_cycle(cycle=cycle, decisions=form.decisions, by=request.member, at=timezone.now())
    except EpicsUndecided as refusal:
        return _page(request, cycle, form, str(refusal), refusal.problems, status=422)
    except Refusal as refusal:
        cycle.refresh_from_db()
        return _page(request, cycle, form, str(refusal), status=422)
    messages.success(request, _("Cycle %(number)s is closed.") % {"number": number})
    return redirect("report", request.workspace.slug, number)


@member_view(may_plan)
@require_POST
def reopen(request: MemberRequest, number: int) -> HttpResponse:
    cycle = cycle_or_404(request, number)
    try:
        reopen_cycle(cycle=cycle, by=request.member, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Cycle %(number)s runs again.") % {"number": number})
    return redirect("report", request.workspace.slug, number)


@member_view(may_see)
@require_safe
def past(request: MemberRequest) -> HttpResponse:
    page = past_page(request.workspace)
    return render(request, "cycles/past.html", {"page": page})


def _page(
    request: MemberRequest,
    cycle: Cycle,
    form: ClosingForm,
    refusal: str = "",
    problems: Mapping[int, str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    page = closing_page(
        cycle,
        form.epics,
        today=timezone.now().astimezone(request.workspace.zone).date(),
        given=form.given,
        problems=problems or {},
    )
    return render(request, "cycles/close.html", {"page": page, "refusal": refusal}, status=status)
