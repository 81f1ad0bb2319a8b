"""What an epic needs."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.actions.dependencies import need_epic, need_no_more
from cycles.forms.needs import NeedForm
from cycles.models import Dependency
from cycles.views.epics import epic_or_404
from cycles.views.work import by, change_epic, submit
from planner.access import MemberRequest, may_shape, member_view


@member_view(may_shape)
@require_http_methods(["GET", "HEAD", "POST"])
def new_need(request: MemberRequest, key: str) -> HttpResponse:
    epic = epic_or_404(request, key)
    form = NeedForm(request.POST or None, epic=epic)
    return submit(
        request,
        epic,
        form,
        lambda: need_epic(epic=epic, needed=form.chosen, **by(request)),
        title=_("What it needs"),
        button=_("Add it"),
    )


@member_view(may_shape)
@require_POST
def remove_need(request: MemberRequest, key: str, need: int) -> HttpResponse:
    epic = epic_or_404(request, key)
    rows = Dependency.objects.select_related("epic__workspace", "needed")
    found = get_object_or_404(rows, epic=epic, pk=need)
    said = _("It needs %(key)s no more") % {"key": found.needed.key}
    return change_epic(request, epic, need_no_more, dependency=found, said=said)
