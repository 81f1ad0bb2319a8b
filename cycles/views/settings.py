"""How time is cut: the settings of cycles, and the calendar ahead."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.actions.calendar import begin_in_the_middle, change_cycle_settings, shift_cycles
from cycles.actions.refusals import Refusal
from cycles.forms.calendar import BeginForm, CycleSettingsForm, ShiftForm
from cycles.models import Cycle, CycleSettings
from cycles.queries.calendar import calendar_page
from planner.access import MemberRequest, may_plan, member_view
from planner.edits import ChangedMeanwhile


@member_view(may_plan)
@require_http_methods(["GET", "HEAD", "POST"])
def show_settings(request: MemberRequest) -> HttpResponse:
    settings = CycleSettings.objects.get(workspace=request.workspace)
    if request.method != "POST":
        return _render(request, CycleSettingsForm(instance=settings, initial=vars(settings)))
    form = CycleSettingsForm(request.POST, instance=settings)
    if not form.is_valid():
        return _render(request, form, status=422)
    asked: dict[str, Any] = {"version": form.cleaned_data["version"], "wanted": form.wanted}
    try:
        change_cycle_settings(
            workspace=request.workspace, by=request.member, at=timezone.now(), **asked
        )
    except ChangedMeanwhile as refusal:
        now = CycleSettings.objects.get(workspace=request.workspace)
        form.show_conflict(refusal, now.version)
        return _render(request, form, status=409)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _render(request, form, status=422)
    messages.success(request, _("Saved."))
    return redirect("cycles:settings", request.workspace.slug)


@member_view(may_plan)
@require_POST
def shift(request: MemberRequest) -> HttpResponse:
    form = ShiftForm(request.POST)
    if not form.is_valid():
        return _refused(request, _("Give a number of weeks between -52 and 52."))
    asked = form.cleaned_data
    cycle = get_object_or_404(Cycle, workspace=request.workspace, number=asked["cycle"])
    try:
        moved = shift_cycles(
            cycle=cycle, weeks=asked["weeks"], by=request.member, at=timezone.now()
        )
    except Refusal as refusal:
        return _refused(request, str(refusal))
    said = _("Cycle %(first)s and all later ones have moved.") % {"first": moved[0].number}
    messages.success(request, said)
    return redirect("cycles:settings", request.workspace.slug)


@member_view(may_plan)
@require_POST
def begin(request: MemberRequest) -> HttpResponse:
    form = BeginForm(request.POST)
    if form.is_valid():
        try:
            begin_in_the_middle(
                workspace=request.workspace,
                by=request.member,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except Refusal as refusal:
            form.add_error("starts_on", str(refusal))
        else:
            return redirect("cycles:plan_next", request.workspace.slug)
    return _render(request, begin=form, status=422)


def _refused(request: MemberRequest, refusal: str) -> HttpResponse:
    return _render(request, refusal=refusal, status=422)


def _render(
    request: MemberRequest,
    form: CycleSettingsForm | None = None,
    *,
    begin: BeginForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    settings = CycleSettings.objects.get(workspace=request.workspace)
    page = calendar_page(request.workspace)
    context = {
        "page": page,
        "form": form or CycleSettingsForm(instance=settings, initial=vars(settings)),
        "begin": begin or (BeginForm() if page.may_begin else None),
        "refusal": refusal,
    }
    return render(request, "cycles/settings.html", context, status=status)
