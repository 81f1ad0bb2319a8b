"""The workspace's table of classification, and the box to try it out."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planner.access import MemberRequest, may_change_settings, may_see, member_view
from planner.edits import ChangedMeanwhile
from support.actions.classification import (
    NoSuchCause,
    RuleRefusal,
    add_rule,
    edit_rule,
    move_rule,
    own_rules,
    remove_rule,
    reset_rules,
)
from support.actions.reclassifying import reclassify_tickets
from support.forms.classification import PlacesForm, RuleForm, TryLabelsForm
from support.models import ClassificationRule
from support.queries.causes import OfferedCauses
from support.queries.classification import classification_page, owner_names
from support.queries.reclassifying import reclassify_page


@member_view(may_see)
@require_safe
def table(request: MemberRequest) -> HttpResponse:
    return _show(request)


@member_view(may_change_settings)
@require_http_methods(["GET", "HEAD", "POST"])
def new_rule(request: MemberRequest) -> HttpResponse:
    form = RuleForm(request.POST or None, initial={"layer": "pod", "health": "work"})
    if not form.is_bound:
        return _form(request, form)
    if form.is_valid():
        try:
            add_rule(
                workspace=request.workspace, by=request.member, at=timezone.now(), **form.wanted
            )
        except RuleRefusal as refusal:
            form.add_error(_field(refusal), str(refusal))
        else:
            messages.success(request, _("The rule stands on top of the table"))
            return redirect("support:classification", request.workspace.slug)
    return _form(request, form, status=422)


@member_view(may_change_settings)
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: MemberRequest, pk: int) -> HttpResponse:
    found = _rule_or_404(request, pk)
    form = RuleForm(request.POST or None, initial=vars(found))
    if not form.is_bound:
        return _form(request, form, rule=found)
    status = 422
    if form.is_valid():
        version = form.cleaned_data["version"] or found.version
        facts: dict[str, Any] = {"wanted": form.wanted, "by": request.member, "at": timezone.now()}
        try:
            edit_rule(rule=found, version=version, **facts)
        except RuleRefusal as refusal:
            form.add_error(_field(refusal), str(refusal))
        except ChangedMeanwhile as refusal:
            form.show_conflict(refusal, _rule_or_404(request, pk).version)
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect("support:classification", request.workspace.slug)
    return _form(request, form, rule=found, status=status)


@member_view(may_change_settings)
@require_POST
def move(request: MemberRequest, pk: int) -> HttpResponse:
    form, found = PlacesForm(request.POST), _rule_or_404(request, pk)
    if form.is_valid():
        places = form.cleaned_data["places"]
        move_rule(rule=found, places=places, by=request.member, at=timezone.now())
    return _show(request) if _is_quick(request) else _back(request)


@member_view(may_change_settings)
@require_POST
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    remove_rule(rule=_rule_or_404(request, pk), by=request.member, at=timezone.now())
    messages.success(request, _("The rule is gone"))
    return _back(request)


@member_view(may_change_settings)
@require_POST
def own(request: MemberRequest) -> HttpResponse:
    return _change(request, own_rules, said=_("The table is this workspace’s own now"))


@member_view(may_change_settings)
@require_POST
def reset(request: MemberRequest) -> HttpResponse:
    return _change(request, reset_rules, said=_("The shipped table is in force again"))


@member_view(may_change_settings)
@require_http_methods(["GET", "HEAD", "POST"])
def reclassify(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        page = reclassify_page(member=request.member)
        return render(request, "support/reclassify.html", {"page": page})
    count = reclassify_tickets(workspace=request.workspace, by=request.member, at=timezone.now())
    said = ngettext("%(count)s ticket changed", "%(count)s tickets changed", count)
    messages.success(request, said % {"count": count})
    return _back(request)


def _change(request: MemberRequest, act: Callable[..., object], *, said: str) -> HttpResponse:
    try:
        act(workspace=request.workspace, by=request.member, at=timezone.now())
    except RuleRefusal as refusal:
        return _show(request, refusal=str(refusal), status=422)
    messages.success(request, said)
    return _back(request)


def _rule_or_404(request: MemberRequest, pk: int) -> ClassificationRule:
    rows = ClassificationRule.objects.select_related("workspace")
    return get_object_or_404(rows, workspace=request.workspace, pk=pk)


def _field(refusal: RuleRefusal) -> str:
    return "cause" if isinstance(refusal, NoSuchCause) else "matchers"


def _is_quick(request: MemberRequest) -> bool:
    return request.headers.get("HX-Target") == "rules"


def _back(request: MemberRequest) -> HttpResponse:
    return redirect("support:classification", request.workspace.slug)


def _show(request: MemberRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    asked = TryLabelsForm(request.GET).asked()
    page = classification_page(member=request.member, **asked)
    context = {"page": page, "asked": asked, "refusal": refusal}
    return render(request, "support/classification.html", context, status=status)


def _form(
    request: MemberRequest,
    form: RuleForm,
    *,
    rule: ClassificationRule | None = None,
    status: int = 200,
) -> HttpResponse:
    choices = {
        "owners": owner_names(request.workspace),
        "causes": OfferedCauses(request.workspace).names(),
    }
    context = {"form": form, "rule": rule, **choices}
    return render(request, "support/rule.html", context, status=status)
