"""The roadmap, and what changes it. Each change is a form, with or without script."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles.actions.epics import edit_epic
from cycles.actions.places import MovedEpic, move_epic
from cycles.actions.refusals import Refusal
from cycles.forms.roadmap import EpicInPlaceForm, MoveEpicForm, way_back
from cycles.models import Cycle, Epic
from cycles.queries.place import place_page
from cycles.queries.roadmap import roadmap_page
from cycles.queries.roadmap_asked import Asked
from cycles.queries.window_words import window_words
from cycles.rules.windows import Window
from cycles.views.epics import epic_or_404
from planner.access import MemberRequest, may_plan, may_see, may_shape, member_view
from planner.edits import ChangedMeanwhile
from planner.kit.toasts import undoable


@member_view(may_see)
@require_safe
def show_roadmap(request: MemberRequest) -> HttpResponse:
    return render_roadmap(request)


@member_view(may_plan)
@require_POST
def move(request: MemberRequest) -> HttpResponse:
    form = MoveEpicForm(request.POST)
    if not form.is_valid():
        return render_roadmap(request, refusal=" ".join(map(str, form.non_field_errors())))
    epic = epic_or_404(request, form.cleaned_data["epic"])
    try:
        moved = move_epic(
            epic=epic, to=_target(request, form), seen=form.seen, theme=form.cleaned_data["theme"],
            by=request.member, at=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return render_roadmap(request, refusal=str(refusal))
    if not form.cleaned_data["back"]:
        messages.success(request, _said(request, moved))
    return redirect(_address(request, epic.key))


def _target(request: MemberRequest, form: MoveEpicForm) -> Window:
    """Where it goes; of a cycle that it shall begin in, only the calendar knows the days."""
    number = form.cleaned_data["cycle"]
    if number and not form.cleaned_data["to"]:
        cycle = get_object_or_404(Cycle, workspace=request.workspace, number=number)
        return (form.seen or Window()).begun_at(number, cycle.starts_on)
    return form.target or Window()


def _said(request: MemberRequest, moved: MovedEpic) -> str:
    facts = {"epic": moved.epic.title, "where": window_words(moved.now)}
    said = _("%(epic)s is moved: %(where)s") % facts
    if moved.now == moved.before and moved.epic.theme:
        facts["theme"] = moved.epic.theme.name
        said = _("%(epic)s is moved to %(theme)s") % facts
    url = reverse("cycles:move_on_roadmap", args=[request.workspace.slug])
    back = way_back(moved.epic.key, moved.now, moved.before, moved.theme_before)
    return undoable(said, url=url + _kept(request), name="back", value=back)


@member_view(may_shape)
@require_http_methods(["GET", "HEAD", "POST"])
def show_place(request: MemberRequest, key: str) -> HttpResponse:
    """Where an epic lies; its title, size and theme are edited here without leaving."""
    epic, status = epic_or_404(request, key), 200
    form = EpicInPlaceForm(request.POST or None, initial=vars(epic), workspace=request.workspace)
    if form.is_bound:
        status = 422
        try:
            if form.is_valid():
                edit_epic(
                    epic=epic, version=form.cleaned_data["version"], wanted=form.wanted,
                    by=request.member, at=timezone.now(),
                )  # fmt: skip
                return redirect(_address(request, key))
        except ChangedMeanwhile as refusal:
            form.show_conflict(refusal, Epic.objects.get(pk=epic.pk).version)
            status = 409
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "page": place_page(epic), "may_move": may_plan(request.member)}
    return render(request, "cycles/roadmap_epic.html", context, status=status)


def _address(request: MemberRequest, key: str) -> str:
    """Back on the roadmap as it was looked at, with the epic in sight."""
    return reverse("cycles:roadmap", args=[request.workspace.slug]) + _kept(request) + f"#{key}"


def _kept(request: MemberRequest) -> str:
    query = Asked.of(request.GET).query()
    return f"?{query}" if query else ""


def render_roadmap(request: MemberRequest, *, refusal: str = "") -> HttpResponse:
    """Draw it as it is now, with the reason why nothing changed, if there is one."""
    page = roadmap_page(
        request.workspace,
        today=timezone.now().astimezone(request.workspace.zone).date(),
        asked=Asked.of(request.GET),
        may_shape=may_shape(request.member),
        may_plan=may_plan(request.member),
    )
    context = {"page": page, "refusal": refusal}
    return render(request, "cycles/roadmap.html", context, status=422 if refusal else 200)
