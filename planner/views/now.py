"""Now: what is going on."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from planner.access import MemberRequest, may_enter, may_see, member_view
from planner.pages.now import now_page


@require_safe
@member_view(may_enter)
def now(request: MemberRequest) -> HttpResponse:
    """
    The workspace's first page. Who only asks sees nothing of the team's work, and asks.

    It looks after itself once a minute, and says what it shows: the answer is empty while
    there is nothing else to say.
    """
    if not may_see(request.member):
        return redirect("support:ask_desk", request.workspace.slug)
    tells_tables = request.GET.get("tables") == "1"
    page = now_page(request.member, at=timezone.now(), tells_tables=tells_tables)
    if request.GET.get("seen") == page.stamp:
        return HttpResponse(status=204)
    return render(request, "planner/now.html", {"page": page})
