"""The page of an epic; writing one down and editing it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cycles.actions.epics import create_epic, edit_epic, write_into_plan
from cycles.actions.refusals import Refusal
from cycles.forms.epics import EditEpicForm, NewEpicForm
from cycles.models import Cycle, Epic
from planner.access import MemberRequest, may_plan, may_shape, member_view
from planner.edits import ChangedMeanwhile


@member_view(may_shape)
@require_http_methods(["GET", "HEAD", "POST"])
def new_epic(request: MemberRequest) -> HttpResponse:
    """Write an epic down; with ``?cycle=24`` choose it for that cycle at once."""
    asked = {"cycle": request.GET.get("cycle"), "size": "big", "origin": "issue"}
    form = NewEpicForm(request.POST or None, initial=asked, workspace=request.workspace)
    if form.is_bound and form.is_valid():
        try:
            epic, cycle = _create(request, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(epic)s is written down.") % {"epic": epic})
            return redirect(cycle or epic)
    status = 422 if form.is_bound else 200
    return render(request, "cycles/new_epic.html", {"form": form}, status=status)


def _create(request: MemberRequest, given: dict[str, Any]) -> tuple[Epic, Cycle | None]:
    number, theme = given.pop("cycle"), given.pop("theme_id")
    given["theme"] = request.workspace.themes.filter(pk=theme).first() if theme else None
    asked = {"workspace": request.workspace, "by": request.member, "at": timezone.now(), **given}
    if not number or not may_plan(request.member):
        return create_epic(**asked), None
    cycle = get_object_or_404(Cycle, workspace=request.workspace, number=number)
    return write_into_plan(cycle=cycle, **asked), cycle


@member_view(may_shape)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, key: str) -> HttpResponse:
    epic, status = epic_or_404(request, key), 200
    form = EditEpicForm(request.POST or None, initial=vars(epic), workspace=request.workspace)
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                version = form.cleaned_data["version"]
                edit_epic(
                    epic=epic, version=version, wanted=form.wanted,
                    by=request.member, at=timezone.now(),
                )  # fmt: skip
                return redirect(epic)
            except ChangedMeanwhile as refusal:
                form.show_conflict(refusal, Epic.objects.get(pk=epic.pk).version)
                status = 409
            except Refusal as refusal:
                form.add_error(None, str(refusal))
    return render(request, "cycles/edit_epic.html", {"form": form, "epic": epic}, status=status)


def epic_or_404(request: MemberRequest, key: str) -> Epic:
    epic = (
        Epic.objects.filter(workspace=request.workspace, number=key.removeprefix("E-"))
        .select_related("theme", "created_by__person")
        .first()
    )
    if epic is None:
        raise Http404
    epic.workspace = request.workspace
    return epic
