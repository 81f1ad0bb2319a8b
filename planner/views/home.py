"""The way in: to the one workspace, or to the choice."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from planner.access import PersonRequest, signed_in
from planner.queries.profile import home_page


@require_safe
@signed_in
def home(request: PersonRequest) -> HttpResponse:
    workspaces = home_page(request.user)
    if len(workspaces) == 1:
        return redirect(workspaces[0].url)
    return render(request, "planner/home.html", {"workspaces": workspaces})
