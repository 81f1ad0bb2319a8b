"""What is done about a cause: an epic that is to end it; and tickets that are given one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from planner.access import (
    MemberRequest,
    may_change_settings,
    may_shape,
    may_work_the_desk,
    member_view,
)
from support.actions.causes import CauseRefusal
from support.actions.remedies import (
    attribute_tickets,
    attribute_to_new,
    end_cause_by,
    let_cause_be,
    make_it_an_epic,
)
from support.forms.causes import AttributeForm, CauseEpicForm, EndByForm, LetBeForm
from support.queries.cause_draft import draft_of
from support.views.causes import cause_or_404, show_cause, show_causes


@member_view(may_shape)
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: MemberRequest, pk: int) -> HttpResponse:
    """A new epic, filled in with what the cause cost and its tickets."""
    cause, now = cause_or_404(request, pk), timezone.now()
    draft = draft_of(cause, now=now)
    asked = {"title": draft.title, "summary": draft.summary, "size": "small"}
    form = CauseEpicForm(request.POST or None, initial=asked, workspace=request.workspace)
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        theme = given.pop("theme_id")
        given["theme"] = request.workspace.themes.filter(pk=theme).first() if theme else None
        try:
            epic = make_it_an_epic(cause=cause, by=request.member, at=now, **given)
        except CauseRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(epic)s is written down.") % {"epic": epic})
            return redirect(epic)
    context = {"form": form, "cause": cause}
    return render(request, "support/cause_epic.html", context, status=422 if form.is_bound else 200)


@member_view(may_shape)
@require_POST
def end_by(request: MemberRequest, pk: int) -> HttpResponse:
    cause = cause_or_404(request, pk)
    form = EndByForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        return show_cause(request, cause, refusal=_("Choose an epic of the list."), status=422)
    epic = form.cleaned_data["epic"]
    try:
        end_cause_by(cause=cause, epic=epic, by=request.member, at=timezone.now())
    except CauseRefusal as refusal:
        return show_cause(request, cause, refusal=str(refusal), status=422)
    messages.success(request, _("%(epic)s is to end it") % {"epic": epic})
    return redirect("support:cause", request.workspace.slug, pk)


@member_view(may_shape)
@require_POST
def let_be(request: MemberRequest, pk: int) -> HttpResponse:
    """Twice is as once: somebody else was quicker."""
    cause = cause_or_404(request, pk)
    form = LetBeForm(request.POST, cause=cause)
    if form.is_valid():
        remedy = form.cleaned_data["remedy"]
        let_cause_be(remedy=remedy, by=request.member, at=timezone.now())
        messages.success(request, _("Taken off"))
    return redirect("support:cause", request.workspace.slug, pk)


@member_view(may_work_the_desk)
@require_POST
def attribute(request: MemberRequest) -> HttpResponse:
    """Tickets that came again are given one cause together; managers may name a new one."""
    form = AttributeForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        return show_causes(request, refusal=_("Choose a cause of the list."), status=422)
    given: dict[str, Any] = {"workspace": request.workspace, "tickets": form.pks}
    given |= {"by": request.member, "at": timezone.now()}
    name, cause = form.cleaned_data["name"], form.cleaned_data["cause"]
    try:
        if name and may_change_settings(request.member):
            count = attribute_to_new(name=name, **given)
        elif cause:
            count = attribute_tickets(cause=cause, **given)
        else:
            return show_causes(request, refusal=_("Choose a cause of the list."), status=422)
    except CauseRefusal as refusal:
        return show_causes(request, refusal=str(refusal), status=422)
    said = ngettext("%(count)s ticket has it now", "%(count)s tickets have it now", count)
    messages.success(request, said % {"count": count})
    return redirect("support:causes", request.workspace.slug)
