"""Within how long tickets are answered, and who is told when they are not."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from planner.access import MemberRequest, may_change_settings, member_view
from support.actions.escalation import EscalationRefusal, change_targets
from support.forms.hearing import EscalationForm
from support.queries.escalation import escalation_page
from support.queries.listeners import settings_of
from support.queries.waiting import targets_of


@member_view(may_change_settings)
@require_http_methods(["GET", "HEAD", "POST"])
def escalation(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        targets, settings = targets_of(request.workspace), settings_of(request.workspace)
        return _show(request, EscalationForm(initial=EscalationForm.of(targets, settings)))
    form = EscalationForm(request.POST)
    if form.is_valid():
        try:
            change_targets(
                workspace=request.workspace, by=request.member, at=timezone.now(), **form.asked()
            )
        except EscalationRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("support:escalation", request.workspace.slug)
    return _show(request, form, status=422)


def _show(request: MemberRequest, form: EscalationForm, *, status: int = 200) -> HttpResponse:
    page = escalation_page(request.workspace, at=timezone.now())
    context = {"page": page, "form": form}
    return render(request, "support/escalation.html", context, status=status)
