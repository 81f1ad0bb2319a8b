"""Time that was spent: logged by a click or by a clock, corrected and struck with a reason."""

from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cycles.actions.locks import lock_cycles
from cycles.models import Cycle, Task
from planner.access import may_plan
from planner.activity import record
from planner.kit.dates import short_day
from planner.models import Member, Workspace
from support.actions.causes import refuse_archived
from support.models import Cause, Interruption, Ticket, TimeEntry

DAY: Final = 24 * 60  # minutes


class TimeRefusal(Exception):
    """Why time is not logged, or stays as it is; the message is for the person who asked."""


class NoSuchTime(TimeRefusal):
    """Less than a minute, or more than a day."""


class DayIsFrozen(TimeRefusal):
    """Its cycle is closed, and with it all its figures."""


class DayIsAhead(TimeRefusal):
    """Nobody has spent time there yet."""


class NotYourTime(TimeRefusal):
    """Everybody logs their own time; the manager logs anybody's."""


class ReasonIsMissing(TimeRefusal):
    """Who changes what was logged says why."""


class AlreadyStruck(TimeRefusal):
    """It counts no more."""


class TimeHasChanged(TimeRefusal):
    """It is not the version that the caller has seen."""


@transaction.atomic
def log_time(
    *,
    member: Member,
    on: date,
    minutes: int,
    by: Member,
    at: datetime,
    ticket: Ticket | None = None,
    interruption: Interruption | None = None,
    task: Task | None = None,
    cause: Cause | None = None,
) -> TimeEntry:
    """
    Write down that the member spent so many minutes of a day on exactly one thing.

    It is reactive, but on technical debt and other cards of a board it is proactive.

    :raises NoSuchTime: the minutes are none, or more than a day has.
    :raises DayIsFrozen: the day lies in a closed cycle.
    :raises DayIsAhead: it has not come yet.
    :raises NotYourTime: it is somebody else's, and ``by`` is no manager.
    :raises CauseIsArchived: the cause is offered no more.
    """
    _refuse_stranger(member, by)
    _refuse_minutes(minutes)
    refuse_archived(cause)
    refuse_frozen(member.workspace, on, at=at)
    entry = TimeEntry.objects.create(
        workspace=member.workspace,
        member=member,
        on=on,
        minutes=minutes,
        ticket=ticket,
        interruption=interruption,
        task=task,
        nature=TimeEntry.Nature.PROACTIVE if task else TimeEntry.Nature.REACTIVE,
        cause=cause,
        logged_at=at,
        logged_by=by,
    )
    _tell(entry, "log_time", by, at)
    return entry


@transaction.atomic
def correct_time(
    *,
    entry: TimeEntry,
    reason: str,
    by: Member,
    at: datetime,
    minutes: int | None = None,
    on: date | None = None,
    cause: Cause | None = None,
    seen_version: int | None = None,
) -> TimeEntry:
    """
    Change its minutes, its day or its cause; what is not given stays. The log keeps what it was.

    :raises ReasonIsMissing: nobody says why.
    :raises AlreadyStruck: it counts no more.
    :raises NoSuchTime: the minutes are none, or more than a day has.
    :raises DayIsFrozen: the old day or the new one lies in a closed cycle.
    :raises DayIsAhead: the new day has not come yet.
    :raises NotYourTime: it is somebody else's, and ``by`` is no manager.
    :raises TimeHasChanged: it is not the version that was seen.
    """
    entry = _locked(entry, by, at, reason, seen_version, also_on=on)
    before = entry.minutes
    if minutes is not None:
        _refuse_minutes(minutes)
        entry.minutes = minutes
    if on is not None:
        entry.on = on
    if cause is not None:
        refuse_archived(cause)
        entry.cause = cause
    entry.corrected_at, entry.corrected_by, entry.reason = at, by, reason.strip()
    return _changed(entry, "correct_time", by, at, before=before)


@transaction.atomic
def strike_time(
    *,
    entry: TimeEntry,
    reason: str,
    by: Member,
    at: datetime,
    seen_version: int | None = None,
) -> TimeEntry:
    """
    Let it count no more. It stays to be seen, with who struck it and why.

    :raises ReasonIsMissing: nobody says why.
    :raises AlreadyStruck: it counts no more already.
    :raises DayIsFrozen: its day lies in a closed cycle.
    :raises NotYourTime: it is somebody else's, and ``by`` is no manager.
    :raises TimeHasChanged: it is not the version that was seen.
    """
    entry = _locked(entry, by, at, reason, seen_version)
    entry.struck_at, entry.struck_by, entry.reason = at, by, reason.strip()
    return _changed(entry, "strike_time", by, at)


def refuse_frozen(workspace: Workspace, *days: date, at: datetime) -> None:
    """
    Hold the cycles of those days, so that none is closed meanwhile.

    :raises DayIsFrozen: one is closed.
    :raises DayIsAhead: a day has not come yet.
    """
    today = at.astimezone(workspace.zone).date()
    for on in days:
        if on > today:
            raise DayIsAhead(_("%(day)s has not come yet.") % {"day": short_day(on)})
    of_days = Q()
    for on in days:
        of_days |= Q(starts_on__lte=on, ends_on__gte=on)
    cycles = lock_cycles(Cycle.objects.filter(of_days, workspace=workspace))
    closed = next((cycle for cycle in cycles if cycle.state == Cycle.State.CLOSED), None)
    if closed:
        raise DayIsFrozen(
            _("Cycle %(number)s is closed: its time stays as it is.") % {"number": closed.number}
        )


def _refuse_stranger(member: Member, by: Member) -> None:
    if member.pk != by.pk and not may_plan(by):
        raise NotYourTime(
            _("That is time of %(name)s. Ask them, or your manager.") % {"name": member.name}
        )


def _refuse_minutes(minutes: int) -> None:
    if not 0 < minutes <= DAY:
        raise NoSuchTime(_("Give the time in minutes, from 1 to 1440."))


def _locked(
    entry: TimeEntry,
    by: Member,
    at: datetime,
    reason: str,
    seen_version: int | None,
    also_on: date | None = None,
) -> TimeEntry:
    rows = TimeEntry.objects.select_for_update(of=("self",))
    entry = rows.select_related(
        "workspace", "member__person", "ticket", "interruption", "task"
    ).get(pk=entry.pk)
    _refuse_stranger(entry.member, by)
    if seen_version is not None and entry.version != seen_version:
        raise TimeHasChanged(_("Somebody changed this time meanwhile. Look again."))
    if entry.struck_at:
        raise AlreadyStruck(_("This time is struck already."))
    if not reason.strip():
        raise ReasonIsMissing(_("Say why."))
    refuse_frozen(entry.workspace, entry.on, also_on or entry.on, at=at)
    return entry


def _changed(entry: TimeEntry, verb: str, by: Member, at: datetime, **data: Any) -> TimeEntry:
    entry.version += 1
    entry.save()
    _tell(entry, verb, by, at, reason=entry.reason, **data)
    return entry


def _tell(entry: TimeEntry, verb: str, by: Member, at: datetime, **data: Any) -> None:
    thing = entry.ticket or entry.interruption or entry.task
    record(
        workspace=entry.workspace,
        verb=verb,
        thing=entry,
        within=thing,
        by=by,
        at=at,
        minutes=entry.minutes,
        member=entry.member.name,
        title=str(thing)[:80],
        **data,
    )
