"""The log of a workspace."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from planner.access import MemberRequest, may_see_activity, member_view
from planner.queries.activity import activity_page


@require_safe
@member_view(may_see_activity)
def activity(request: MemberRequest) -> HttpResponse:
    """``?before=ID`` goes on where a page ended; what is no id begins at the top."""
    before = request.GET.get("before", "")
    cursor = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    page = activity_page(request.member, before=cursor, at=timezone.now())
    return render(request, "planner/activity.html", {"page": page})
