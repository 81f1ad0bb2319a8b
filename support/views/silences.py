"""Keeping alerts quiet for a while."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from planner.access import MemberRequest, may_see, may_work_the_desk, member_view
from support.actions.silences import SilenceRefusal, end_silence, silence_alerts
from support.forms.silences import SilenceForm
from support.models import Silence
from support.queries.silences import silences_page


@member_view(may_see)
@require_http_methods(["GET", "HEAD"])
def silences(request: MemberRequest) -> HttpResponse:
    return _show(request, SilenceForm(workspace=request.workspace))


@member_view(may_work_the_desk)
@require_POST
def silence(request: MemberRequest) -> HttpResponse:
    now = timezone.now()
    with timezone.override(request.member.zone):
        form = SilenceForm(request.POST, workspace=request.workspace)
        is_valid = form.is_valid()
    if is_valid:
        try:
            silence_alerts(
                workspace=request.workspace, by=request.member, at=now, **form.asked(now)
            )
        except SilenceRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Silenced"))
            return redirect("support:silences", request.workspace.slug)
    return _show(request, form, status=422)


@member_view(may_work_the_desk)
@require_POST
def end(request: MemberRequest, pk: int) -> HttpResponse:
    rows = Silence.objects.filter(workspace=request.workspace)
    found = get_object_or_404(rows, pk=pk)
    try:
        end_silence(silence=found, by=request.member, at=timezone.now())
    except SilenceRefusal as refusal:
        form = SilenceForm(workspace=request.workspace)
        return _show(request, form, refusal=str(refusal), status=422)
    messages.success(request, _("The silence is over"))
    return redirect("support:silences", request.workspace.slug)


def _show(
    request: MemberRequest, form: SilenceForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    page = silences_page(member=request.member, now=timezone.now())
    context = {"page": page, "form": form, "refusal": refusal}
    return render(request, "support/silences.html", context, status=status)
