"""What developers own, and taking over who owns what."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from planner.access import MemberRequest, may_change_settings, may_enter, member_view
from planner.kit.lists import listed
from support.actions.backends import BackendIsAway
from support.actions.developers import set_people
from support.actions.owner_imports import (
    Imported,
    LabelIsMissing,
    ListIsUnreadable,
    import_owners,
    owners_in_cluster,
    owners_in_list,
)
from support.models import Cluster, DeveloperTeam
from support.queries.owned import owned_page


@member_view(may_enter)
@require_safe
def owned(request: MemberRequest) -> HttpResponse:
    page = owned_page(member=request.member, now=timezone.now())
    return render(request, "support/owned.html", {"page": page})


@member_view(may_change_settings)
@require_POST
def import_list(request: MemberRequest) -> HttpResponse:
    """From pasted CSV, or from the labels of a cluster's namespaces."""
    try:
        if cluster := request.POST.get("cluster", ""):
            pk = int(cluster) if cluster.isascii() and cluster.isdigit() else 0
            kept = Cluster.objects.kept().filter(workspace=request.workspace)
            label = request.POST.get("label", "").strip() or "label_team"
            rows = owners_in_cluster(cluster=get_object_or_404(kept, pk=pk), label=label)
        else:
            rows = owners_in_list(request.POST.get("list", "")[:200_000])
    except (ListIsUnreadable, LabelIsMissing, BackendIsAway) as why:
        messages.error(request, str(why))
        return redirect("support:developers", request.workspace.slug)
    done = import_owners(
        workspace=request.workspace, owned=rows, by=request.member, at=timezone.now()
    )
    messages.success(request, _said(done))
    return redirect("support:developers", request.workspace.slug)


@member_view(may_change_settings)
@require_POST
def people(request: MemberRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(DeveloperTeam, workspace=request.workspace, pk=pk)
    chosen = [int(one) for one in request.POST.getlist("people") if one.isascii() and one.isdigit()]
    set_people(team=team, people=chosen, by=request.member, at=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("support:developer_team", request.workspace.slug, pk)


def _said(done: Imported) -> str:
    said = _("Namespaces taken over: {added}. As they were: {same}.").format(
        added=done.added, same=done.same
    )
    if done.kept:
        said += " " + _("Owned by others, and left to them: {names}.").format(
            names=listed(done.kept[:20])
        )
    return said
