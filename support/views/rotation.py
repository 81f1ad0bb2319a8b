"""Who leads the desk when, and what people agree beside the turns."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from planner.access import (
    MemberRequest,
    may_enter,
    may_plan,
    may_see,
    may_work_the_desk,
    member_view,
)
from planner.kit.dates import weekday_day
from planner.kit.toasts import undoable
from support.actions.rotation import (
    TurnRefusal,
    cover_leave,
    override_lead,
    swap_turns,
    take_over_now,
    take_turn_back,
)
from support.forms.turns import CoverForm, SwapForm, TakeOverForm
from support.queries.lead_day import lead_day_page
from support.queries.on_support import on_support_page
from support.queries.rotation_page import rotation_page


@member_view(may_see)
@require_safe
def rotation(request: MemberRequest) -> HttpResponse:
    return _rotation(request)


@member_view(may_enter)
@require_safe
def on_support(request: MemberRequest) -> HttpResponse:
    """Who is there for questions now: for everybody in the company who is let in."""
    page = on_support_page(member=request.member, now=timezone.now())
    return render(request, "support/on_support.html", {"page": page})


@member_view(may_work_the_desk)
@require_POST
def take_over(request: MemberRequest) -> HttpResponse:
    form = TakeOverForm(request.POST, workspace=request.workspace)
    try:
        row = take_over_now(
            workspace=request.workspace,
            by=request.member,
            at=timezone.now(),
            instead_of=form.seen(),
        )
    except TurnRefusal as refusal:
        return _rotation(request, str(refusal), status=422)
    return _done(request, row.on, _("You lead the desk today."))


@member_view(may_see)
@require_safe
def lead_day(request: MemberRequest, on: date) -> HttpResponse:
    return _day(request, on)


@member_view(may_work_the_desk)
@require_POST
def swap(request: MemberRequest, on: date) -> HttpResponse:
    form = SwapForm(request.POST)
    if not form.is_valid():
        return _day(request, on, _("Choose a day to swap with."), status=422)
    return _do(
        request,
        on,
        lambda: swap_turns(
            workspace=request.workspace,
            on=on,
            by=request.member,
            at=timezone.now(),
            **form.cleaned_data,
        ),
    )


@member_view(may_work_the_desk)
@require_POST
def cover(request: MemberRequest, on: date) -> HttpResponse:
    """What the manager names is set; what others agree is cover."""
    form = CoverForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        return _day(request, on, _("Choose who leads."), status=422)
    act = override_lead if may_plan(request.member) else cover_leave
    return _do(
        request,
        on,
        lambda: act(
            workspace=request.workspace,
            on=on,
            by=request.member,
            at=timezone.now(),
            **form.cleaned_data,
        ),
    )


@member_view(may_work_the_desk)
@require_POST
def take_back(request: MemberRequest, on: date) -> HttpResponse:
    try:
        take_turn_back(workspace=request.workspace, on=on, by=request.member, at=timezone.now())
    except TurnRefusal as refusal:
        return _day(request, on, str(refusal), status=422)
    messages.success(request, _("%(day)s goes by turns again.") % {"day": weekday_day(on)})
    return redirect("support:rotation", request.workspace.slug)


def _do(request: MemberRequest, on: date, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except TurnRefusal as refusal:
        return _day(request, on, str(refusal), status=422)
    return _done(request, on, _("%(day)s is agreed.") % {"day": weekday_day(on)})


def _done(request: MemberRequest, on: date, text: str) -> HttpResponse:
    way_back = reverse("support:take_turn_back", args=[request.workspace.slug, on])
    messages.success(request, undoable(text, url=way_back))
    return redirect("support:rotation", request.workspace.slug)


def _day(request: MemberRequest, on: date, refusal: str = "", status: int = 200) -> HttpResponse:
    page = lead_day_page(member=request.member, on=on, now=timezone.now())
    context = {"page": page, "refusal": refusal}
    return render(request, "support/lead_day.html", context, status=status)


def _rotation(request: MemberRequest, refusal: str = "", status: int = 200) -> HttpResponse:
    page = rotation_page(member=request.member, now=timezone.now())
    context = {"page": page, "refusal": refusal}
    return render(request, "support/rotation.html", context, status=status)
