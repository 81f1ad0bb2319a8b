"""Starting a cycle: asked once, then the plan is locked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cycles.actions.cycle import start_cycle
from cycles.actions.refusals import Refusal
from cycles.forms.plan import StartForm
from cycles.queries.start import start_page
from cycles.views.plan import cycle_or_404, render_plan
from planner.access import MemberRequest, may_plan, member_view


@member_view(may_plan)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: MemberRequest, number: int) -> HttpResponse:
    cycle, at = cycle_or_404(request, number), timezone.now()
    form = StartForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        page = start_page(cycle, today=at.astimezone(request.workspace.zone).date())
        status = 422 if form.is_bound else 200
        return render(request, "cycles/start.html", {"page": page}, status=status)
    try:
        start_cycle(cycle=cycle, by=request.member, at=at, on=form.cleaned_data["on"])
    except Refusal as refusal:
        cycle.refresh_from_db()
        return render_plan(request, cycle, refusal=str(refusal))
    messages.success(request, _("Cycle %(number)s has started.") % {"number": cycle.number})
    return redirect("now", request.workspace.slug)
