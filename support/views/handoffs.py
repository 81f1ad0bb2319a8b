"""The handoff note of a cycle."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.models import Cycle
from planner.access import MemberRequest, may_see, may_work_the_desk, member_view
from planner.edits import ChangedMeanwhile
from support.actions.handoffs import (
    HandoffRefusal,
    add_to_handoff,
    edit_handoff,
    write_handoff,
    write_handoff_anew,
)
from support.forms.turns import HandoffForm
from support.models import HandoffNote
from support.queries.handoff import handoff_page, note_of


@member_view(may_see)
@require_http_methods(["GET", "HEAD"])
def handoff(request: MemberRequest, number: int) -> HttpResponse:
    return _show(request, _cycle(request, number))


@member_view(may_work_the_desk)
@require_POST
def write(request: MemberRequest, number: int) -> HttpResponse:
    """The first time, and anew as long as nobody has edited it."""
    cycle = _cycle(request, number)
    note = note_of(cycle)
    try:
        if note:
            write_handoff_anew(note=note, by=request.member, at=timezone.now())
        else:
            write_handoff(cycle=cycle, by=request.member, at=timezone.now())
    except HandoffRefusal as refusal:
        return _show(request, cycle, str(refusal), status=422)
    messages.success(request, _("The note is written: read it, and add what no ticket tells."))
    return redirect("support:handoff", request.workspace.slug, number)


@member_view(may_work_the_desk)
@require_POST
def add(request: MemberRequest, number: int) -> HttpResponse:
    """What came since people edited it."""
    cycle = _cycle(request, number)
    note = note_of(cycle)
    if note is None:
        raise Http404
    try:
        add_to_handoff(note=note, by=request.member, at=timezone.now())
    except HandoffRefusal as refusal:
        return _show(request, cycle, str(refusal), status=422)
    messages.success(request, _("The tickets stand below what was written."))
    return redirect("support:handoff", request.workspace.slug, number)


@member_view(may_work_the_desk)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, number: int) -> HttpResponse:
    note, status = note_of(_cycle(request, number)), 200
    if note is None:
        raise Http404
    form = HandoffForm(request.POST or None, initial={"text": note.said, "version": note.version})
    if form.is_bound:
        status = 422
        if form.is_valid():
            version = form.cleaned_data.pop("version")
            try:
                edit_handoff(
                    note=note,
                    version=version,
                    wanted=form.cleaned_data,
                    by=request.member,
                    at=timezone.now(),
                )
                return redirect("support:handoff", request.workspace.slug, number)
            except ChangedMeanwhile as refusal:
                form.show_conflict(refusal, HandoffNote.objects.get(pk=note.pk).version)
                status = 409
    context = {"form": form, "note": note}
    return render(request, "support/edit_handoff.html", context, status=status)


def _cycle(request: MemberRequest, number: int) -> Cycle:
    cycle = get_object_or_404(Cycle, workspace=request.workspace, number=number)
    cycle.workspace = request.workspace
    return cycle


def _show(
    request: MemberRequest, cycle: Cycle, refusal: str = "", *, status: int = 200
) -> HttpResponse:
    page = handoff_page(cycle=cycle, member=request.member, now=timezone.now())
    context = {"page": page, "refusal": refusal}
    return render(request, "support/handoff.html", context, status=status)
