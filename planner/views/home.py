"""The way in: to the one workspace, or to the choice."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from planner.access import MemberRequest, may_enter, member_view
from planner.queries.profile import home_page


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    workspaces = home_page(request.user)  # type: ignore[arg-type]  # behind login_required
    if len(workspaces) == 1:
        return redirect(workspaces[0].url)
    return render(request, "planner/home.html", {"workspaces": workspaces})


@require_safe
@member_view(may_enter)
def enter(request: MemberRequest) -> HttpResponse:
    """Stands at the workspace's address until its first page does."""
    return render(request, "planner/enter.html")
