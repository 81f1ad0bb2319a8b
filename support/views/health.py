"""Health: what users feel, then what machines feel."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from planner.access import MemberRequest, may_see, member_view
from support.models import Cluster
from support.queries.health import SPAN, health_page
from support.queries.health_node_table import nodes_page


@member_view(may_see)
@require_safe
def health(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    """
    Of one cluster, over ``span``.

    It looks after itself once a minute, and says what it shows: the answer is empty while there
    is nothing else to say.
    """
    span = request.GET.get("span", SPAN)
    page = health_page(member=request.member, now=timezone.now(), cluster=pk, span=span)
    if page is None:
        raise Http404
    if request.GET.get("seen") == page.stamp:
        return HttpResponse(status=204)
    return render(request, "support/health.html", {"page": page})


@member_view(may_see)
@require_safe
def nodes(request: MemberRequest, pk: int) -> HttpResponse:
    """Those in whose name or pool ``q`` stands, page by page."""
    kept = Cluster.objects.kept().filter(workspace=request.workspace).select_related("workspace")
    cluster = get_object_or_404(kept, pk=pk)
    page = nodes_page(
        cluster=cluster,
        member=request.member,
        now=timezone.now(),
        words=request.GET.get("q", "").strip(),
        page=request.GET.get("page", "1"),
    )
    return render(request, "support/health_nodes.html", {"page": page})
