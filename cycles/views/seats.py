"""Giving seats, moving and emptying them."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.actions.seats import SeatIsGone, move_seat, redate_seat, seat_member, unseat_member
from cycles.forms.plan import SeatDaysForm, SeatForm, TeamForm
from cycles.models import Cycle, Seat, Team
from cycles.queries.seat import seat_page
from cycles.views.plan import change_plan, cycle_or_404, render_plan
from planner.access import MemberRequest, may_plan, member_view
from planner.models import Member


@member_view(may_plan)
@require_POST
def take(request: MemberRequest, number: int) -> HttpResponse:
    """Seat somebody who has none, or move somebody from the seat that the page showed."""
    cycle, form = cycle_or_404(request, number), SeatForm(request.POST)
    if not form.is_valid():
        return render_plan(request, cycle, refusal=_("Choose somebody for the seat."))
    team = _team(cycle, form.cleaned_data["team"])
    if form.seat_id:
        return _with_seat(request, cycle, form.seat_id, team)
    member = get_object_or_404(
        Member.objects.select_related("person"), workspace=request.workspace, pk=form.member_id
    )
    return change_plan(request, cycle, seat_member, team=team, member=member)


@member_view(may_plan)
@require_POST
def move(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    cycle, form = cycle_or_404(request, number), TeamForm(request.POST)
    if not form.is_valid():
        return render_plan(request, cycle, refusal=_("Choose a team."))
    return _with_seat(request, cycle, pk, _team(cycle, form.cleaned_data["team"]))


@member_view(may_plan)
@require_POST
def empty(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    return _with_seat(request, cycle_or_404(request, number), pk)


@member_view(may_plan)
@require_http_methods(["GET", "HEAD", "POST"])
def show_seat(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """The days of a seat, for who joins or leaves in the middle; and another team for it."""
    cycle = cycle_or_404(request, number)
    seat = get_object_or_404(_seats(cycle), pk=pk)
    asked = request.POST if request.method == "POST" else None
    form = SeatDaysForm(asked, initial=vars(seat))
    if form.is_valid():
        return change_plan(request, cycle, redate_seat, seat=seat, **form.cleaned_data)
    context = {"page": seat_page(seat), "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "cycles/seat.html", context, status=status)


def _with_seat(
    request: MemberRequest, cycle: Cycle, pk: int, team: Team | None = None
) -> HttpResponse:
    seat = _seats(cycle).filter(pk=pk).first()
    if seat is None:  # the page was older than the plan
        return render_plan(request, cycle, refusal=str(SeatIsGone(_("That seat is empty now."))))
    if team:
        return change_plan(request, cycle, move_seat, seat=seat, team=team)
    return change_plan(request, cycle, unseat_member, seat=seat)


def _seats(cycle: Cycle) -> QuerySet[Seat]:
    return Seat.objects.filter(team__cycle=cycle).select_related(
        "team__cycle__workspace", "team__epic", "member__person"
    )


def _team(cycle: Cycle, pk: int) -> Team:
    return get_object_or_404(Team.objects.select_related("cycle__workspace"), cycle=cycle, pk=pk)
