"""Who is told of events outside: endpoints, their secrets, and what was sent to them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planner.access import MemberRequest, may_change_settings, member_view
from planner.forms.edits import VersionForm
from support.actions import webhooks as acts
from support.forms.sources import RequestsForm
from support.models import Endpoint
from support.queries.webhooks import endpoint_page, endpoint_rows, kinds_of, message_page


@member_view(may_change_settings)
@require_safe
def webhooks(request: MemberRequest) -> HttpResponse:
    return _show_all(request)


@member_view(may_change_settings)
@require_POST
@never_cache
def add(request: MemberRequest) -> HttpResponse:
    try:
        endpoint, secret = acts.add_endpoint(
            workspace=request.workspace,
            url=request.POST.get("url", ""),
            kinds=request.POST.getlist("kinds"),
            by=request.member,
            at=timezone.now(),
        )
    except acts.EndpointRefusal as refusal:
        return _show_all(request, refusal=str(refusal))
    # The secret is known only now: it is shown by this very answer.
    return _show(request, endpoint, secret=secret)


@member_view(may_change_settings)
@require_http_methods(["GET", "HEAD", "POST"])
def endpoint(request: MemberRequest, pk: int) -> HttpResponse:
    found = _endpoint(request, pk)
    if request.method != "POST":
        return _show(request, found)
    try:
        acts.change_endpoint(
            endpoint=found,
            url=request.POST.get("url", ""),
            kinds=request.POST.getlist("kinds"),
            by=request.member,
            at=timezone.now(),
            seen_version=VersionForm(request.POST).version_seen(),
        )
    except acts.EndpointRefusal as refusal:
        return _show(request, found, refusal=str(refusal))
    messages.success(request, _("Saved."))
    return redirect("support:endpoint", request.workspace.slug, pk)


@member_view(may_change_settings)
@require_POST
@never_cache
def secret(request: MemberRequest, pk: int) -> HttpResponse:
    found = _endpoint(request, pk)
    made = acts.change_secret(endpoint=found, by=request.member, at=timezone.now())
    found.refresh_from_db()
    return _show(request, found, secret=made)


@member_view(may_change_settings)
@require_POST
def try_out(request: MemberRequest, pk: int) -> HttpResponse:
    found = _endpoint(request, pk)
    try:
        acts.try_endpoint(endpoint=found, by=request.member, at=timezone.now())
    except acts.EndpointRefusal as refusal:
        return _show(request, found, refusal=str(refusal))
    messages.success(request, _("A test event is on its way"))
    return redirect("support:endpoint", request.workspace.slug, pk)


@member_view(may_change_settings)
@require_POST
def turn_on(request: MemberRequest, pk: int) -> HttpResponse:
    found = _endpoint(request, pk)
    try:
        acts.turn_on_endpoint(endpoint=found, by=request.member, at=timezone.now())
    except acts.EndpointRefusal as refusal:
        return _show(request, found, refusal=str(refusal))
    messages.success(request, _("It is told of events again"))
    return redirect("support:endpoint", request.workspace.slug, pk)


@member_view(may_change_settings)
@require_POST
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    acts.remove_endpoint(endpoint=_endpoint(request, pk), by=request.member, at=timezone.now())
    messages.success(request, _("Removed"))
    return redirect("support:webhooks", request.workspace.slug)


@member_view(may_change_settings)
@require_safe
def message(request: MemberRequest, pk: int, message: int) -> HttpResponse:
    return _show_message(request, pk, message)


@member_view(may_change_settings)
@require_POST
def resend(request: MemberRequest, pk: int, message: int) -> HttpResponse:
    found = get_object_or_404(_endpoint(request, pk).messages, pk=message)
    try:
        acts.resend_message(message=found, by=request.member, at=timezone.now())
    except acts.EndpointRefusal as refusal:
        return _show_message(request, pk, message, refusal=str(refusal))
    messages.success(request, _("It is on its way once more"))
    return redirect("support:message", request.workspace.slug, pk, message)


def _endpoint(request: MemberRequest, pk: int) -> Endpoint:
    return get_object_or_404(Endpoint.objects.kept().filter(workspace=request.workspace), pk=pk)


def _show_all(request: MemberRequest, *, refusal: str = "") -> HttpResponse:
    context = {
        "rows": endpoint_rows(request.member),
        "kinds": kinds_of(request.POST.getlist("kinds")),
        "address": request.POST.get("url", ""),
        "refusal": refusal,
    }
    return render(request, "support/webhooks.html", context, status=422 if refusal else 200)


def _show(
    request: MemberRequest, found: Endpoint, *, secret: str = "", refusal: str = ""
) -> HttpResponse:
    before = RequestsForm(request.GET).asked()["before"]
    page = endpoint_page(found, member=request.member, now=timezone.now(), before=before)
    context = {"page": page, "secret": secret, "refusal": refusal}
    return render(request, "support/webhook.html", context, status=422 if refusal else 200)


def _show_message(
    request: MemberRequest, pk: int, message: int, *, refusal: str = ""
) -> HttpResponse:
    found = _endpoint(request, pk)
    page = message_page(
        get_object_or_404(found.messages, pk=message),
        endpoint=found,
        member=request.member,
        now=timezone.now(),
    )
    context = {"page": page, "refusal": refusal}
    return render(request, "support/message.html", context, status=422 if refusal else 200)
