"""The manager's shield, and the ways into it and past it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from planner.access import MemberRequest, may_see, may_shield, member_view
from planner.kit.toasts import undoable
from support.actions.shield import (
    ShieldRefusal,
    answer_for_team,
    leave_for_next_cycle,
    let_through,
    redirect_to_desk,
    take_answer_back,
)
from support.forms.shield import (
    AnswerForm,
    LetThroughForm,
    NextCycleForm,
    PastForm,
    RedirectForm,
)
from support.models import Interruption
from support.queries.interruption import interruption_of, interruption_page
from support.queries.shield import shield_page


@member_view(may_shield)
@require_safe
def shield(request: MemberRequest) -> HttpResponse:
    page = shield_page(
        member=request.member, now=timezone.now(), before=PastForm(request.GET).asked()
    )
    context = {"page": page, "typed": {"text": "", "estimate_days": ""}}
    return render(request, "support/shield.html", context)


@member_view(may_see)
@require_safe
def interruption(request: MemberRequest, pk: int) -> HttpResponse:
    return show_interruption(request, interruption_or_404(request, pk))


@member_view(may_shield)
@require_POST
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    return _answer(request, pk, AnswerForm(request.POST), answer_for_team, _("Answered"))


@member_view(may_shield)
@require_POST
def back_to_support(request: MemberRequest, pk: int) -> HttpResponse:
    form = RedirectForm(request.POST)
    return _answer(request, pk, form, redirect_to_desk, _("Back at the desk"))


@member_view(may_shield)
@require_POST
def next_cycle(request: MemberRequest, pk: int) -> HttpResponse:
    form = NextCycleForm(request.POST)
    return _answer(request, pk, form, leave_for_next_cycle, _("Left for the next cycle"))


@member_view(may_shield)
@require_POST
def through(request: MemberRequest, pk: int) -> HttpResponse:
    form = LetThroughForm(request.POST, workspace=request.workspace)
    return _answer(request, pk, form, let_through, _("Let through"))


@member_view(may_shield)
@require_POST
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    found = interruption_or_404(request, pk)
    try:
        take_answer_back(interruption=found, by=request.member, at=timezone.now())
    except ShieldRefusal as refusal:
        return show_interruption(request, found, refusal=str(refusal))
    messages.success(request, _("It waits again"))
    return redirect("support:shield", request.workspace.slug)


def _answer(
    request: MemberRequest, pk: int, form: Any, act: Callable[..., object], said: str
) -> HttpResponse:
    found = interruption_or_404(request, pk)
    if not form.is_valid():
        return show_interruption(request, found, refusal=_first_error(form))
    try:
        act(interruption=found, by=request.member, at=timezone.now(), **form.asked_for())
    except ShieldRefusal as refusal:
        # Somebody may have been quicker: show it as it is now.
        now = interruption_or_404(request, pk)
        return show_interruption(request, now, refusal=str(refusal))
    messages.success(request, undoable(said, url=f"{found.get_absolute_url()}take-back/"))
    return redirect("support:shield", request.workspace.slug)


def _first_error(form: Form) -> str:
    return next(str(errors[0]) for errors in form.errors.values())


def interruption_or_404(request: MemberRequest, pk: int) -> Interruption:
    try:
        return interruption_of(request.workspace, pk)
    except Interruption.DoesNotExist as error:
        raise Http404 from error


def show_interruption(
    request: MemberRequest, found: Interruption, *, refusal: str = ""
) -> HttpResponse:
    """With what was wrong, what was typed stays in its form."""
    page = interruption_page(found, member=request.member, now=timezone.now())
    typed = {name: request.POST.get(name, "") for name in ("text", "estimate_days")}
    context = {"page": page, "refusal": refusal, "typed": typed}
    status = 422 if refusal else 200
    return render(request, "support/interruption.html", context, status=status)
