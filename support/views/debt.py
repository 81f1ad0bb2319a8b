"""Taking the next card of the debt from the desk, and writing down the time it takes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cycles.actions.refusals import Refusal
from cycles.models import Task
from planner.access import MemberRequest, may_work_the_desk, member_view
from planner.kit.moments import minutes_said
from planner.kit.toasts import undoable
from support.actions.debt import log_debt_time, take_debt
from support.actions.time import TimeRefusal
from support.forms.shield import LogForm
from support.views.desk import show_desk


@member_view(may_work_the_desk)
@require_POST
def take(request: MemberRequest, key: str) -> HttpResponse:
    card = _card_or_404(request, key)
    try:
        taken = take_debt(task=card, by=request.member, at=timezone.now())
    except Refusal as refusal:
        return show_desk(request, refusal=str(refusal), status=422)
    messages.success(request, _("%(key)s is yours") % {"key": taken.key})
    return redirect(card.get_absolute_url())


@member_view(may_work_the_desk)
@require_POST
def log(request: MemberRequest, key: str) -> HttpResponse:
    """Time on debt is proactive: nobody made us."""
    card, form, now = _card_or_404(request, key), LogForm(request.POST), timezone.now()
    if not form.is_valid():
        refusal = _("Give the time in minutes, from 1 to 1440.")
        return show_desk(request, refusal=refusal, status=422)
    try:
        entry = log_debt_time(
            task=card, minutes=form.cleaned_data["minutes"], by=request.member, at=now
        )
    except (Refusal, TimeRefusal) as refusal:
        return show_desk(request, refusal=str(refusal), status=422)
    said = _("%(time)s logged") % {"time": minutes_said(entry.minutes)}
    url = reverse("support:strike_time", args=[request.workspace.slug, entry.pk])
    messages.success(request, undoable(said, url=url, name="reason", value=_("Logged by mistake.")))
    return redirect("support:desk", request.workspace.slug)


def _card_or_404(request: MemberRequest, key: str) -> Task:
    cards = Task.objects.select_related("team__cycle__workspace", "workspace")
    number = int(key.removeprefix("T-"))
    return get_object_or_404(cards, workspace=request.workspace, number=number)
