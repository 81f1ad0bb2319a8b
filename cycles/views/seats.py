"""Giving seats, moving and emptying them."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.actions.locks import ReasonNeeded
from cycles.actions.seating import SeatIsGone, team_name
from cycles.actions.seats import move_seat, redate_seat, seat_member, unseat_member
from cycles.forms.plan import EmptySeatForm, SeatAgainForm, SeatDaysForm, SeatForm, TeamForm
from cycles.models import Cycle, Seat, Team
from cycles.queries.seat import seat_page
from cycles.views.plan import change_plan, cycle_or_404, kept_of, render_plan
from planner.access import MemberRequest, may_plan, member_view
from planner.kit.toasts import undoable
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
        return _with_seat(request, cycle, form.seat_id, team, seen_in=form.seen_in)
    member = get_object_or_404(
        Member.objects.select_related("person"), workspace=request.workspace, pk=form.member_id
    )
    return change_plan(request, cycle, seat_member, team=team, member=member)


@member_view(may_plan)
@require_POST
def move(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    cycle = cycle_or_404(request, number)
    form = TeamForm(request.POST, asks_reason=_asks_reason(cycle))
    if not form.is_valid():
        return render_plan(request, cycle, refusal=_say_what_is_missing(form))
    given = form.given()
    seen_in = _seen_in(request)
    return _with_seat(request, cycle, pk, _team(cycle, given.pop("team")), seen_in=seen_in, **given)


@member_view(may_plan)
@require_POST
def empty(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    cycle = cycle_or_404(request, number)
    form = EmptySeatForm(request.POST, asks_reason=_asks_reason(cycle))
    if not form.is_valid():
        return render_plan(request, cycle, refusal=_say_what_is_missing(form))
    return _with_seat(request, cycle, pk, seen_in=_seen_in(request), **form.given())


@member_view(may_plan)
@require_POST
def give_back(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """Undo: the person who was taken off the team sits there again, on the same days."""
    cycle, form = cycle_or_404(request, number), SeatAgainForm(request.POST)
    if not form.is_valid():
        return render_plan(request, cycle, refusal=_("Choose somebody for the seat."))
    given = form.cleaned_data["seat"]
    members = Member.objects.select_related("person").filter(workspace=request.workspace)
    member = get_object_or_404(members, pk=given.pop("member"))
    return change_plan(request, cycle, seat_member, team=_team(cycle, pk), member=member, **given)


@member_view(may_plan)
@require_http_methods(["GET", "HEAD", "POST"])
def show_seat(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """The days of a seat, for who joins or leaves in the middle; and another team for it."""
    cycle = cycle_or_404(request, number)
    seat = get_object_or_404(_seats(cycle), pk=pk)
    asked = request.POST if request.method == "POST" else None
    days = {"from_on": seat.from_on, "to_on": seat.to_on}
    seen = {"seen_from": seat.from_on.isoformat(), "seen_to": seat.to_on.isoformat()}
    form = SeatDaysForm(asked, initial=days | seen, asks_reason=_asks_reason(cycle))
    if form.is_valid():
        return change_plan(
            request, cycle, redate_seat, seat=seat, seen_in=_seen_in(request), **form.given()
        )
    today = timezone.now().astimezone(request.workspace.zone).date()
    context = {"page": seat_page(seat, today=today, kept=kept_of(request)), "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "cycles/seat.html", context, status=status)


def _with_seat(
    request: MemberRequest, cycle: Cycle, pk: int, team: Team | None = None, **given: Any
) -> HttpResponse:
    seat = _seats(cycle).filter(pk=pk).first()
    if seat is None:  # the page was older than the plan
        return render_plan(request, cycle, refusal=str(SeatIsGone(_("That seat is empty now."))))
    if team:
        said = _moved(seat, team, kept_of(request)) if cycle.is_ahead else ""
        return change_plan(request, cycle, move_seat, said, seat=seat, team=team, **given)
    said = _emptied(seat, kept_of(request)) if cycle.is_ahead else ""
    return change_plan(request, cycle, unseat_member, said, seat=seat, **given)


def _moved(seat: Seat, team: Team, kept: str) -> str:
    cycle = seat.team.cycle
    url = reverse("cycles:seat_move", args=[cycle.workspace.slug, cycle.number, seat.pk])
    text = _("%(name)s sits in %(team)s now") % {"name": seat.member, "team": team_name(team)}
    seen = f"?of={team.pk}{kept.replace('?', '&')}"
    return undoable(text, url=url + seen, name="team", value=seat.team_id)


def _emptied(seat: Seat, kept: str) -> str:
    """A seat of some weeks comes back with its days."""
    cycle = seat.team.cycle
    url = reverse("cycles:seat_again", args=[cycle.workspace.slug, cycle.number, seat.team_id])
    text = _("%(name)s has no seat now") % {"name": seat.member}
    days = f"{seat.member_id}/{seat.from_on.isoformat()}/{seat.to_on.isoformat()}"
    return undoable(text, url=f"{url}{kept}", name="seat", value=days)


def _seen_in(request: MemberRequest) -> int:
    """The team that the page showed them in; 0 for none."""
    of = request.GET.get("of", "")
    return int(of) if of.isascii() and of.isdigit() and len(of) < 16 else 0


def _asks_reason(cycle: Cycle) -> bool:
    return cycle.state == Cycle.State.ACTIVE


def _say_what_is_missing(form: EmptySeatForm) -> str:
    if "reason" in form.errors:
        return str(ReasonNeeded(_("The cycle is running: say why its teams change.")))
    return _("Choose a team.") if "team" in form.errors else _("That is no day.")


def _seats(cycle: Cycle) -> QuerySet[Seat]:
    return Seat.objects.filter(team__cycle=cycle).select_related(
        "team__cycle__workspace", "team__epic", "member__person"
    )


def _team(cycle: Cycle, pk: int) -> Team:
    return get_object_or_404(Team.objects.select_related("cycle__workspace"), cycle=cycle, pk=pk)
