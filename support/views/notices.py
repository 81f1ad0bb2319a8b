"""What one was told, what one wants to be told, and what a workspace's people are told."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planner.access import MemberRequest, may_be_told, may_change_settings, member_view
from support.actions import hearing as acts
from support.forms.hearing import HearingForm, SlackForm, chosen_ways
from support.forms.sources import RequestsForm
from support.models import Notification, SlackChannel
from support.queries.listeners import hearing_of
from support.queries.notices import notices_page, own_choices, slack_rows, usual_choices


@member_view(may_be_told)
@require_safe
def notifications(request: MemberRequest) -> HttpResponse:
    before = RequestsForm(request.GET).asked()["before"]
    page = notices_page(member=request.member, now=timezone.now(), before=before)
    return render(request, "support/notifications.html", {"page": page})


@member_view(may_be_told)
@require_POST
def read(request: MemberRequest, pk: int) -> HttpResponse:
    rows = Notification.objects.in_app().filter(member=request.member)
    acts.read_notice(notice=get_object_or_404(rows, pk=pk), by=request.member, at=timezone.now())
    return redirect("support:notifications", request.workspace.slug)


@member_view(may_be_told)
@require_POST
def read_all(request: MemberRequest) -> HttpResponse:
    acts.read_all(by=request.member, at=timezone.now())
    return redirect("support:notifications", request.workspace.slug)


@member_view(may_be_told)
@require_http_methods(["GET", "HEAD", "POST"])
def hearing(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        form = HearingForm(initial=vars(hearing_of(request.member)))
        return _show_hearing(request, form)
    form = HearingForm(request.POST)
    if form.is_valid():
        try:
            acts.choose(
                member=request.member,
                choices=chosen_ways(request.POST),
                at=timezone.now(),
                **form.cleaned_data,
            )
        except acts.HearingRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("support:hearing", request.workspace.slug)
    return _show_hearing(request, form, status=422)


def _show_hearing(request: MemberRequest, form: HearingForm, *, status: int = 200) -> HttpResponse:
    context = {"choices": own_choices(request.member), "form": form}
    return render(request, "support/hearing.html", context, status=status)


@member_view(may_change_settings)
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        return _show_notices(request)
    try:
        acts.change_notices(
            workspace=request.workspace,
            defaults=chosen_ways(request.POST),
            by=request.member,
            at=timezone.now(),
        )
    except acts.HearingRefusal as refusal:
        return _show_notices(request, refusal=str(refusal))
    messages.success(request, _("Saved."))
    return redirect("support:notices", request.workspace.slug)


@member_view(may_change_settings)
@require_POST
def add_slack(request: MemberRequest) -> HttpResponse:
    form = SlackForm(request.POST)
    if form.is_valid():
        try:
            acts.add_slack_channel(
                workspace=request.workspace,
                by=request.member,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except acts.HearingRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Added. Send a test message to see that it arrives."))
            return redirect("support:notices", request.workspace.slug)
    return _show_notices(request, form)


@member_view(may_change_settings)
@require_POST
def remove_slack(request: MemberRequest, pk: int) -> HttpResponse:
    try:
        acts.remove_slack_channel(
            channel=_channel(request, pk), by=request.member, at=timezone.now()
        )
    except acts.HearingRefusal as refusal:
        return _show_notices(request, refusal=str(refusal))
    messages.success(request, _("Removed"))
    return redirect("support:notices", request.workspace.slug)


@member_view(may_change_settings)
@require_POST
def try_slack(request: MemberRequest, pk: int) -> HttpResponse:
    try:
        acts.try_slack(channel=_channel(request, pk), by=request.member)
    except acts.HearingRefusal as refusal:
        return _show_notices(request, refusal=str(refusal))
    messages.success(request, _("Slack took the test message"))
    return redirect("support:notices", request.workspace.slug)


@member_view(may_change_settings)
@require_POST
def try_mail(request: MemberRequest) -> HttpResponse:
    try:
        acts.try_mail(by=request.member)
    except acts.HearingRefusal as refusal:
        return _show_notices(request, refusal=str(refusal))
    messages.success(
        request,
        _("The mail server took the test message to {email}").format(
            email=request.member.person.email
        ),
    )
    return redirect("support:notices", request.workspace.slug)


def _channel(request: MemberRequest, pk: int) -> SlackChannel:
    return get_object_or_404(SlackChannel.objects.filter(workspace=request.workspace), pk=pk)


def _show_notices(
    request: MemberRequest, form: SlackForm | None = None, *, refusal: str = ""
) -> HttpResponse:
    context = {
        "choices": usual_choices(request.workspace),
        "channels": slack_rows(member=request.member, now=timezone.now()),
        "form": form or SlackForm(),
        "refusal": refusal,
    }
    status = 422 if form or refusal else 200
    return render(request, "support/notices.html", context, status=status)
