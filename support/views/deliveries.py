"""What senders sent, exactly as it came; and once more, please."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from planner.access import MemberRequest, may_see, may_work_the_desk, member_view
from support.actions.deliveries import BodyWasForgotten, replay_delivery
from support.queries.deliveries import delivery_page, rejected_page
from support.rules.bodies import readable
from support.views.sources import source_or_404


@member_view(may_see)
@require_safe
def delivery(request: MemberRequest, pk: int, delivery: int) -> HttpResponse:
    source = source_or_404(request, pk)
    page = delivery_page(
        get_object_or_404(source.deliveries, pk=delivery),
        source=source,
        member=request.member,
        now=timezone.now(),
    )
    return render(request, "support/request.html", {"page": page})


@member_view(may_see)
@require_safe
def delivery_body(request: MemberRequest, pk: int, delivery: int) -> HttpResponse:
    """All of it, as text and nothing but text, whatever it says it is."""
    found = get_object_or_404(source_or_404(request, pk).deliveries, pk=delivery)
    if found.body is None:
        raise Http404
    return HttpResponse(readable(bytes(found.body)), content_type="text/plain; charset=utf-8")


@member_view(may_see)
@require_safe
def rejected(request: MemberRequest, pk: int, rejected: int) -> HttpResponse:
    source = source_or_404(request, pk)
    page = rejected_page(
        get_object_or_404(source.rejected_requests, pk=rejected),
        source=source,
        member=request.member,
        now=timezone.now(),
    )
    return render(request, "support/request.html", {"page": page})


@member_view(may_work_the_desk)
@require_POST
def replay(request: MemberRequest, pk: int, delivery: int) -> HttpResponse:
    source = source_or_404(request, pk)
    found = get_object_or_404(source.deliveries, pk=delivery)
    try:
        replay_delivery(delivery=found, by=request.member, at=timezone.now())
    except BodyWasForgotten as refusal:
        page = delivery_page(found, source=source, member=request.member, now=timezone.now())
        context = {"page": page, "refusal": str(refusal)}
        return render(request, "support/request.html", context, status=422)
    messages.success(request, _("It is digested once more"))
    return redirect("support:delivery", request.workspace.slug, source.pk, found.pk)
