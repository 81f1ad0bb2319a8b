"""The developers' teams, and how the desk behaves."""

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planner.access import MemberRequest, may_change_settings, may_see, member_view
from planner.edits import ChangedMeanwhile
from support.actions.desk import change_desk_settings
from support.actions.developers import (
    NamespaceIsTaken,
    NotANamespace,
    TeamRefusal,
    add_developer_team,
    edit_developer_team,
    remove_developer_team,
)
from support.forms.classification import DeskSettingsForm, DeveloperTeamForm
from support.models import DeskSettings, DeveloperTeam
from support.queries.developers import developers_page, people_of


@member_view(may_see)
@require_safe
def developers(request: MemberRequest) -> HttpResponse:
    return _show(request, DeveloperTeamForm())


@member_view(may_change_settings)
@require_POST
def new_team(request: MemberRequest) -> HttpResponse:
    form = DeveloperTeamForm(request.POST)
    if form.is_valid():
        facts = form.wanted
        try:
            add_developer_team(
                workspace=request.workspace, by=request.member, at=timezone.now(), **facts
            )
        except TeamRefusal as refusal:
            form.add_error(_field(refusal), str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("support:developers", request.workspace.slug)
    return _show(request, form, status=422)


@member_view(may_change_settings)
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: MemberRequest, pk: int) -> HttpResponse:
    found = _team_or_404(request, pk)
    form = DeveloperTeamForm(request.POST or None, initial=_initial(found))
    if not form.is_bound:
        return _form(request, form, found)
    status = 422
    if form.is_valid():
        version, wanted = form.cleaned_data["version"] or found.version, form.wanted
        try:
            edit_developer_team(
                team=found, version=version, wanted=wanted, by=request.member, at=timezone.now()
            )
        except TeamRefusal as refusal:
            form.add_error(_field(refusal), str(refusal))
        except ChangedMeanwhile as refusal:
            form.show_conflict(refusal, _team_or_404(request, pk).version)
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect("support:developers", request.workspace.slug)
    return _form(request, form, found, status=status)


@member_view(may_change_settings)
@require_POST
def remove_team(request: MemberRequest, pk: int) -> HttpResponse:
    found = _team_or_404(request, pk)
    remove_developer_team(team=found, by=request.member, at=timezone.now())
    messages.success(request, _("%(name)s is gone") % {"name": found.name})
    return redirect("support:developers", request.workspace.slug)


@member_view(may_change_settings)
@require_http_methods(["GET", "HEAD", "POST"])
def desk_settings(request: MemberRequest) -> HttpResponse:
    settings = DeskSettings.objects.get(workspace=request.workspace)
    form = DeskSettingsForm(request.POST or None, initial=vars(settings))
    if not form.is_bound:
        return render(request, "support/desk_settings.html", {"form": form})
    status = 422
    if form.is_valid():
        try:
            change_desk_settings(
                workspace=request.workspace,
                version=form.cleaned_data["version"],
                wanted=form.wanted,
                by=request.member,
                at=timezone.now(),
            )
        except ChangedMeanwhile as refusal:
            form.show_conflict(refusal, DeskSettings.objects.get(pk=settings.pk).version)
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect("support:desk_settings", request.workspace.slug)
    return render(request, "support/desk_settings.html", {"form": form}, status=status)


def _field(refusal: TeamRefusal) -> str:
    return "namespaces" if isinstance(refusal, NamespaceIsTaken | NotANamespace) else "name"


def _initial(found: DeveloperTeam) -> dict[str, object]:
    namespaces = "\n".join(found.namespaces.values_list("pattern", flat=True))
    return {**model_to_dict(found), "namespaces": namespaces}


def _team_or_404(request: MemberRequest, pk: int) -> DeveloperTeam:
    rows = DeveloperTeam.objects.select_related("workspace")
    return get_object_or_404(rows, workspace=request.workspace, pk=pk)


def _show(request: MemberRequest, form: DeveloperTeamForm, *, status: int = 200) -> HttpResponse:
    context = {"page": developers_page(member=request.member), "form": form}
    return render(request, "support/developers.html", context, status=status)


def _form(
    request: MemberRequest, form: DeveloperTeamForm, found: DeveloperTeam, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "team": found, "people": people_of(found)}
    return render(request, "support/developer_team.html", context, status=status)
