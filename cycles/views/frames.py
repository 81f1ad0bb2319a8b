"""What frames the roadmap: the vision, markers, targets; and how its forms are answered."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles.actions.markers import (
    add_marker,
    drop_vision_target,
    edit_marker,
    remove_marker,
    set_vision_target,
)
from cycles.actions.refusals import Refusal
from cycles.actions.visions import agree_vision, edit_vision
from cycles.forms.frames import (
    EditMarkerForm,
    EditVisionForm,
    MarkerForm,
    TargetForm,
    VisionForm,
)
from cycles.models import Marker, Vision, VisionTarget
from cycles.queries.vision import vision_page
from cycles.views.work import by
from planner.access import MemberRequest, may_plan, may_see, member_view
from planner.edits import ChangedMeanwhile
from planner.forms.edits import EditForm


@member_view(may_see)
@require_safe
def show_vision(request: MemberRequest) -> HttpResponse:
    return render_vision(request)


def render_vision(request: MemberRequest, *, status: int = 200, refusal: str = "") -> HttpResponse:
    today = timezone.now().astimezone(request.workspace.zone).date()
    page = vision_page(request.member, today=today)
    context = {"page": page, "refusal": refusal}
    return render(request, "cycles/vision.html", context, status=status)


@member_view(may_plan)
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: MemberRequest) -> HttpResponse:
    form = VisionForm(request.POST or None)
    return answer(
        request,
        form,
        lambda: agree_vision(workspace=request.workspace, **form.cleaned_data, **by(request)),
        title=_("Agree on a vision"),
        button=_("Write it down"),
    )


@member_view(may_plan)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: MemberRequest, vision: int) -> HttpResponse:
    found = get_object_or_404(Vision, workspace=request.workspace, pk=vision)
    form = EditVisionForm(request.POST or None, initial=vars(found))
    return answer(
        request,
        form,
        lambda: edit_vision(vision=found, **edit_of(form), **by(request)),
        title=_("Correct the vision"),
        row=found,
    )


@member_view(may_plan)
@require_http_methods(["GET", "HEAD", "POST"])
def new_marker(request: MemberRequest) -> HttpResponse:
    form = MarkerForm(request.POST or None)
    return answer(
        request,
        form,
        lambda: add_marker(workspace=request.workspace, **form.cleaned_data, **by(request)),
        title=_("Mark a day"),
    )


@member_view(may_plan)
@require_http_methods(["GET", "HEAD", "POST"])
def show_marker(request: MemberRequest, marker: int) -> HttpResponse:
    found = get_object_or_404(Marker, workspace=request.workspace, pk=marker)
    form = EditMarkerForm(request.POST or None, initial=vars(found))
    return answer(
        request,
        form,
        lambda: edit_marker(marker=found, **edit_of(form), **by(request)),
        title=found.title,
        row=found,
        remove_url=reverse("cycles:remove_marker", args=[request.workspace.slug, found.pk]),
    )


@member_view(may_plan)
@require_POST
def drop_marker(request: MemberRequest, marker: int) -> HttpResponse:
    found = get_object_or_404(Marker, workspace=request.workspace, pk=marker)
    said = _("%(title)s is removed") % {"title": found.title}
    return press(request, lambda: remove_marker(marker=found, **by(request)), said=said)


@member_view(may_plan)
@require_http_methods(["GET", "HEAD", "POST"])
def new_target(request: MemberRequest) -> HttpResponse:
    form = TargetForm(request.POST or None)
    return answer(
        request,
        form,
        lambda: set_vision_target(workspace=request.workspace, **form.cleaned_data, **by(request)),
        title=_("Set a vision target"),
    )


@member_view(may_plan)
@require_POST
def drop_target(request: MemberRequest, target: int) -> HttpResponse:
    found = get_object_or_404(VisionTarget, workspace=request.workspace, pk=target)
    said = _("The target is dropped")
    return press(request, lambda: drop_vision_target(target=found, **by(request)), said=said)


def edit_of(form: Any) -> dict[str, Any]:
    """What an action that edits wants to know of a form."""
    return {"version": form.cleaned_data["version"], "wanted": form.wanted}


def answer(
    request: MemberRequest,
    form: forms.Form,
    act: Callable[[], object],
    *,
    title: str,
    button: str = "",
    row: Any = None,
    back: str = "",
    **context: Any,
) -> HttpResponse:
    """A page with one form, which leads back to the vision, or to another page of the frame."""
    back, status = back or reverse("cycles:vision", args=[request.workspace.slug]), 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                act()
            except ChangedMeanwhile as refusal:
                assert isinstance(form, EditForm)  # noqa: S101 - for the type checker
                row.refresh_from_db()
                form.show_conflict(refusal, row.version)
                status = 409
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect(back)
    shown = {"form": form, "title": title, "button": button or _("Save"), "back": back, **context}
    return render(request, "cycles/frame_form.html", shown, status=status)


def press(request: MemberRequest, act: Callable[[], object], *, said: str) -> HttpResponse:
    """A button of the page of the vision: do it and come back, or say why not."""
    try:
        act()
    except Refusal as refusal:
        return render_vision(request, status=422, refusal=str(refusal))
    messages.success(request, said)
    return redirect("cycles:vision", request.workspace.slug)
