"""The leave calendar: one's own leave, and the manager's pen for that of others."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles.actions.leave import cancel_leave, edit_leave, take_leave
from cycles.actions.refusals import Refusal
from cycles.forms.leave import EditLeaveForm, LeaveForm
from cycles.models import Cycle, Leave
from cycles.queries.leave import leave_page
from cycles.queries.plan import next_cycle
from cycles.views.plan import cycle_or_404
from planner.access import MemberRequest, may_see_people, may_take_leave, member_view
from planner.edits import ChangedMeanwhile


@member_view(may_see_people)
@require_safe
def show_leave(request: MemberRequest) -> HttpResponse:
    """Who is away in the running cycle, in the next where none runs, or in ``?cycle=24``."""
    cycle = _cycle(request)
    if cycle is None:
        return render(request, "cycles/no_plan.html", {"title": _("Leave")})
    cycle.workspace = request.workspace
    today = timezone.now().astimezone(request.workspace.zone).date()
    page = leave_page(cycle, member=request.member, today=today)
    return render(request, "cycles/leave.html", {"page": page})


def _cycle(request: MemberRequest) -> Cycle | None:
    asked = request.GET.get("cycle", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        return cycle_or_404(request, int(asked))
    running = Cycle.objects.active().filter(workspace=request.workspace).first()
    return running or next_cycle(request.workspace)


@member_view(may_take_leave)
@require_http_methods(["GET", "HEAD", "POST"])
def new_leave(request: MemberRequest) -> HttpResponse:
    form = LeaveForm(request.POST or None, by=request.member)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        pk = given.pop("member", request.member.pk)
        member = get_object_or_404(request.workspace.members.select_related("person"), pk=pk)
        try:
            take_leave(member=member, by=request.member, at=timezone.now(), **given)
        except Refusal as refusal:
            form.add_error("from_on", str(refusal))
        else:
            messages.success(request, _("Leave of %(name)s is written down.") % {"name": member})
            return redirect("cycles:leave", request.workspace.slug)
    status = 422 if form.is_bound else 200
    return render(request, "cycles/new_leave.html", {"form": form}, status=status)


@member_view(may_take_leave)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    leave, status = _leave_or_404(request, pk), 200
    form = EditLeaveForm(request.POST or None, initial=vars(leave))
    if form.is_bound:
        status = 422
        if form.is_valid():
            asked: dict[str, Any] = {"version": form.cleaned_data["version"]}
            try:
                edit_leave(
                    leave=leave, wanted=form.wanted, by=request.member, at=timezone.now(), **asked
                )
                return redirect("cycles:leave", request.workspace.slug)
            except ChangedMeanwhile as refusal:
                form.show_conflict(refusal, Leave.objects.get(pk=leave.pk).version)
                status = 409
            except Refusal as refusal:
                form.add_error("from_on", str(refusal))
    return render(request, "cycles/edit_leave.html", {"form": form, "leave": leave}, status=status)


@member_view(may_take_leave)
@require_POST
def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    leave = _leave_or_404(request, pk)
    try:
        cancel_leave(leave=leave, by=request.member, at=timezone.now())
    except Refusal as refusal:
        form = EditLeaveForm(initial=vars(leave))
        context = {"form": form, "leave": leave, "refusal": str(refusal)}
        return render(request, "cycles/edit_leave.html", context, status=422)
    messages.success(request, _("Cancelled."))
    return redirect("cycles:leave", request.workspace.slug)


def _leave_or_404(request: MemberRequest, pk: int) -> Leave:
    leaves = Leave.objects.select_related("member__person", "member__workspace")
    return get_object_or_404(leaves, member__workspace=request.workspace, pk=pk)
