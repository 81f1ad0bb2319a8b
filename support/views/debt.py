"""Taking the next card of the debt from the desk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cycles.actions.refusals import Refusal
from cycles.models import Task
from planner.access import MemberRequest, may_work_the_desk, member_view
from support.actions.debt import take_debt
from support.views.desk import show_desk


@member_view(may_work_the_desk)
@require_POST
def take(request: MemberRequest, key: str) -> HttpResponse:
    number = int(key.removeprefix("T-"))
    cards = Task.objects.select_related("team__cycle__workspace", "workspace")
    card = get_object_or_404(cards, workspace=request.workspace, number=number)
    try:
        taken = take_debt(task=card, by=request.member, at=timezone.now())
    except Refusal as refusal:
        return show_desk(request, refusal=str(refusal), status=422)
    messages.success(request, _("%(key)s is yours") % {"key": taken.key})
    return redirect(card.get_absolute_url())
