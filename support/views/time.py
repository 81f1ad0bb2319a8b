"""Time on tickets and interruptions: a click, a clock, a correction; and the cause of a thing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from planner.access import MemberRequest, may_plan, may_work_the_desk, member_view
from planner.kit.moments import minutes_said
from planner.kit.toasts import undoable
from planner.models import Member
from support.actions.causes import CauseRefusal, set_cause
from support.actions.time import TimeRefusal, correct_time, log_time, strike_time
from support.actions.timer import discard_timer, start_timer, stop_timer
from support.forms.shield import CauseChoiceForm, CorrectForm, LogForm, StrikeForm
from support.models import Interruption, Ticket, TimeEntry
from support.queries.time import time_entry_page
from support.views.desk import show_ticket, suffix_of, ticket_or_404
from support.views.shield import interruption_or_404, show_interruption


@member_view(may_work_the_desk)
@require_POST
def log_on_ticket(request: MemberRequest, key: str) -> HttpResponse:
    return _log(request, ticket_or_404(request, key))


@member_view(may_work_the_desk)
@require_POST
def log_on_interruption(request: MemberRequest, pk: int) -> HttpResponse:
    return _log(request, interruption_or_404(request, pk))


def _log(request: MemberRequest, thing: Ticket | Interruption) -> HttpResponse:
    form, now = LogForm(request.POST), timezone.now()
    if not form.is_valid():
        return _refuse(request, thing, _("Give the time in minutes, from 1 to 1440."))
    try:
        entry = log_time(
            member=_of_whom(request, thing),
            on=now.astimezone(request.workspace.zone).date(),
            minutes=form.cleaned_data["minutes"],
            ticket=thing if isinstance(thing, Ticket) else None,
            interruption=thing if isinstance(thing, Interruption) else None,
            by=request.member,
            at=now,
        )
    except TimeRefusal as refusal:
        return _refuse(request, thing, str(refusal))
    return _logged(request, entry, thing)


def _of_whom(request: MemberRequest, thing: Ticket | Interruption) -> Member:
    """What was let through takes the time of the one to whom it was; a manager may log that."""
    to = thing.given_to if isinstance(thing, Interruption) else None
    return to if to and may_plan(request.member) else request.member


def _logged(request: MemberRequest, entry: TimeEntry, thing: Ticket | Interruption) -> HttpResponse:
    said = _("%(time)s logged") % {"time": minutes_said(entry.minutes)}
    url = reverse("support:strike_time", args=[request.workspace.slug, entry.pk])
    messages.success(request, undoable(said, url=url, name="reason", value=_("Logged by mistake.")))
    return _back(request, thing)


@member_view(may_work_the_desk)
@require_POST
def start(request: MemberRequest, key: str) -> HttpResponse:
    ticket = ticket_or_404(request, key)
    try:
        start_timer(member=request.member, ticket=ticket, at=timezone.now())
    except TimeRefusal as refusal:
        return _refuse(request, ticket, str(refusal))
    return _back(request, ticket)


@member_view(may_work_the_desk)
@require_POST
def stop(request: MemberRequest, key: str) -> HttpResponse:
    ticket = ticket_or_404(request, key)
    try:
        entry = stop_timer(member=request.member, at=timezone.now())
    except TimeRefusal as refusal:
        return _refuse(request, ticket, str(refusal))
    return _logged(request, entry, ticket)


@member_view(may_work_the_desk)
@require_POST
def discard(request: MemberRequest, key: str) -> HttpResponse:
    ticket = ticket_or_404(request, key)
    try:
        discard_timer(member=request.member)
    except TimeRefusal as refusal:
        return _refuse(request, ticket, str(refusal))
    messages.success(request, _("The timer is stopped, and nothing was logged"))
    return _back(request, ticket)


@member_view(may_work_the_desk)
@require_POST
def ticket_cause(request: MemberRequest, key: str) -> HttpResponse:
    return _cause(request, ticket_or_404(request, key))


@member_view(may_work_the_desk)
@require_POST
def interruption_cause(request: MemberRequest, pk: int) -> HttpResponse:
    return _cause(request, interruption_or_404(request, pk))


def _cause[T: (Ticket, Interruption)](request: MemberRequest, thing: T) -> HttpResponse:
    form = CauseChoiceForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        return _refuse(request, thing, _("Choose a cause of the list."))
    try:
        cause = form.cleaned_data["cause"]
        set_cause(of=thing, cause=cause, by=request.member, at=timezone.now())
    except CauseRefusal as refusal:
        return _refuse(request, thing, str(refusal))
    messages.success(request, _("Cause set"))
    return _back(request, thing)


@member_view(may_work_the_desk)
@require_http_methods(["GET", "POST"])
def entry(request: MemberRequest, pk: int) -> HttpResponse:
    found = _entry_or_404(request, pk)
    known = {"on": found.on, "minutes": found.minutes, "version": found.version}
    form = CorrectForm(request.POST or None, initial=known)
    if form.is_bound and form.is_valid():
        try:
            correct_time(entry=found, by=request.member, at=timezone.now(), **form.asked_for())
        except TimeRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Time corrected"))
            return redirect(_home(found))
    return _show_entry(request, found, form)


@member_view(may_work_the_desk)
@require_POST
def strike(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = _entry_or_404(request, pk), StrikeForm(request.POST)
    try:
        strike_time(entry=found, by=request.member, at=timezone.now(), **form.asked_for())
    except TimeRefusal as refusal:
        return _show_entry(request, found, CorrectForm(), refusal=str(refusal))
    messages.success(request, _("Time struck"))
    return redirect(_home(found))


def _entry_or_404(request: MemberRequest, pk: int) -> TimeEntry:
    rows = TimeEntry.objects.filter(workspace=request.workspace)
    named = rows.select_related(
        "member__person", "ticket__workspace", "interruption__workspace", "task__workspace"
    )
    return get_object_or_404(named, pk=pk)


def _show_entry(
    request: MemberRequest, found: TimeEntry, form: CorrectForm, *, refusal: str = ""
) -> HttpResponse:
    page = time_entry_page(found, member=request.member, now=timezone.now())
    if not form.is_bound:
        form = CorrectForm(
            initial={"on": page.on, "minutes": page.minutes, "version": page.version}
        )
    context = {"page": page, "form": form, "refusal": refusal}
    status = 422 if form.is_bound or refusal else 200
    return render(request, "support/time_entry.html", context, status=status)


def _home(found: TimeEntry) -> Ticket | Interruption | str:
    """Where its time is shown: its ticket, its interruption, its card."""
    thing = found.ticket or found.interruption
    return thing or (found.task.get_absolute_url() if found.task else "")


def _refuse(request: MemberRequest, thing: Ticket | Interruption, refusal: str) -> HttpResponse:
    if isinstance(thing, Ticket):
        return show_ticket(request, thing, status=422, refusal=refusal)
    return show_interruption(request, thing, refusal=refusal)


def _back(request: MemberRequest, thing: Ticket | Interruption) -> HttpResponse:
    suffix = suffix_of(request.GET) if isinstance(thing, Ticket) else ""
    return redirect(thing.get_absolute_url() + suffix)
