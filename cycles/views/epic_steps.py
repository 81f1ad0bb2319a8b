"""The hill and the links of an epic; beginning and shipping it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles.actions.hill import move_on_hill
from cycles.actions.links import add_link, remove_link
from cycles.actions.shipping import begin_epic, let_epic_wait, ship_epic, unship_epic
from cycles.forms.work import HillForm, LinkForm
from cycles.models import EpicLink
from cycles.queries.hill import hill_of_cycle, place_of
from cycles.views.epics import epic_or_404
from cycles.views.work import by, change_epic, epic_url, render_epic, submit
from planner.access import MemberRequest, may_see, may_shape, member_view


@member_view(may_see)
@require_safe
def show_epic(request: MemberRequest, key: str) -> HttpResponse:
    return render_epic(request, epic_or_404(request, key))


@member_view(may_shape)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: MemberRequest, key: str) -> HttpResponse:
    epic = epic_or_404(request, key)
    form = HillForm(request.POST or None, initial={"place": place_of(epic)})
    return submit(
        request,
        epic,
        form,
        lambda: move_on_hill(epic=epic, **form.cleaned_data, **by(request)),
        title=_("Move on the hill"),
        button=_("Move it"),
    )


@member_view(may_see)
@require_safe
def hill_svg(request: MemberRequest, key: str) -> HttpResponse:
    """The drawing alone, for slides and documents."""
    epic = epic_or_404(request, key)
    context = {"epic": epic, "hill": hill_of_cycle(epic, at=timezone.now())}
    return render(request, "cycles/hill.svg", context, content_type="image/svg+xml")


@member_view(may_shape)
@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request: MemberRequest, key: str) -> HttpResponse:
    epic, form = epic_or_404(request, key), LinkForm(request.POST or None)
    return submit(
        request,
        epic,
        form,
        lambda: add_link(epic=epic, **form.cleaned_data, **by(request)),
        title=_("Add a link"),
        button=_("Add it"),
    )


@member_view(may_shape)
@require_POST
def drop_link(request: MemberRequest, key: str, link: int) -> HttpResponse:
    epic = epic_or_404(request, key)
    found = get_object_or_404(EpicLink.objects.select_related("epic"), epic=epic, pk=link)
    said = _("The link to %(title)s is removed") % {"title": found.title}
    return change_epic(request, epic, remove_link, link=found, said=said)


def _step(act: Callable[..., object], said: Any, undo: str) -> Callable[..., HttpResponseBase]:
    """A button that takes the epic a step on; ``undo`` is the step back."""

    @member_view(may_shape)
    @require_POST
    def view(request: MemberRequest, key: str) -> HttpResponse:
        epic = epic_or_404(request, key)
        told = str(said) % {"key": epic.key}
        return change_epic(request, epic, act, epic=epic, said=told, undo=epic_url(epic, undo))

    return view


begin = _step(begin_epic, gettext_lazy("Work on it has begun"), "let_epic_wait")
wait = _step(let_epic_wait, gettext_lazy("It waits for its turn"), "begin_epic")
ship = _step(ship_epic, gettext_lazy("%(key)s is shipped"), "unship_epic")
unship = _step(unship_epic, gettext_lazy("It is not shipped"), "ship_epic")
