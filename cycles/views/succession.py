"""Starting a plan from last cycle's teams."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cycles.actions.refusals import Refusal
from cycles.actions.succession import Succession, let_teams_go_on
from cycles.queries.succession import succession_page
from cycles.views.plan import cycle_or_404, kept_of
from planner.access import MemberRequest, may_plan, member_view
from planner.kit.lists import listed


@member_view(may_plan)
@require_http_methods(["GET", "HEAD", "POST"])
def succeed(request: MemberRequest, number: int) -> HttpResponse:
    """Ask which team goes on as which, and seat its people."""
    cycle, refusal = cycle_or_404(request, number), ""
    if request.method == "POST":
        try:
            done = let_teams_go_on(
                cycle=cycle, teams=_pairs(request.POST), by=request.member, at=timezone.now()
            )
        except Refusal as raised:
            refusal = str(raised)
        else:
            messages.success(request, _told(done))
            plan = reverse("cycles:plan", args=[request.workspace.slug, number])
            return redirect(plan + kept_of(request))
    page = succession_page(cycle)
    context = {"page": page, "refusal": refusal, "kept": kept_of(request)}
    return render(request, "cycles/succession.html", context, status=422 if refusal else 200)


def _pairs(posted: QueryDict) -> dict[int, int]:
    """Fields ``team-7=31``; an empty one lets the team end."""
    pairs = {}
    for name, value in posted.items():
        before = name.removeprefix("team-")
        if name != before and before.isdecimal() and str(value).isdecimal():
            pairs[int(before[:18])] = int(str(value)[:18])
    return pairs


def _told(done: Succession) -> str:
    count = len(done.seated)
    said = ngettext("%(n)s person seated.", "%(n)s people seated.", count) % {"n": count}
    if done.left_out:
        names = listed(member.name for member, _why in done.left_out)
        said += " " + _("Left out: %(names)s.") % {"names": names}
    return said
