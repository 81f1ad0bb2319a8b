"""The roadmap compared with what it was, and the moments of it that are kept under a name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cycles.actions.refusals import Refusal
from cycles.actions.standings import take_snapshot
from cycles.forms.changes import SnapshotForm
from cycles.queries.changes_page import Compared, changes_page
from planner.access import MemberRequest, may_plan, may_see, member_view


@member_view(may_see)
@require_safe
def show_changes(request: MemberRequest) -> HttpResponse:
    """``?since=`` and ``?until=`` say what is compared; a day may stand in ``since_on`` too."""
    today = timezone.now().astimezone(request.workspace.zone).date()
    compared = Compared.of(request.workspace, request.GET.dict(), today=today)
    page = changes_page(request.workspace, compared, may_take=may_plan(request.member))
    return render(request, "cycles/changes.html", {"page": page})


@member_view(may_plan)
@require_POST
def take(request: MemberRequest) -> HttpResponse:
    form = SnapshotForm(request.POST)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    try:
        snapshot = take_snapshot(
            workspace=request.workspace, name=name, by=request.member, at=timezone.now()
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Kept as “%(name)s”.") % {"name": snapshot.name})
    return redirect("cycles:changes", request.workspace.slug)
