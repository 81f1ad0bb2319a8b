"""The roadmap."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cycles.queries.roadmap import Asked, roadmap_page
from planner.access import MemberRequest, may_plan, may_see, may_shape, member_view


@member_view(may_see)
@require_safe
def show_roadmap(request: MemberRequest) -> HttpResponse:
    return render_roadmap(request)


def render_roadmap(request: MemberRequest, *, refusal: str = "") -> HttpResponse:
    """Draw it as it is now, with the reason why nothing changed, if there is one."""
    page = roadmap_page(
        request.workspace,
        today=timezone.now().astimezone(request.workspace.zone).date(),
        asked=Asked.of(request.GET),
        may_shape=may_shape(request.member),
        may_plan=may_plan(request.member),
    )
    status = 422 if refusal else 200
    return render(request, "cycles/roadmap.html", {"page": page, "refusal": refusal}, status=status)
