"""Opening a closed cycle again: everything comes back as it was, and the report stays readable."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.dates import write_days
from cycles.actions.epics import remove_epic
from cycles.actions.locks import lock_calendar
from cycles.actions.refusals import Refusal
from cycles.models import Bet, Cycle, CycleReport, Epic, ScopeItem, Seat, SeatDay
from planner.activity import record
from planner.kit.dates import short_day
from planner.models import Member


class NotClosed(Refusal):
    """Only what is closed can be opened again."""


class NothingToReopen(Refusal):
    """It was over before the team came here, and was never closed by anybody."""


class NextCycleHasStarted(Refusal):
    """From then on what was decided is history."""


class DaysAreTaken(Refusal):
    """The next cycle was moved onto days that this one would have again."""


class EpicIsBetOnElsewhere(Refusal):
    """An epic was chosen for another cycle since; one bet on it is open at a time."""


@transaction.atomic
def reopen_cycle(*, cycle: Cycle, by: Member | None, at: datetime) -> Cycle:
    """
    Let a closed cycle run again, with its epics, bets, seats, dates and scope as they were.

    Its report is superseded, and kept. Epics that were bet on again leave the next cycle, and
    whoever was seated on them there is free.

    :raises NotClosed: it runs, or has not begun.
    :raises NothingToReopen: it was only remembered.
    :raises NextCycleHasStarted: a later one was started.
    :raises DaysAreTaken: the next one begins before this one would end.
    :raises EpicIsBetOnElsewhere: one of its epics was chosen for another cycle meanwhile.
    """
    lock_calendar(cycle.workspace)
    cycle = (
        Cycle.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=cycle.pk)
    )
    report = _standing_report(cycle)
    ends_on = date.fromisoformat(report.before["ends_on"])
    _refuse_later(cycle, ends_on)
    _take_bets_back(report, by, at)
    _restore_epics(report)
    _restore_seats(cycle, report.before["seats"])
    cycle.state, cycle.closed_at, cycle.closed_by = Cycle.State.ACTIVE, None, None
    cycle.ends_on = ends_on
    cycle.version += 1
    cycle.save(update_fields=["state", "closed_at", "closed_by", "ends_on", "version"])
    report.superseded_at = at
    report.save(update_fields=["superseded_at"])
    record(
        workspace=cycle.workspace,
        verb="reopen_cycle",
        thing=cycle,
        by=by,
        at=at,
        cycle=cycle.number,
        report=report.pk,
    )
    return cycle


def _standing_report(cycle: Cycle) -> CycleReport:
    facts = {"number": cycle.number}
    if cycle.state != Cycle.State.CLOSED:
        raise NotClosed(_("Cycle %(number)s is not closed.") % facts)
    report = cycle.reports.filter(superseded_at=None).first()
    if report is None or not report.before:
        raise NothingToReopen(
            _("Cycle %(number)s was over before you came here: it stays as it is written down.")
            % facts
        )
    return report


def _refuse_later(cycle: Cycle, ends_on: date) -> None:
    later = Cycle.objects.filter(workspace_id=cycle.workspace_id, number__gt=cycle.number)
    facts: dict[str, Any] = {"number": cycle.number}
    started = later.exclude(state__in=[Cycle.State.DRAFT, Cycle.State.PLANNED]).first()
    if started:
        raise NextCycleHasStarted(
            _("Cycle %(later)s has started: cycle %(number)s stays closed.")
            % {**facts, "later": started.number}
        )
    following = later.order_by("starts_on").first()
    if following and following.starts_on <= ends_on:
        raise DaysAreTaken(
            _("Cycle %(number)s would run until %(day)s: shift cycle %(later)s first.")
            % {**facts, "day": short_day(ends_on), "later": following.number}
        )


def _take_bets_back(report: CycleReport, by: Member | None, at: datetime) -> None:
    """Those that closing made in the next cycle; any other one is somebody's plan since."""
    before = report.before
    following = before["following"] or {}
    open_bets = Bet.objects.filter(epic__in=before["epics"], is_open=True)
    again = set(
        report.cycle.bets.filter(outcome=Bet.Outcome.BET_AGAIN).values_list("epic_id", flat=True)
    )
    for bet in open_bets.select_related("epic", "cycle__workspace").order_by("pk"):
        if bet.epic_id not in again or bet.cycle_id != following.get("id"):
            raise EpicIsBetOnElsewhere(
                _("%(epic)s is in cycle %(number)s by now: take it out there first.")
                % {"epic": bet.epic.title, "number": bet.cycle.number}
            )
        remove_epic(cycle=bet.cycle, epic=bet.epic, by=by, at=at)
    if following.get("state") == Cycle.State.DRAFT:
        _draft_again(following["id"])


def _draft_again(pk: int) -> None:
    """With nothing planned in it, it is a mere line of the calendar again."""
    cycle = Cycle.objects.select_for_update().get(pk=pk)  # who plans it meanwhile holds it
    if cycle.bets.exists() or Seat.objects.filter(team__cycle=cycle).exists():
        return
    cycle.state = Cycle.State.DRAFT
    cycle.version += 1
    cycle.save(update_fields=["state", "version"])


def _restore_epics(report: CycleReport) -> None:
    before = report.before
    rows = Epic.objects.select_for_update().filter(pk__in=before["epics"])
    epics = list(rows.order_by("pk"))
    for epic in epics:
        epic.state, epic.shipped_at = before["epics"][str(epic.pk)], None
        epic.version += 1
    Epic.objects.bulk_update(epics, ["state", "shipped_at", "version"])
    Bet.objects.filter(pk__in=before["bets"]).update(is_open=True, outcome="", outcome_reason="")
    items = list(ScopeItem.objects.filter(pk__in=before["scope"], cut_at=report.made_at))
    for item in items:
        item.kind, item.cut_reason, item.cut_at = before["scope"][str(item.pk)], "", None
        item.went_to = None
        item.version += 1
    ScopeItem.objects.bulk_update(items, ["kind", "cut_reason", "cut_at", "went_to", "version"])


def _restore_seats(cycle: Cycle, seats: list[list[Any]]) -> None:
    """Seats that began after the day on which it was closed come back under their old number."""
    SeatDay.objects.filter(seat__team__cycle=cycle).delete()
    kept = set(Seat.objects.filter(team__cycle=cycle).values_list("pk", flat=True))
    restored = [
        Seat(
            pk=pk,
            team_id=team,
            member_id=member,
            from_on=date.fromisoformat(from_on),
            to_on=date.fromisoformat(to_on),
        )
        for pk, team, member, from_on, to_on in seats
    ]
    Seat.objects.bulk_create(seat for seat in restored if seat.pk not in kept)
    Seat.objects.bulk_update([seat for seat in restored if seat.pk in kept], ["from_on", "to_on"])
    write_days(restored)
