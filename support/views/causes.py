"""The list of causes in the settings."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

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
from support.queries.causes import cause_rows


@member_view(may_see)
@require_http_methods(["GET", "HEAD"])
def causes(request: MemberRequest) -> HttpResponse:
    return _show(request, CauseForm())


@member_view(may_change_settings)
@require_POST
def new(request: MemberRequest) -> HttpResponse:
    form = CauseForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    given = {"workspace": request.workspace, "name": form.cleaned_data["name"]}
    return _change(request, add_cause, _("Cause added"), form, **given)


@member_view(may_change_settings)
@require_POST
def rename(request: MemberRequest, pk: int) -> HttpResponse:
    name = CauseForm(request.POST).data.get("name", "")
    return _change(request, rename_cause, _("Cause renamed"), cause=_found(request, pk), name=name)


@member_view(may_change_settings)
@require_POST
def archive(request: MemberRequest, pk: int) -> HttpResponse:
    return _change(request, archive_cause, _("Cause archived"), cause=_found(request, pk))


@member_view(may_change_settings)
@require_POST
def restore(request: MemberRequest, pk: int) -> HttpResponse:
    return _change(request, restore_cause, _("Cause is back"), cause=_found(request, pk))


def _found(request: MemberRequest, pk: int) -> Cause:
    return get_object_or_404(Cause.objects.filter(workspace=request.workspace), pk=pk)


def _change(
    request: MemberRequest,
    act: Callable[..., object],
    said: str,
    form: CauseForm | None = None,
    **given: Any,
) -> HttpResponse:
    try:
        act(by=request.member, at=timezone.now(), **given)
    except CauseRefusal as refusal:
        if form:
            form.add_error("name", str(refusal))
        return _show(request, form or CauseForm(), refusal="" if form else str(refusal))
    messages.success(request, said)
    return redirect("support:causes", request.workspace.slug)


def _show(request: MemberRequest, form: CauseForm, *, refusal: str = "") -> HttpResponse:
    context = {
        "rows": cause_rows(request.member),
        "form": form,
        "refusal": refusal,
        "may_change": may_change_settings(request.member),
    }
    status = 422 if refusal or form.is_bound else 200
    return render(request, "support/causes.html", context, status=status)
