"""Raising unknowns, looking into them, answering them."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.actions.unknowns import (
    edit_unknown,
    investigate_unknown,
    raise_unknown,
    reopen_unknown,
    resolve_unknown,
)
from cycles.forms.work import AnswerForm, EditUnknownForm, UnknownForm
from cycles.models import Epic, Unknown
from cycles.queries.unknown import unknown_page
from cycles.views.epics import epic_or_404
from cycles.views.work import by, change_epic, epic_url, render_epic, submit
from planner.access import MemberRequest, may_see, may_shape, member_view
from planner.edits import ChangedMeanwhile


@member_view(may_shape)
@require_http_methods(["GET", "HEAD", "POST"])
def new_unknown(request: MemberRequest, key: str) -> HttpResponse:
    epic = epic_or_404(request, key)
    form = UnknownForm(request.POST or None, workspace=request.workspace)
    return submit(
        request,
        epic,
        form,
        lambda: raise_unknown(epic=epic, **form.raised, **by(request)),
        said=_("The unknown is raised."),
        title=_("Add an unknown"),
        button=_("Raise it"),
    )


@member_view(may_see)
@require_http_methods(["GET", "HEAD"])
def show_unknown(request: MemberRequest, key: str, unknown: int) -> HttpResponse:
    return _edit(request, epic_or_404(request, key), unknown)


@member_view(may_shape)
@require_POST
def edit(request: MemberRequest, key: str, unknown: int) -> HttpResponse:
    return _edit(request, epic_or_404(request, key), unknown)


def _edit(request: MemberRequest, epic: Epic, number: int) -> HttpResponse:
    unknown = unknown_or_404(epic, number)
    form = EditUnknownForm(
        request.POST or None,
        initial=vars(unknown),
        workspace=request.workspace,
        owner=unknown.owner,
    )
    return submit(
        request,
        epic,
        form,
        lambda: edit_unknown(
            unknown=unknown,
            version=form.cleaned_data["version"],
            wanted=form.wanted,
            **by(request),
        ),
        template="cycles/unknown.html",
        row=lambda: Unknown.objects.get(pk=unknown.pk),
        page=unknown_page(unknown, reader=request.member, at=timezone.now()),
    )


@member_view(may_shape)
@require_POST
def investigate(request: MemberRequest, key: str, unknown: int) -> HttpResponse:
    epic = epic_or_404(request, key)
    return change_epic(
        request,
        epic,
        investigate_unknown,
        unknown=unknown_or_404(epic, unknown),
        said=_("Unknown %(number)s is looked into") % {"number": unknown},
        undo=epic_url(epic, "reopen_unknown", unknown),
    )


@member_view(may_shape)
@require_POST
def reopen(request: MemberRequest, key: str, unknown: int) -> HttpResponse:
    epic = epic_or_404(request, key)
    return change_epic(
        request,
        epic,
        reopen_unknown,
        unknown=unknown_or_404(epic, unknown),
        said=_("Unknown %(number)s is open") % {"number": unknown},
    )


@member_view(may_shape)
@require_POST
def resolve(request: MemberRequest, key: str, unknown: int) -> HttpResponse:
    """Refused, the page comes back with the answer still in its field, or beside the reason."""
    epic = epic_or_404(request, key)
    found, form = unknown_or_404(epic, unknown), AnswerForm(request.POST)
    if not form.is_valid():
        return render_epic(request, epic, status=422, answering=unknown, answer=form)
    try:
        return change_epic(
            request,
            epic,
            resolve_unknown,
            unknown=found,
            **form.cleaned_data,
            said=_("Unknown %(number)s is resolved") % {"number": unknown},
            undo=epic_url(epic, "reopen_unknown", unknown),
            unsaved=form.cleaned_data["answer"],
        )
    except ChangedMeanwhile as meanwhile:  # the page shows what is known by now
        form.add_error("answer", str(meanwhile))
        return render_epic(request, epic, status=409, answering=unknown, answer=form)


def unknown_or_404(epic: Epic, number: int) -> Unknown:
    found = (
        Unknown.objects.filter(epic=epic, number=number)
        .select_related("owner__person", "raised_by__person", "resolved_by__person")
        .first()
    )
    if found is None:
        raise Http404
    found.epic = epic
    return found
