"""How all forms of an epic's page are answered: done leads back to it, refused says why."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from cycles.actions.refusals import Refusal
from cycles.models import Epic
from cycles.queries.epics import epic_page, epic_state
from cycles.views.epics import epic_or_404
from planner.access import MemberRequest
from planner.edits import ChangedMeanwhile
from planner.forms.edits import EditForm
from planner.kit.toasts import undoable


def by(request: MemberRequest) -> dict[str, Any]:
    """Who and when, as every action wants to know."""
    return {"by": request.member, "at": timezone.now()}


def render_epic(
    request: MemberRequest, epic: Epic, *, status: int = 200, **context: Any
) -> HttpResponse:
    """
    The whole page; ``refusal`` says on top of it what was not done. An open page asks again with
    the stamp of what it has ``seen``: mostly nothing has changed.
    """
    stamp = f"{epic_state(epic)}.{timezone.now().astimezone(epic.workspace.zone).date()}"
    if request.method == "GET" and request.GET.get("seen") == stamp:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    page = epic_page(
        epic, reader=request.member, at=timezone.now(), show=request.GET.get("show", "")
    )
    context |= {"page": page, "stamp": stamp}
    return render(request, "cycles/epic.html", context, status=status)


def change_epic(
    request: MemberRequest,
    epic: Epic,
    act: Callable[..., object],
    /,
    *,
    said: str,
    undo: str = "",
    unsaved: str = "",
    **given: Any,
) -> HttpResponse:
    """A button: do it and come back, with the way to undo it; or show the page with the refusal."""
    try:
        act(**given, **by(request))
    except Refusal as refusal:
        now = epic_or_404(request, epic.key)  # it may have changed while we waited
        return render_epic(request, now, status=422, refusal=str(refusal), unsaved=unsaved)
    messages.success(request, undoable(said, url=undo) if undo else said)
    return redirect(epic)


def submit(
    request: MemberRequest,
    epic: Epic,
    form: forms.Form,
    act: Callable[[], object],
    *,
    template: str = "cycles/epic_form.html",
    said: str = "",
    **context: Any,
) -> HttpResponse:
    """A page with one form: what it sends is done, and leads back to the epic."""
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                act()
            except ChangedMeanwhile as refusal:
                assert isinstance(form, EditForm)  # noqa: S101 - for the type checker
                form.show_conflict(refusal, context["row"]().version)
                status = 409
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                if said:
                    messages.success(request, said)
                return redirect(epic)
    return render(request, template, {"epic": epic, "form": form, **context}, status=status)


def epic_url(epic: Epic, name: str, *args: object) -> str:
    return reverse(f"cycles:{name}", args=[epic.workspace.slug, epic.key, *args])
