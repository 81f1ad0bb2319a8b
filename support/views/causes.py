"""Why work comes: all causes, one of them, and what they are called."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from planner.access import MemberRequest, may_change_settings, may_see, member_view
from support.actions.causes import (
    CauseRefusal,
    add_cause,
    archive_cause,
    rename_cause,
    restore_cause,
)
from support.forms.shield import CauseForm
from support.models import Cause
from support.queries.cause_pages import cause_page, causes_page


@member_view(may_see)
@require_safe
def causes(request: MemberRequest) -> HttpResponse:
    return show_causes(request)


@member_view(may_change_settings)
@require_POST
def new(request: MemberRequest) -> HttpResponse:
    form = CauseForm(request.POST)
    if not form.is_valid():
        return show_causes(request, form, status=422)
    given = {"workspace": request.workspace, "name": form.cleaned_data["name"]}
    try:
        cause = add_cause(by=request.member, at=timezone.now(), **given)
    except CauseRefusal as refusal:
        form.add_error("name", str(refusal))
        return show_causes(request, form, status=422)
    messages.success(request, _("Cause added"))
    return redirect("support:cause", request.workspace.slug, cause.pk)


@member_view(may_see)
@require_safe
def cause(request: MemberRequest, pk: int) -> HttpResponse:
    return show_cause(request, cause_or_404(request, pk))


@member_view(may_change_settings)
@require_POST
def rename(request: MemberRequest, pk: int) -> HttpResponse:
    name = CauseForm(request.POST).data.get("name", "")
    return _change(request, pk, rename_cause, _("Cause renamed"), name=name)


@member_view(may_change_settings)
@require_POST
def archive(request: MemberRequest, pk: int) -> HttpResponse:
    return _change(request, pk, archive_cause, _("Cause archived"))


@member_view(may_change_settings)
@require_POST
def restore(request: MemberRequest, pk: int) -> HttpResponse:
    return _change(request, pk, restore_cause, _("Cause is back"))


def cause_or_404(request: MemberRequest, pk: int) -> Cause:
    cause = get_object_or_404(Cause.objects.filter(workspace=request.workspace), pk=pk)
    cause.workspace = request.workspace
    return cause


def show_causes(
    request: MemberRequest, form: CauseForm | None = None, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    page = causes_page(member=request.member, now=timezone.now())
    context = {"page": page, "form": form or CauseForm(), "refusal": refusal}
    return render(request, "support/causes.html", context, status=status)


def show_cause(
    request: MemberRequest, cause: Cause, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    page = cause_page(cause=cause, member=request.member, now=timezone.now())
    context = {"page": page, "refusal": refusal}
    return render(request, "support/cause.html", context, status=status)


def _change(
    request: MemberRequest, pk: int, act: Callable[..., object], said: str, **given: Any
) -> HttpResponse:
    cause = cause_or_404(request, pk)
    try:
        act(cause=cause, by=request.member, at=timezone.now(), **given)
    except CauseRefusal as refusal:
        return show_cause(request, cause, refusal=str(refusal), status=422)
    messages.success(request, said)
    return redirect("support:cause", request.workspace.slug, pk)
