"""Themes: their pages, their order, and where their measures are."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles.actions.measures import note_reading, strike_reading
from cycles.actions.refusals import Refusal
from cycles.actions.visions import add_theme, edit_theme, move_theme, remove_theme
from cycles.forms.frames import EditThemeForm, ReadingForm, ThemeForm
from cycles.models import Reading, Theme
from cycles.queries.theme import theme_page
from cycles.views.frames import answer, edit_of, press
from cycles.views.work import by
from planner.access import MemberRequest, may_plan, may_see, may_shape, member_view


@member_view(may_see)
@require_safe
def show_theme(request: MemberRequest, theme: int) -> HttpResponse:
    return _render(request, _theme_or_404(request, theme))


@member_view(may_plan)
@require_http_methods(["GET", "HEAD", "POST"])
def new_theme(request: MemberRequest) -> HttpResponse:
    form = ThemeForm(request.POST or None)
    return answer(
        request,
        form,
        lambda: add_theme(workspace=request.workspace, **form.cleaned_data, **by(request)),
        title=_("Add a theme"),
    )


@member_view(may_plan)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, theme: int) -> HttpResponse:
    found = _theme_or_404(request, theme)
    form = EditThemeForm(request.POST or None, initial=vars(found))
    return answer(
        request,
        form,
        lambda: edit_theme(theme=found, **edit_of(form), **by(request)),
        title=found.name,
        row=found,
        back=_url(found),
    )


@member_view(may_plan)
@require_POST
def move(request: MemberRequest, theme: int) -> HttpResponse:
    """One place up or, with ``places=1``, down."""
    found = _theme_or_404(request, theme)
    places = 1 if request.POST.get("places") == "1" else -1
    move_theme(theme=found, places=places, **by(request))
    return redirect("cycles:vision", request.workspace.slug)


@member_view(may_plan)
@require_POST
def remove(request: MemberRequest, theme: int) -> HttpResponse:
    found = _theme_or_404(request, theme)
    said = _("%(title)s is removed") % {"title": found.name}
    return press(request, lambda: remove_theme(theme=found, **by(request)), said=said)


@member_view(may_shape)
@require_POST
def read(request: MemberRequest, theme: int) -> HttpResponse:
    found, form = _theme_or_404(request, theme), ReadingForm(request.POST)
    if form.is_valid():
        try:
            note_reading(theme=found, **form.cleaned_data, **by(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(_url(found))
    return _render(request, found, form, status=422)


@member_view(may_shape)
@require_POST
def strike(request: MemberRequest, theme: int, reading: int) -> HttpResponse:
    rows = Reading.objects.select_related("theme__workspace")
    found = get_object_or_404(rows, theme=_theme_or_404(request, theme), pk=reading)
    strike_reading(reading=found, **by(request))
    messages.success(request, _("The reading is struck"))
    return redirect(_url(found.theme))


def _render(
    request: MemberRequest, theme: Theme, form: ReadingForm | None = None, *, status: int = 200
) -> HttpResponse:
    today = timezone.now().astimezone(request.workspace.zone).date()
    page = theme_page(theme, request.member, today=today)
    form = form or ReadingForm(initial={"on": today})
    return render(request, "cycles/theme.html", {"page": page, "form": form}, status=status)


def _theme_or_404(request: MemberRequest, theme: int) -> Theme:
    found = get_object_or_404(Theme, workspace=request.workspace, pk=theme)
    found.workspace = request.workspace
    return found


def _url(theme: Theme) -> str:
    return reverse("cycles:theme", args=[theme.workspace.slug, theme.pk])
