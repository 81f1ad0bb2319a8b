"""Changing a team while its cycle runs: for a reason, which is in the report."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cycles.actions.refusals import Refusal
from cycles.actions.seats import seat_member
from cycles.forms.plan import JoinForm
from cycles.models import Team
from cycles.queries.team import team_page
from cycles.views.plan import cycle_or_404
from planner.access import MemberRequest, may_plan, member_view
from planner.models import Member


@member_view(may_plan)
@require_http_methods(["GET", "HEAD", "POST"])
def change_team(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """Who sits in it and until when; and who joins."""
    cycle = cycle_or_404(request, number)
    team = get_object_or_404(Team.objects.select_related("epic"), cycle=cycle, pk=pk)
    team.cycle = cycle
    page = team_page(team, today=timezone.now().astimezone(request.workspace.zone).date())
    form = JoinForm(
        request.POST or None,
        initial={"from_on": page.from_on, "to_on": page.to_on},
        people=page.people,
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        members = Member.objects.select_related("person").filter(workspace=request.workspace)
        member = get_object_or_404(members, pk=given.pop("member"))
        try:
            seat_member(team=team, member=member, by=request.member, at=timezone.now(), **given)
            return redirect("cycles:plan", request.workspace.slug, number)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.is_bound else 200
    return render(request, "cycles/team.html", {"page": page, "form": form}, status=status)
