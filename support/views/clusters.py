"""Clusters that are watched: the settings' pages."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planner.access import MemberRequest, may_change_settings, may_see, member_view
from planner.edits import ChangedMeanwhile
from support.actions import clusters as acts
from support.actions.backends import BackendIsAway
from support.forms.clusters import ClusterForm, ThresholdForm, names_as_lines
from support.models import Cluster, Threshold
from support.queries.cluster_values import ThresholdNow, thresholds_of
from support.queries.clusters import Lacking, cluster_page, clusters_page, lacking_rows
from support.queries.measure_words import measure_word


@member_view(may_see)
@require_safe
def clusters(request: MemberRequest) -> HttpResponse:
    return _show_all(request, ClusterForm(initial={"managed_master": True}))


@member_view(may_change_settings)
@require_POST
def add(request: MemberRequest) -> HttpResponse:
    form = ClusterForm(request.POST)
    if form.is_valid():
        try:
            made = acts.add_cluster(
                workspace=request.workspace, by=request.member, at=timezone.now(), **form.wanted
            )
        except acts.ClusterRefusal as refusal:
            form.add_error(_field(refusal), str(refusal))
        else:
            messages.success(request, _("It is asked from now on. Try it to see what is missing."))
            return redirect("support:cluster", request.workspace.slug, made.pk)
    return _show_all(request, form, status=422)


@member_view(may_change_settings)
@require_http_methods(["GET", "HEAD", "POST"])
def cluster(request: MemberRequest, pk: int) -> HttpResponse:
    found = _cluster(request, pk)
    if request.method != "POST":
        return _show(request, found)
    form, status = ClusterForm(request.POST, backend=found.backend), 422
    if form.is_valid():
        version, at = form.cleaned_data["version"] or found.version, timezone.now()
        try:
            acts.edit_cluster(
                cluster=found, version=version, wanted=form.wanted, by=request.member, at=at
            )
        except acts.ClusterRefusal as refusal:
            form.add_error(_field(refusal), str(refusal))
        except ChangedMeanwhile as refusal:
            form.show_conflict(refusal, _cluster(request, pk).version)
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect("support:cluster", request.workspace.slug, pk)
    return _show(request, found, form=form, status=status)


@member_view(may_change_settings)
@require_POST
def try_out(request: MemberRequest, pk: int) -> HttpResponse:
    found = _cluster(request, pk)
    try:
        lacking = acts.try_cluster(cluster=found, at=timezone.now())
    except BackendIsAway as why:
        return _show(request, found, fault=str(why))
    return _show(request, found, lacking=lacking_rows(lacking), was_tried=True)


@member_view(may_change_settings)
@require_POST
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    found = _cluster(request, pk)
    acts.remove_cluster(cluster=found, by=request.member, at=timezone.now())
    messages.success(request, _("%(name)s is gone") % {"name": found.name})
    return redirect("support:clusters", request.workspace.slug)


@member_view(may_change_settings)
@require_http_methods(["GET", "HEAD", "POST"])
def threshold(request: MemberRequest, pk: int, measure: str) -> HttpResponse:
    found = _cluster(request, pk)
    now = _threshold(found, measure)
    form, status = ThresholdForm(request.POST or None, initial=vars_of(now)), 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            seen = form.cleaned_data["version"]
            try:
                acts.set_threshold(
                    cluster=found,
                    measure=measure,
                    wanted=form.wanted,
                    version=now.version if seen is None else seen,
                    by=request.member,
                    at=timezone.now(),
                )
            except acts.ClusterRefusal as refusal:
                form.add_error("clear", str(refusal))
            except ChangedMeanwhile as refusal:
                form.show_conflict(refusal, _threshold(found, measure).version)
                status = 409
            else:
                messages.success(request, _("Saved."))
                return redirect("support:cluster", request.workspace.slug, pk)
    context = {"form": form, "cluster": found, "name": measure_word(measure), "now": now}
    return render(request, "support/threshold.html", context, status=status)


@member_view(may_change_settings)
@require_POST
def reset(request: MemberRequest, pk: int, measure: str) -> HttpResponse:
    found = _cluster(request, pk)
    row = get_object_or_404(Threshold, cluster=found, measure=measure)
    acts.reset_threshold(threshold=row, by=request.member, at=timezone.now())
    messages.success(request, _("The usual threshold holds again"))
    return redirect("support:cluster", request.workspace.slug, pk)


def vars_of(now: ThresholdNow) -> dict[str, object]:
    names = ("limit", "clear", "for_seconds", "severity", "mode", "version")
    return {name: getattr(now, name) for name in names}


def _threshold(found: Cluster, measure: str) -> ThresholdNow:
    now = thresholds_of(found).get(measure)
    if now is None:
        raise Http404
    return now


def _cluster(request: MemberRequest, pk: int) -> Cluster:
    rows = Cluster.objects.kept().filter(workspace=request.workspace).select_related("workspace")
    return get_object_or_404(rows, pk=pk)


def _field(refusal: acts.ClusterRefusal) -> str | None:
    match refusal:
        case acts.AddressIsBad():
            return "url"
        case acts.ClusterNameIsMissing() | acts.ClusterNameIsTaken():
            return "name"
        case acts.UnknownName():
            return "names"
    return None


def _show_all(request: MemberRequest, form: ClusterForm, *, status: int = 200) -> HttpResponse:
    page = clusters_page(member=request.member, now=timezone.now())
    return render(request, "support/clusters.html", {"page": page, "form": form}, status=status)


def _show(
    request: MemberRequest,
    found: Cluster,
    *,
    form: ClusterForm | None = None,
    fault: str = "",
    lacking: tuple[Lacking, ...] = (),
    was_tried: bool = False,
    status: int = 200,
) -> HttpResponse:
    shown = {name: getattr(found, name) for name in ("name", "url", "managed_master", "version")}
    initial = {**shown, "names": names_as_lines(found.names)}
    context = {
        "page": cluster_page(found, member=request.member, now=timezone.now()),
        "form": form or ClusterForm(initial=initial, backend=found.backend),
        "fault": fault,
        "lacking": lacking,
        "was_tried": was_tried,
    }
    return render(request, "support/cluster.html", context, status=status)
