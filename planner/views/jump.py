"""Jumping to anything in the workspace."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from planner.access import MemberRequest, may_see, member_view
from planner.pages.jump import jump_page
from planner.pages.shell import shell_of


@require_safe
@member_view(may_see)
def jump(request: MemberRequest) -> HttpResponse:
    """A list to choose from. The palette of every page shows the same list as one types."""
    frame = shell_of(request)
    places = frame.places + frame.more_places + frame.settings_places
    page = jump_page(request.member, places, request.GET.get("q", ""))
    return render(request, "planner/jump.html", {"page": page})
