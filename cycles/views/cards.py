"""The page of a card; writing one and editing it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cycles.actions.refusals import Refusal
from cycles.actions.tasks import add_task, edit_task
from cycles.forms.board import EditTaskForm, NewTaskForm
from cycles.models import Epic, ScopeItem, Task, Team, Unknown
from cycles.queries.board import board_called
from cycles.queries.task import form_choices, task_of, task_page
from cycles.views.boards import team_or_404
from planner.access import MemberRequest, may_see, may_shape, member_view
from planner.edits import ChangedMeanwhile


@member_view(may_see)
@require_safe
def show_task(request: MemberRequest, key: str) -> HttpResponse:
    page = task_page(
        card_or_404(request, key),
        zone=request.member.zone,
        today=timezone.now().astimezone(request.workspace.zone).date(),
        may_change=may_shape(request.member),
    )
    return render(request, "cycles/task.html", {"page": page})


@member_view(may_shape)
@require_http_methods(["GET", "HEAD", "POST"])
def new_task(request: MemberRequest, team: int) -> HttpResponse:
    board = team_or_404(request, team)
    form = NewTaskForm(request.POST or None, **form_choices(board))
    if form.is_bound and form.is_valid():
        try:
            _add(request, board, form.cleaned_data)
            return redirect("cycles:board", request.workspace.slug, board.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "team": board, "board_name": board_called(board)}
    return render(request, "cycles/new_task.html", context, status=422 if form.is_bound else 200)


def _add(request: MemberRequest, board: Team, given: dict[str, Any]) -> Task:
    named = {"epic": Epic, "scope_item": ScopeItem, "unknown": Unknown}
    found: dict[str, Any] = {
        name: get_object_or_404(model, pk=pk)  # one of those that the form offered
        for name, model in named.items()
        if (pk := given.pop(f"{name}_id", None))
    }
    return add_task(team=board, by=request.member, at=timezone.now(), **given, **found)


@member_view(may_shape)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, key: str) -> HttpResponse:
    card, status = card_or_404(request, key), 200
    form = EditTaskForm(request.POST or None, initial=vars(card), **form_choices(card.team))
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                edit_task(
                    task=card, version=form.cleaned_data["version"], wanted=form.wanted,
                    by=request.member, at=timezone.now(),
                )  # fmt: skip
                return redirect(card)
            except ChangedMeanwhile as refusal:
                form.show_conflict(refusal, Task.objects.get(pk=card.pk).version)
                status = 409
            except Refusal as refusal:
                form.add_error(None, str(refusal))
    return render(request, "cycles/edit_task.html", {"form": form, "card": card}, status=status)


def card_or_404(request: MemberRequest, key: str) -> Task:
    card = task_of(request.workspace, key)
    if card is None:
        raise Http404
    return card
