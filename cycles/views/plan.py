"""The Plan page, and choosing its epics. Each change is a form, with or without script."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cycles.actions.epics import choose_epic, move_epic, remove_epic
from cycles.actions.refusals import Refusal
from cycles.forms.plan import EpicChoiceForm, LaneForm
from cycles.models import Cycle, Epic
from cycles.queries.choice import Filters
from cycles.queries.plan import next_cycle, plan_page
from planner.access import MemberRequest, may_plan, may_see, member_view


@member_view(may_see)
@require_safe
def next_plan(request: MemberRequest) -> HttpResponse:
    cycle = next_cycle(request.workspace)
    if cycle is None:
        return render(request, "cycles/no_plan.html", {"title": _("Plan")})
    return render_plan(request, cycle)


@member_view(may_see)
@require_safe
def show_plan(request: MemberRequest, number: int) -> HttpResponse:
    return render_plan(request, cycle_or_404(request, number))


@member_view(may_plan)
@require_POST
def choose(request: MemberRequest, number: int) -> HttpResponse:
    return _change_epic(request, number, choose_epic, EpicChoiceForm(request.POST))


@member_view(may_plan)
@require_POST
def remove(request: MemberRequest, number: int) -> HttpResponse:
    return _change_epic(request, number, remove_epic, EpicChoiceForm(request.POST))


@member_view(may_plan)
@require_POST
def move(request: MemberRequest, number: int) -> HttpResponse:
    return _change_epic(request, number, move_epic, LaneForm(request.POST))


def _change_epic(
    request: MemberRequest,
    number: int,
    action: Callable[..., object],
    form: EpicChoiceForm | LaneForm,
) -> HttpResponse:
    cycle = cycle_or_404(request, number)
    if not form.is_valid():
        return render_plan(request, cycle, refusal=_("Choose an epic."))
    asked = form.cleaned_data
    epic = get_object_or_404(Epic, workspace=request.workspace, pk=asked.pop("epic"))
    return change_plan(request, cycle, action, cycle=cycle, epic=epic, **asked)


def change_plan(
    request: MemberRequest, of: Cycle, action: Callable[..., object], said: str = "", **asked: Any
) -> HttpResponse:
    """
    Do it, and show the plan again: as it is now, or with the reason why nothing changed.

    ``said`` is what the toast says when it is done, with its Undo.
    """
    try:
        action(by=request.member, at=timezone.now(), **asked)
    except Refusal as refusal:
        of.refresh_from_db()
        return render_plan(request, of, refusal=str(refusal))
    if said:
        messages.success(request, said)
    plan = reverse("cycles:plan", args=[request.workspace.slug, of.number])
    return redirect(plan + kept_of(request))


def kept_of(request: MemberRequest) -> str:
    """The filters of the list, as the query that keeps them through every change."""
    kept = Filters.of(request.GET).query()
    return f"?{kept}" if kept else ""


def render_plan(request: MemberRequest, cycle: Cycle, *, refusal: str = "") -> HttpResponse:
    page = plan_page(
        cycle,
        today=timezone.now().astimezone(request.workspace.zone).date(),
        may_plan=may_plan(request.member),
        filters=Filters.of(request.GET),
        opened=request.GET.get("seat", ""),
    )
    status = 422 if refusal else 200
    return render(request, "cycles/plan.html", {"page": page, "refusal": refusal}, status=status)


def cycle_or_404(request: MemberRequest, number: int) -> Cycle:
    cycle = Cycle.objects.filter(workspace=request.workspace, number=number).first()
    if cycle is None:
        raise Http404
    cycle.workspace = request.workspace
    return cycle
