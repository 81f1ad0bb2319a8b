"""Closing a cycle: a decision for every epic, and a report that stays as it is."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.dates import trim_seats
from cycles.actions.epics import EpicHasEnded, EpicIsNotChosen, choose_epic
from cycles.actions.locks import lock_calendar
from cycles.actions.refusals import Refusal
from cycles.models import Bet, Cycle, CycleReport, Epic, ScopeItem, Seat
from cycles.queries.report import report_content
from cycles.rules.calendar import Span
from cycles.signals import cycle_closing
from planner.activity import record
from planner.models import Member

# What becomes of an epic. A bet again is a new one: what was committed to is to be asked anew.
STATE_AFTER: Final = {
    Bet.Outcome.SHIP: Epic.State.SHIPPED,
    Bet.Outcome.CUT_AND_SHIP: Epic.State.SHIPPED,
    Bet.Outcome.BET_AGAIN: Epic.State.EXPLORING,
    Bet.Outcome.PARK: Epic.State.PARKED,
    Bet.Outcome.DROP: Epic.State.DROPPED,
}

type Decisions = Mapping[Epic, tuple[str, str]]


class NotRunning(Refusal):
    """It has not begun, so there is nothing to close."""


class AlreadyClosed(Refusal):
    """Somebody was quicker; the message says who."""


class BeganToday(Refusal):
    """A cycle of no day would leave nothing to tell of."""


class NoNextCycle(Refusal):
    """There is none that could be bet on again in."""


class EpicsUndecided(Refusal):
    """``problems`` says for each epic, by its id, what is missing; ``reasons`` are all of them."""

    def __init__(self, number: int, problems: dict[int, str], reasons: tuple[str, ...]) -> None:
        self.problems, self.reasons = problems, reasons
        super().__init__(
            _("Cycle %(number)s is not closed: each epic needs a decision and its reason.")
            % {"number": number}
        )


@transaction.atomic
def close_cycle(
    *, cycle: Cycle, decisions: Decisions, by: Member | None, at: datetime
) -> CycleReport:
    """
    Close a cycle: freeze its report first, then do what was decided for each epic.

    ``decisions`` are an outcome and a reason for every epic that has not ended yet. Closing
    early ends the cycle, and its seats, on that day. Nothing else ever closes a cycle.

    :raises NotRunning: it has not begun.
    :raises AlreadyClosed: somebody else has closed it.
    :raises BeganToday: it needs two days at least.
    :raises EpicIsNotChosen: a decision is about an epic of another cycle.
    :raises EpicHasEnded: a decision is about an epic that was shipped or dropped before.
    :raises EpicsUndecided: with all that is missing.
    :raises NoNextCycle: an epic is bet on again, and no cycle is ahead.
    """
    lock_calendar(cycle.workspace)
    cycle = _lock_running(cycle)
    today = at.astimezone(cycle.workspace.zone).date()
    if today <= cycle.starts_on:
        raise BeganToday(
            _("Cycle %(number)s began today: it can be closed from tomorrow on.")
            % {"number": cycle.number}
        )
    bets = _lock_bets(cycle)
    decided = _checked(cycle, bets, decisions)
    following = _following(cycle, decided)
    last = min(today, cycle.ends_on)
    report = _freeze(cycle, bets, decided, following, last, by, at)
    _end(cycle, last, by, at)
    for bet in bets:
        _end_bet(bet, decided.get(bet.epic_id), cycle, by, at)
    for bet in bets:
        if following and bet.outcome == Bet.Outcome.BET_AGAIN:
            choose_epic(cycle=following, epic=bet.epic, by=by, at=at)
    record(
        workspace=cycle.workspace,
        verb="close_cycle",
        thing=cycle,
        by=by,
        at=at,
        cycle=cycle.number,
        ends_on=last.isoformat(),
        report=report.pk,
    )
    return report


def _lock_running(cycle: Cycle) -> Cycle:
    locked = (
        Cycle.objects.select_for_update(of=("self",))
        .select_related("workspace", "closed_by__person")
        .get(pk=cycle.pk)
    )
    facts = {"number": locked.number, "name": locked.closed_by and locked.closed_by.name}
    if locked.state == Cycle.State.CLOSED:
        text = _("%(name)s has closed cycle %(number)s.") if locked.closed_by else ""
        raise AlreadyClosed((text or _("Cycle %(number)s is closed.")) % facts)
    if locked.is_ahead:
        raise NotRunning(_("Cycle %(number)s has not begun, so there is nothing to close.") % facts)
    return locked


def _lock_bets(cycle: Cycle) -> list[Bet]:
    epics = {
        epic.pk: epic
        for epic in Epic.objects.select_for_update(of=("self",))
        .filter(bets__cycle=cycle)
        .order_by("pk")
    }
    bets = list(Bet.objects.filter(cycle=cycle).order_by("position", "pk"))
    for bet in bets:
        bet.epic = epics[bet.epic_id]
    return bets


def _checked(cycle: Cycle, bets: list[Bet], decisions: Decisions) -> dict[int, tuple[str, str]]:
    """The decisions by the epic's id, complete and with tidy reasons."""
    given = {epic.pk: (outcome, reason.strip()) for epic, (outcome, reason) in decisions.items()}
    epics = {bet.epic_id: bet.epic for bet in bets}
    for epic in decisions:
        facts = {"epic": epic.title, "number": cycle.number}
        if epic.pk not in epics:
            raise EpicIsNotChosen(_("%(epic)s is not in cycle %(number)s.") % facts)
        if epics[epic.pk].state in Epic.ENDED:
            raise EpicHasEnded(_("%(epic)s has ended already: it needs no decision.") % facts)
    problems: dict[int, str] = {}
    for pk, epic in epics.items():
        if epic.state not in Epic.ENDED:
            outcome, reason = given.get(pk, ("", ""))
            if outcome not in STATE_AFTER:
                problems[pk] = _("Decide what becomes of it.")
            elif not reason:
                problems[pk] = _("Say why.")
    if problems:
        reasons = tuple(f"{epics[pk].title}: {text}" for pk, text in problems.items())
        raise EpicsUndecided(cycle.number, problems, reasons)
    return given


def _following(cycle: Cycle, decided: dict[int, tuple[str, str]]) -> Cycle | None:
    if all(outcome != Bet.Outcome.BET_AGAIN for outcome, _reason in decided.values()):
        return None
    following = Cycle.objects.filter(
        workspace_id=cycle.workspace_id, number=cycle.number + 1
    ).first()
    if following is None or not following.is_ahead:
        raise NoNextCycle(_("There is no next cycle to bet on it again in: lay one first."))
    return following


def _freeze(
    cycle: Cycle,
    bets: list[Bet],
    decided: dict[int, tuple[str, str]],
    following: Cycle | None,
    last: date,
    by: Member | None,
    at: datetime,
) -> CycleReport:
    parts: dict[str, Any] = {}
    cycle_closing.send(sender=Cycle, cycle=cycle, last=last, at=at, parts=parts)
    return CycleReport.objects.create(
        cycle=cycle,
        made_at=at,
        made_by=by,
        content=report_content(cycle, last=last, at=at, decided=decided) | parts,
        before=_before(cycle, bets, decided, following),
    )


def _before(
    cycle: Cycle,
    bets: list[Bet],
    decided: dict[int, tuple[str, str]],
    following: Cycle | None,
) -> dict[str, Any]:
    """All that closing changes, as it was: reopening reads it."""
    seats = Seat.objects.filter(team__cycle=cycle).order_by("pk")
    cut = [pk for pk, (outcome, _reason) in decided.items() if outcome == Bet.Outcome.CUT_AND_SHIP]
    return {
        "ends_on": cycle.ends_on.isoformat(),
        "epics": {str(bet.epic_id): bet.epic.state for bet in bets if bet.epic_id in decided},
        "bets": [bet.pk for bet in bets if bet.is_open],
        "seats": [
            [one.pk, one.team_id, one.member_id, one.from_on.isoformat(), one.to_on.isoformat()]
            for one in seats
        ],
        "scope": {
            str(item.pk): item.kind
            for item in ScopeItem.objects.kept().filter(epic__in=cut, done_at=None)
        },
        "following": following and {"id": following.pk, "state": following.state},
    }


def _end(cycle: Cycle, last: date, by: Member | None, at: datetime) -> None:
    if last < cycle.ends_on:
        trim_seats(cycle, Span(cycle.starts_on, last))
        cycle.ends_on = last
    cycle.state, cycle.closed_at, cycle.closed_by = Cycle.State.CLOSED, at, by
    cycle.version += 1
    cycle.save(update_fields=["ends_on", "state", "closed_at", "closed_by", "version"])


def _end_bet(
    bet: Bet, decision: tuple[str, str] | None, cycle: Cycle, by: Member | None, at: datetime
) -> None:
    """An epic that ended before keeps its state; of the others it is told why."""
    bet.is_open = False
    if decision:
        bet.outcome, bet.outcome_reason = decision
    bet.save(update_fields=["is_open", "outcome", "outcome_reason"])
    if decision is None:
        return
    epic = bet.epic
    if bet.outcome == Bet.Outcome.CUT_AND_SHIP:
        _cut_the_rest(epic, bet.outcome_reason, at)
    epic.state = STATE_AFTER[Bet.Outcome(bet.outcome)]
    epic.shipped_at = at if epic.state == Epic.State.SHIPPED else None
    epic.version += 1
    epic.save(update_fields=["state", "shipped_at", "version"])
    record(
        workspace=cycle.workspace,
        verb="decide_epic",
        thing=epic,
        within=cycle,
        by=by,
        at=at,
        title=epic.title,
        cycle=cycle.number,
        outcome=bet.outcome,
        why=bet.outcome_reason,
    )


def _cut_the_rest(epic: Epic, reason: str, at: datetime) -> None:
    """What is not built is cut, for the reason that the epic is shipped without it."""
    items = list(ScopeItem.objects.kept().filter(epic=epic, done_at=None))
    for item in items:
        item.kind, item.cut_reason, item.cut_at = ScopeItem.Kind.CUT, reason, at
        item.version += 1
    ScopeItem.objects.bulk_update(items, ["kind", "cut_reason", "cut_at", "version"])
