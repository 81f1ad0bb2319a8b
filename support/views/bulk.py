"""What people do to many tickets at once."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from planner.access import MemberRequest, may_work_the_desk, member_view
from planner.kit.toasts import undoable
from planner.models import Member
from support.actions.bulk import Outcome, change_tickets, undo_changes
from support.forms.tickets import BulkForm, OwnerForm, SnoozeForm
from support.models import Ticket
from support.views.desk import show_desk, suffix_of


@member_view(may_work_the_desk)
@require_POST
def change(request: MemberRequest) -> HttpResponse:
    form, now = BulkForm(request.POST), timezone.now()
    if not form.is_valid():
        return show_desk(request, status=422, refusal=_("Choose what to do."))
    facts: dict[str, Any] = {"by": request.member, "at": now}
    done, was = form.taken_back()
    if done:
        rows = _tickets(request, [int(key[2:]) for key in was])
        return _answer(request, undo_changes(tickets=rows, change=done, was=was, **facts), "", {})
    do = form.cleaned_data["do"]
    given, refusal = _given(request, form, do, now)
    rows = _tickets(request, form.numbers())
    if refusal or not rows:
        return show_desk(request, status=422, refusal=refusal or _("Choose tickets first."))
    return _answer(request, change_tickets(tickets=rows, change=do, **given, **facts), do, given)


def _tickets(request: MemberRequest, numbers: list[int]) -> list[Ticket]:
    rows = Ticket.objects.filter(workspace=request.workspace, number__in=numbers)
    return list(rows.select_related("workspace").order_by("number"))


def _given(
    request: MemberRequest, form: BulkForm, do: str, now: datetime
) -> tuple[dict[str, Any], str]:
    """What the change wants to know, or what is missing of it."""
    match do:
        case "take" | "resolve":
            return {}, ""
        case "assign":
            members = request.workspace.members.filter(pk=form.cleaned_data["assignee"])
            found = members.select_related("person", "workspace").first()
            return {"assignee": found}, "" if found else _("Choose somebody.")
        case "snooze":
            until = SnoozeForm(request.POST).asked(request.member, now)
            return {"until": until}, "" if until else _("Choose until when.")
        case "hand_over":
            owner = OwnerForm(request.POST)
            name = owner.cleaned_data["owner"] if owner.is_valid() else ""
            return {"owner": name}, "" if name else _("Name the team that owns them.")
    return {}, _("Choose what to do.")


def _said(do: str, count: int, given: Mapping[str, Any]) -> str:
    """What was done to so many; to none of them anything where it was taken back."""
    match do:
        case "take":
            said = ngettext("%(count)s ticket is yours", "%(count)s tickets are yours", count)
        case "resolve":
            said = ngettext("%(count)s ticket resolved", "%(count)s tickets resolved", count)
        case "snooze":
            said = ngettext("%(count)s ticket is snoozed", "%(count)s tickets are snoozed", count)
        case "assign":
            said = ngettext(
                "%(count)s ticket was given to %(name)s",
                "%(count)s tickets were given to %(name)s",
                count,
            )
        case "hand_over":
            said = ngettext(
                "%(count)s ticket was handed over to %(name)s",
                "%(count)s tickets were handed over to %(name)s",
                count,
            )
        case _:
            said = ngettext(
                "%(count)s ticket is as it was", "%(count)s tickets are as they were", count
            )
    assignee: Member | None = given.get("assignee")
    return said % {"count": count, "name": assignee.name if assignee else given.get("owner", "")}


def _answer(
    request: MemberRequest, outcome: Outcome, do: str, given: Mapping[str, Any]
) -> HttpResponse:
    suffix = suffix_of(request.GET)
    count = len(outcome.was)
    if count:
        text = _said(do, count, given)
        if do:
            url = reverse("support:bulk", args=[request.workspace.slug]) + suffix
            told = json.dumps({"do": do, "was": outcome.was})
            text = undoable(text, url=url, name="undo", value=told)
        messages.success(request, text)
    if outcome.refused:
        return show_desk(request, status=422, refused=outcome.refused)
    return redirect(reverse("support:desk", args=[request.workspace.slug]) + suffix)
