"""Starting a cycle."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.carrying import carry_into_cycle
from cycles.actions.dates import trim_seats
from cycles.actions.locks import lock_calendar, lock_plan
from cycles.actions.refusals import Refusal
from cycles.models import Cycle, CycleSettings, Epic
from cycles.queries.findings import say_all
from cycles.queries.staffing import staffing_of
from cycles.rules.calendar import Span
from cycles.rules.staffing import Finding, blocking, rule_check
from planner.activity import record
from planner.kit.dates import short_day
from planner.kit.lists import listed
from planner.models import Member


class CycleCannotStart(Refusal):
    """The rule check blocks it: ``findings`` are the reasons, ``reasons`` the same in words."""

    def __init__(self, findings: tuple[Finding, ...], reasons: tuple[str, ...]) -> None:
        self.findings, self.reasons = findings, reasons
        super().__init__(_("Can’t start: %(reasons)s.") % {"reasons": listed(reasons)})


class AnotherCycleIsActive(Refusal):
    """One cycle runs at a time."""


class EarlierCycleWaits(Refusal):
    """Cycles start in their order."""


class NotAStartDay(Refusal):
    """The cycle cannot start on that day."""


@transaction.atomic
def start_cycle(*, cycle: Cycle, by: Member | None, at: datetime, on: date | None = None) -> Cycle:
    """
    Start a cycle and lock its plan: today, or on a day that has been.

    Starting early or late moves its first day; seats that were to begin with it move along. Its
    epics go exploring, and cards that were left unfinished come to its boards. The rules are asked
    under the lock, so that what was checked is what starts.

    :raises CycleIsLocked: it was started before.
    :raises AnotherCycleIsActive: the one before is still running.
    :raises EarlierCycleWaits: a cycle before it was not started.
    :raises NotAStartDay: ahead of today, over already, a day of the cycle before, or earlier than
        planned by more than a cycle.
    :raises CycleCannotStart: with every reason at once.
    """
    settings = lock_calendar(cycle.workspace)
    cycle = lock_plan(cycle)
    today = at.astimezone(cycle.workspace.zone).date()
    planned_on, first_day = cycle.starts_on, on or today
    _refuse_order(cycle)
    _refuse_day(cycle, first_day, today)
    if first_day != planned_on:
        trim_seats(cycle, Span(first_day, cycle.ends_on))
        cycle.starts_on = first_day
    looks = _ask_rules(cycle, settings)
    cycle.state, cycle.started_at, cycle.started_by = Cycle.State.ACTIVE, at, by
    cycle.version += 1
    cycle.save()
    _explore(cycle)
    cycle.bets.filter(epic__size=Epic.Size.BIG).update(began_on=first_day)
    carry_into_cycle(cycle=cycle, by=by, at=at)
    record(
        workspace=cycle.workspace,
        verb="start_cycle",
        thing=cycle,
        by=by,
        at=at,
        cycle=cycle.number,
        planned_on=planned_on.isoformat(),
        starts_on=first_day.isoformat(),
        worth_a_look=looks,
    )
    return cycle


def _refuse_order(cycle: Cycle) -> None:
    others = Cycle.objects.filter(workspace_id=cycle.workspace_id)
    active = others.filter(state=Cycle.State.ACTIVE).first()
    if active:
        raise AnotherCycleIsActive(
            _("Cycle %(number)s is still running, and one cycle runs at a time.")
            % {"number": active.number}
        )
    waiting = others.filter(
        number__lt=cycle.number, state__in=[Cycle.State.DRAFT, Cycle.State.PLANNED]
    ).order_by("number")
    if earlier := waiting.first():
        raise EarlierCycleWaits(_("Cycle %(number)s comes first.") % {"number": earlier.number})


def _refuse_day(cycle: Cycle, first_day: date, today: date) -> None:
    if first_day > today:
        raise NotAStartDay(_("That day is still ahead."))
    # A slip of the year would make a cycle of decades, with a seat's day for each of them.
    earliest = cycle.starts_on - (cycle.ends_on - cycle.starts_on)
    if first_day < min(today, earliest):
        raise NotAStartDay(
            _("That is long before cycle %(number)s was to begin: shift it first.")
            % {"number": cycle.number}
        )
    if first_day >= cycle.ends_on:
        raise NotAStartDay(
            _("Cycle %(number)s would be over by %(day)s: shift it first.")
            % {"number": cycle.number, "day": short_day(cycle.ends_on)}
        )
    before = (
        Cycle.objects.filter(workspace_id=cycle.workspace_id, number__lt=cycle.number)
        .order_by("-number")
        .first()
    )
    if before and before.ends_on >= first_day:
        raise NotAStartDay(
            _("Cycle %(number)s ran until %(day)s.")
            % {"number": before.number, "day": short_day(before.ends_on)}
        )


def _ask_rules(cycle: Cycle, settings: CycleSettings) -> int:
    staffing = staffing_of(cycle, settings)
    findings = rule_check(staffing.facts)
    if reasons := blocking(findings):
        said = say_all(reasons, staffing)
        raise CycleCannotStart(reasons, tuple(one.short for one in said))
    return sum(1 for one in findings if one.severity == "look")


def _explore(cycle: Cycle) -> None:
    epics = list(
        Epic.objects.select_for_update(of=("self",))
        .filter(bets__cycle=cycle, state=Epic.State.PLANNED)
        .order_by("pk")
    )
    for epic in epics:
        epic.state = Epic.State.EXPLORING
        epic.version += 1
    Epic.objects.bulk_update(epics, ["state", "version"])
