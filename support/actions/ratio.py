"""The ratio: days that are corrected, and ledgers that are kept when their cycle is closed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.models import Cycle, CycleSettings, Seat
from cycles.queries.staffing import leave_of, worker
from cycles.rules.calendar import Span, weeks_of
from planner.access import may_plan
from planner.activity import record
from planner.kit.dates import short_day
from planner.models import Member, Workspace
from support.actions.causes import refuse_archived
from support.actions.time import AlreadyStruck, NotYourTime, ReasonIsMissing, refuse_frozen
from support.models import Cause, DayCorrection, KeptRatio
from support.queries.ratio_account import account_of
from support.rules.ratio import ticks_a_day
from support.rules.ratio_account import SCHEMA

AT_ONCE: Final = 50  # cycles that are kept by one run of the task


class RatioRefusal(Exception):
    """Why the ratio stays as it is; the message is for the person who asked."""


class NoSeatThatDay(RatioRefusal):
    """Who has no seat, or does not work that day, has no day to be split."""


class NoSuchShare(RatioRefusal):
    """A share is between none and all of the day."""


class CycleIsNotRemembered(RatioRefusal):
    """Only what was over before the team came here is told from memory."""


class WeeksDoNotFit(RatioRefusal):
    """Each week of the cycle has its figures, and is reactive by no more than it has."""


@transaction.atomic
def correct_day(
    *,
    member: Member,
    on: date,
    percent: int,
    reason: str,
    by: Member,
    at: datetime,
    cause: Cause | None = None,
) -> DayCorrection:
    """
    Say how much of a person's day was reactive, whatever seats and entries say; an earlier
    correction of the day counts no more.

    :raises ReasonIsMissing: nobody says why.
    :raises NoSuchShare: it is not between 0 and 100 percent.
    :raises DayIsFrozen: the day lies in a closed cycle.
    :raises DayIsAhead: it has not come yet.
    :raises NotYourTime: it is somebody else's day, and ``by`` is no manager.
    :raises NoSeatThatDay: they had no seat, or did not work.
    :raises CauseIsArchived: the cause is offered no more.
    """
    _refuse_stranger(member, by)
    if not reason.strip():
        raise ReasonIsMissing(_("Say why."))
    if not 0 <= percent <= 100:
        raise NoSuchShare(_("Give the reactive share of the day in percent, from 0 to 100."))
    refuse_archived(cause)
    refuse_frozen(member.workspace, on, at=at)  # holds the cycle: of two who correct one is first
    _refuse_idle(member, on)
    DayCorrection.objects.counted().filter(member=member, on=on).update(struck_at=at, struck_by=by)
    made = DayCorrection.objects.create(
        workspace=member.workspace, member=member, on=on, percent=percent, cause=cause,
        reason=reason.strip(), made_at=at, made_by=by,
    )  # fmt: skip
    record(
        workspace=member.workspace, verb="correct_day", thing=made, within=member, by=by, at=at,
        member=member.name, on=on.isoformat(), percent=percent, reason=made.reason,
    )  # fmt: skip
    return made


@transaction.atomic
def strike_correction(*, correction: DayCorrection, by: Member, at: datetime) -> DayCorrection:
    """
    Let seats and entries say again what the day was.

    :raises AlreadyStruck: it counts no more already.
    :raises DayIsFrozen: the day lies in a closed cycle.
    :raises NotYourTime: it is somebody else's day, and ``by`` is no manager.
    """
    _refuse_stranger(correction.member, by)
    refuse_frozen(correction.workspace, correction.on, at=at)  # the cycle first, as correct_day
    rows = DayCorrection.objects.select_for_update(of=("self",))
    one = rows.select_related("workspace", "member__person").get(pk=correction.pk)
    if one.struck_at:
        raise AlreadyStruck(_("This correction counts no more already."))
    one.struck_at, one.struck_by = at, by
    one.save(update_fields=["struck_at", "struck_by"])
    record(
        workspace=one.workspace, verb="strike_correction", thing=one, within=one.member, by=by,
        at=at, member=one.member.name, on=one.on.isoformat(),
    )  # fmt: skip
    return one


@transaction.atomic
def keep_ratio(*, cycle: Cycle, last: date, by: Member | None, at: datetime) -> dict[str, Any]:
    """
    Freeze the ledger of a cycle up to its last day, and give back its sums; the closing of the
    cycle tells of it. One that was closed before, and opened again, is written anew.
    """
    totals, days = account_of(cycle, last)
    KeptRatio.objects.update_or_create(
        cycle=cycle,
        defaults={
            "kept_at": at, "kept_by": by, "is_remembered": False, "totals": totals, "days": days,
        },
    )  # fmt: skip
    return totals


def keep_ratios(*, at: datetime) -> int:
    """
    Freeze the ledgers of closed cycles that have none: those that were over before the team came
    here, and those that were closed before ledgers were kept. Says how many.
    """
    bare = Cycle.objects.closed().filter(kept_ratio=None).select_related("workspace")
    found = list(bare.order_by("workspace", "number")[:AT_ONCE])
    for cycle in found:
        with transaction.atomic():
            cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
            if cycle.state == Cycle.State.CLOSED and not hasattr(cycle, "kept_ratio"):
                keep_ratio(cycle=cycle, last=cycle.ends_on, by=None, at=at)
    return len(found)


@transaction.atomic
def remember_ratio(
    *,
    cycle: Cycle,
    weeks: Sequence[tuple[Decimal, Decimal]],
    by: Member | None,
    at: datetime,
    causes: Mapping[Cause, Decimal] | None = None,
) -> KeptRatio:
    """
    Write down what a cycle was that was over before the team came here.

    :param weeks: reactive person-days, and all person-days, of each of its weeks.
    :param causes: what of the reactive days is known to have had which cause.
    :raises CycleIsNotRemembered: it was closed here, so what it was is known, or is not over.
    :raises WeeksDoNotFit: there is one more or less, or one is reactive by more than it has,
        or the causes come to more than the reactive days.
    """
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    if cycle.state != Cycle.State.CLOSED or cycle.reports.exists():
        raise CycleIsNotRemembered(
            _("Cycle %(number)s was not over before you came here.") % {"number": cycle.number}
        )
    spans = weeks_of(Span(cycle.starts_on, cycle.ends_on))
    if len(spans) != len(weeks) or any(not 0 <= part <= whole for part, whole in weeks):
        raise WeeksDoNotFit(
            _("Give reactive days and all days for each of the %(n)s weeks.") % {"n": len(spans)}
        )
    settings = CycleSettings.objects.get(workspace=cycle.workspace)
    day = ticks_a_day(settings.day_hours)
    totals = {
        "schema": SCHEMA, "unit": day, "target": settings.reactive_target,
        "until": cycle.ends_on.isoformat(), "tickets": 0, "teams": [], "askers": [],
        "people": [], "epics": [],
        "weeks": [
            {
                "from": span.starts_on.isoformat(), "to": span.ends_on.isoformat(),
                "capacity": int(whole * day), "reactive": int(part * day),
                "worked": 0, "planned": 0, "planned_reactive": 0, "cause": None, "cause_ticks": 0,
            }
            for span, (part, whole) in zip(spans, weeks, strict=True)
        ],
        "causes": [
            {"id": pk, "name": name, "ticks": int(days * day), "times": 0}
            for pk, name, days in _with_the_rest(causes or {}, weeks)
        ],
    }  # fmt: skip
    kept, _made = KeptRatio.objects.update_or_create(
        cycle=cycle,
        defaults={
            "kept_at": at, "kept_by": by, "is_remembered": True, "totals": totals, "days": [],
        },
    )  # fmt: skip
    record(
        workspace=cycle.workspace, verb="remember_ratio", thing=kept, within=cycle, by=by, at=at,
        cycle=cycle.number,
    )  # fmt: skip
    return kept


def _with_the_rest(
    causes: Mapping[Cause, Decimal], weeks: Sequence[tuple[Decimal, Decimal]]
) -> Iterator[tuple[int | None, str, Decimal]]:
    """What is remembered of no cause is unattributed."""
    rest = sum((part for part, _whole in weeks), Decimal(0)) - sum(causes.values(), Decimal(0))
    if rest < 0:
        raise WeeksDoNotFit(_("The causes come to more than all reactive days."))
    yield from ((cause.pk, cause.name, days) for cause, days in causes.items())
    if rest:
        yield None, "", rest


def _refuse_stranger(member: Member, by: Member) -> None:
    if member.pk != by.pk and not may_plan(by):
        raise NotYourTime(
            _("That is time of %(name)s. Ask them, or your manager.") % {"name": member.name}
        )


def _refuse_idle(member: Member, on: date) -> None:
    facts = {"name": member.name, "day": short_day(on)}
    seat = Seat.objects.on(on).filter(member=member, team__cycle__workspace=member.workspace_id)
    if not seat.exists():
        raise NoSeatThatDay(_("%(name)s had no seat on %(day)s.") % facts)
    if on not in _days(member.workspace, member, on):
        raise NoSeatThatDay(_("%(name)s did not work on %(day)s.") % facts)


def _days(workspace: Workspace, member: Member, on: date) -> tuple[date, ...]:
    span = Span(on, on)
    away = leave_of(workspace, span).get(member.pk, frozenset())
    return worker(member, span, away).days(span)
