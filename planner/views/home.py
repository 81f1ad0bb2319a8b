"""The way in: to the one workspace, or to the choice."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from planner.access import PersonRequest
from planner.queries.profile import home_page


@require_safe
@login_required
def home(request: PersonRequest) -> HttpResponse:
    workspaces = home_page(request.user)
    if len(workspaces) == 1:
        return redirect(workspaces[0].url)
    return render(request, "planner/home.html", {"workspaces": workspaces})
