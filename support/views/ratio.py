"""The ratio of reactive and proactive work, and what is behind it."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cycles.models import Cycle
from planner.access import MemberRequest, may_see, may_work_the_desk, member_view
from planner.kit.csv import csv_response
from planner.kit.toasts import undoable
from planner.models import Member
from support.actions.ratio import RatioRefusal, correct_day, strike_correction
from support.actions.time import TimeRefusal
from support.forms.ratio import SHARES, DayForm, DaysForm, RatioForm
from support.models import DayCorrection
from support.queries.ratio import ratio_page
from support.queries.ratio_csv import csv_head, csv_rows
from support.queries.ratio_day import day_page
from support.queries.ratio_days import days_page, may_see_days_of


@member_view(may_see)
@require_safe
def ratio(request: MemberRequest) -> HttpResponse:
    page = ratio_page(request.member, at=timezone.now(), **RatioForm(request.GET).asked())
    return render(request, "support/ratio.html", {"page": page})


@member_view(may_see)
@require_safe
def csv(request: MemberRequest) -> HttpResponse:
    number = RatioForm(request.GET).asked()["number"]
    rows = csv_rows(request.member, at=timezone.now(), number=number)
    return csv_response("ratio.csv", csv_head(), rows)  # type: ignore[return-value]


@member_view(may_see)
@require_safe
def days(request: MemberRequest, number: int) -> HttpResponse:
    """What a figure is made of; whose days these are is asked first."""
    begun = Cycle.objects.filter(workspace=request.workspace).exclude(
        state__in=[Cycle.State.DRAFT, Cycle.State.PLANNED]
    )
    cycle = get_object_or_404(begun.select_related("workspace"), number=number)
    asked = DaysForm(request.GET).asked()
    if not may_see_days_of(request.member, asked.person):
        raise PermissionDenied
    page = days_page(cycle, request.member, asked, at=timezone.now())
    return render(request, "support/ratio_days.html", {"page": page})


@member_view(may_see)
@require_safe
def day(request: MemberRequest, pk: int, on: date) -> HttpResponse:
    return _show(request, _person(request, pk), on, DayForm())


@member_view(may_work_the_desk)
@require_POST
def correct(request: MemberRequest, pk: int, on: date) -> HttpResponse:
    """One click, with its reason."""
    person, form = _person(request, pk), DayForm(request.POST)
    if not form.is_valid():
        return _show(request, person, on, form)

    def act() -> None:
        made = correct_day(
            member=person, on=on, **form.cleaned_data, by=request.member, at=timezone.now()
        )
        url = f"{request.path.removesuffix('correct/')}strike/{made.pk}/"
        messages.success(request, undoable(_("The day is corrected."), url=url))

    return _done(request, person, on, form, act)


@member_view(may_work_the_desk)
@require_POST
def strike(request: MemberRequest, pk: int, on: date, correction: int) -> HttpResponse:
    person = _person(request, pk)
    rows = DayCorrection.objects.filter(member=person, on=on)
    found = get_object_or_404(rows, pk=correction)
    return _done(
        request,
        person,
        on,
        DayForm(),
        lambda: strike_correction(correction=found, by=request.member, at=timezone.now()),
    )


def _done(
    request: MemberRequest, person: Member, on: date, form: DayForm, act: Callable[[], object]
) -> HttpResponse:
    try:
        act()
    except (RatioRefusal, TimeRefusal) as refusal:
        return _show(request, person, on, form, refusal=str(refusal))
    return redirect("support:ratio_day", request.workspace.slug, person.pk, on)


def _person(request: MemberRequest, pk: int) -> Member:
    """Days of a person are of managers and of that person."""
    rows = Member.objects.filter(workspace=request.workspace)
    person = get_object_or_404(rows.select_related("person", "workspace"), pk=pk)
    if not may_see_days_of(request.member, person.pk):
        raise PermissionDenied
    return person


def _show(
    request: MemberRequest, person: Member, on: date, form: DayForm, *, refusal: str = ""
) -> HttpResponse:
    page = day_page(person, on, at=timezone.now())
    context = {"page": page, "shares": SHARES, "form": form, "refusal": refusal}
    status = 422 if form.is_bound or refusal else 200
    return render(request, "support/ratio_day.html", context, status=status)
