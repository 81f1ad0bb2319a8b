"""The settings of a workspace."""

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from planner.access import MemberRequest, may_change_settings, member_view
from planner.actions.workspaces import change_workspace
from planner.edits import ChangedMeanwhile
from planner.forms.workspaces import WorkspaceForm
from planner.models import Workspace


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(may_change_settings)
def settings(request: MemberRequest) -> HttpResponse:
    workspace = request.workspace
    form = WorkspaceForm(request.POST or None, initial=model_to_dict(workspace))
    if not form.is_bound:
        return render(request, "planner/settings.html", {"form": form})
    status = 422
    if form.is_valid():
        try:
            change_workspace(
                workspace=workspace, by=request.member, at=timezone.now(), **form.cleaned_data
            )
        except ChangedMeanwhile as refusal:
            form.show_conflict(refusal, Workspace.objects.get(pk=workspace.pk).version)
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect("settings", workspace.slug)
    return render(request, "planner/settings.html", {"form": form}, status=status)
