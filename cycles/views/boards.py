"""Boards. Each change is a form: answered with the board itself to htmx, else with a way back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles.actions.assignees import assign_tasks
from cycles.actions.blocks import block_tasks, unblock_tasks
from cycles.actions.boards import set_board_limits
from cycles.actions.moves import ColumnIsFull, move_tasks
from cycles.actions.refusals import Refusal
from cycles.forms.board import (
    AssignForm,
    BlockForm,
    LimitsForm,
    MoveForm,
    UnblockForm,
    move_as_text,
)
from cycles.models import Task, Team
from cycles.queries.board import board_of, board_page, board_state, shipped_items
from cycles.views.said import offer_to_build, said_of_assigns, said_of_blocks, said_of_moves
from planner.access import MemberRequest, may_see, may_shape, member_view
from planner.models import Member

SHOWN_ON = {"cycles:board", "cycles:epic", "cycles:task"}  # pages that change a board


@member_view(may_see)
@require_safe
def show_board(request: MemberRequest, team: int) -> HttpResponse:
    found = team_or_404(request, team)
    if request.headers.get("HX-Target") != "board":
        return render_board(request, found)
    # Every open board asks again every quarter of a minute: mostly nothing has changed.
    tag = f'"{request.member.pk}-{get_language()}-{_today(request)}-{board_state(found)}"'
    response = get_conditional_response(request, etag=tag) or render_board(request, found)
    response["ETag"] = tag
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["HX-Target", "Cookie"])
    return response


@member_view(may_shape)
@require_POST
def move(request: MemberRequest, team: int) -> HttpResponse:
    form = MoveForm(request.POST)

    def act(board: Team) -> Any:
        asked = {"moves": form.places(), "reason": form.cleaned_data["reason"]}
        moved = move_tasks(team=board, by=request.member, at=timezone.now(), **asked)
        for item in shipped_items([one.task for one in moved if one.is_new_there]):
            messages.info(request, offer_to_build(item, request.workspace.slug))
        return said_of_moves(moved, _url(request, board, "move"))

    return _change(request, team, form, act)


@member_view(may_shape)
@require_POST
def assign(request: MemberRequest, team: int) -> HttpResponse:
    form = AssignForm(request.POST)

    def act(board: Team) -> Any:
        wanted = form.wanted()
        people = _members(request, {pk for pk in wanted.values() if pk})
        before = dict(Task.objects.filter(pk__in=wanted).values_list("pk", "assignee_id"))
        given = {card: people[pk] if pk else None for card, pk in wanted.items()}
        cards = assign_tasks(team=board, cards=given, by=request.member, at=timezone.now())
        return said_of_assigns(cards, before, _url(request, board, "assign"))

    return _change(request, team, form, act)


@member_view(may_shape)
@require_POST
def block(request: MemberRequest, team: int) -> HttpResponse:
    form = BlockForm(request.POST)

    def act(board: Team) -> Any:
        asked = {"cards": form.cards, "reason": form.cleaned_data["reason"]}
        cards = block_tasks(team=board, by=request.member, at=timezone.now(), **asked)
        return said_of_blocks(cards, _url(request, board, "unblock"))

    return _change(request, team, form, act)


@member_view(may_shape)
@require_POST
def unblock(request: MemberRequest, team: int) -> HttpResponse:
    form = UnblockForm(request.POST)

    def act(board: Team) -> Any:
        cards = unblock_tasks(team=board, cards=form.cards, by=request.member, at=timezone.now())
        return said_of_blocks(cards)

    return _change(request, team, form, act)


@member_view(may_shape)
@require_http_methods(["GET", "HEAD", "POST"])
def limits(request: MemberRequest, team: int) -> HttpResponse:
    board = team_or_404(request, team)
    form = LimitsForm(request.POST or None, initial=vars(board))
    if form.is_valid():
        try:
            set_board_limits(team=board, by=request.member, at=timezone.now(), **form.cleaned_data)
            return redirect(_url(request, board))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "page": board_page(_board(request, board), board)}
    return render(request, "cycles/limits.html", context, status=422 if form.is_bound else 200)


def team_or_404(request: MemberRequest, pk: int) -> Team:
    found = get_object_or_404(
        Team.objects.select_related("cycle", "epic"), cycle__workspace=request.workspace, pk=pk
    )
    found.cycle.workspace = request.workspace
    return found


def render_board(
    request: MemberRequest, team: Team, *, refusal: str = "", retry: str = ""
) -> HttpResponse:
    """The board: alone for htmx and scripts, else on its page."""
    board = replace(_board(request, team), refusal=refusal, retry=retry)
    status = 422 if refusal else 200
    if request.headers.get("HX-Target") == "board":
        changed = request.method == "POST"  # what is said then comes along
        context: dict[str, Any] = {"board": board, "is_answer": changed}
        return render(request, "cycles/board_alone.html", context, status=status)
    return render(request, "cycles/board.html", {"page": board_page(board, team)}, status=status)


def _change(
    request: MemberRequest, pk: int, form: forms.Form, act: Callable[[Team], Any]
) -> HttpResponse:
    team = team_or_404(request, pk)
    if not form.is_valid():
        return render_board(request, team, refusal=_errors(form))
    try:
        messages.success(request, act(team))
    except Refusal as refusal:
        team.refresh_from_db(fields=["doing_limit", "review_limit"])
        retry = ""
        if isinstance(refusal, ColumnIsFull) and isinstance(form, MoveForm):
            retry = " ".join(move_as_text(card, place) for card, place in form.places().items())
        return render_board(request, team, refusal=str(refusal), retry=retry)
    if request.headers.get("HX-Target") == "board":
        return render_board(request, team)
    return redirect(_back(request) or _url(request, team))


def _members(request: MemberRequest, ids: set[int]) -> dict[int, Member]:
    found = Member.objects.filter(workspace=request.workspace).select_related("person").in_bulk(ids)
    if ids - found.keys():
        raise Http404
    return found


def _errors(form: forms.Form) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def _board(request: MemberRequest, team: Team) -> Any:
    return board_of(
        team,
        today=_today(request),
        may_change=may_shape(request.member),
        whole=request.GET.get("shipped") == "all",
    )


def _today(request: MemberRequest) -> Any:
    return timezone.now().astimezone(request.workspace.zone).date()


def _url(request: MemberRequest, team: Team, to: str = "") -> str:
    url = reverse("cycles:board", args=[request.workspace.slug, team.pk])
    return f"{url}{to}/" if to else url


def _back(request: MemberRequest) -> str:
    """The page of this planner that the form was on; empty where that is unknown."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return ""
    try:
        found = resolve(came_from.path)
    except Resolver404:
        return ""
    is_ours = found.view_name in SHOWN_ON and found.kwargs.get("slug") == request.workspace.slug
    fragment = "#board" if found.view_name == "cycles:epic" else ""
    return came_from.path + fragment if is_ours else ""
