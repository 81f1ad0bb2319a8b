"""Being away: each for themselves, the manager for everybody."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cycles.actions.locks import lock_cycles
from cycles.actions.refusals import Refusal
from cycles.models import Cycle, Leave
from planner.access import may_plan
from planner.activity import record
from planner.edits import changes_of, in_the_log
from planner.kit.dates import day_range, short_day
from planner.models import Member

LONGEST = 366  # days; a slip of the year would make somebody vanish


class LeaveOfOthers(Refusal):
    """Leave of others is written down by the manager."""


class LeaveOverlaps(Refusal):
    """There is leave on some of these days already."""


class NotALeave(Refusal):
    """The days make no leave."""


class LeaveIsHistory(Refusal):
    """Days of a closed cycle keep what they were."""


class LeaveIsGone(Refusal):
    """Somebody has cancelled it."""


@transaction.atomic
def take_leave(
    *, member: Member, from_on: date, to_on: date, by: Member, at: datetime, note: str = ""
) -> Leave:
    """
    Write down that a member is away from one day to another, both included.

    :raises LeaveOfOthers: ``by`` is neither the member nor somebody who plans.
    :raises NotALeave: it ends before it begins, or is longer than a year.
    :raises LeaveOverlaps: some of the days are leave already.
    :raises LeaveIsHistory: some of the days belong to a closed cycle.
    """
    _refuse_others(member, by)
    _refuse_days(member, from_on, to_on)
    leave = Leave.objects.create(member=member, from_on=from_on, to_on=to_on, note=note)
    _record_leave(leave, "take_leave", by, at)
    return leave


@transaction.atomic
def edit_leave(
    *, leave: Leave, version: int, wanted: Mapping[str, Any], by: Member, at: datetime
) -> Leave:
    """
    Change ``from_on``, ``to_on`` or ``note``.

    :raises ChangedMeanwhile: somebody else changed the same fields since ``version``.
    :raises LeaveIsGone: it was cancelled; otherwise as ``take_leave``.
    """
    leave = _locked(leave)
    _refuse_others(leave.member, by)
    changes = changes_of(leave, version=version, wanted=wanted)
    if not changes:
        return leave
    before = (leave.from_on, leave.to_on)
    for name, (_before, after) in changes.items():
        setattr(leave, name, after)
    if (leave.from_on, leave.to_on) != before:
        _refuse_days(leave.member, leave.from_on, leave.to_on, but=leave, before=before)
    leave.version += 1
    leave.save(update_fields=[*changes, "version"])
    _record_leave(leave, "edit_leave", by, at, version=leave.version, changes=in_the_log(changes))
    return leave


@transaction.atomic
def cancel_leave(*, leave: Leave, by: Member, at: datetime) -> None:
    """
    The member is there after all.

    :raises LeaveOfOthers: ``by`` is neither the member nor somebody who plans.
    :raises LeaveIsHistory: some of its days belong to a closed cycle.
    :raises LeaveIsGone: it was cancelled already.
    """
    leave = _locked(leave)
    _refuse_others(leave.member, by)
    _refuse_history(leave.member, (leave.from_on, leave.to_on))
    _record_leave(leave, "cancel_leave", by, at)
    leave.delete()


def _locked(leave: Leave) -> Leave:
    found = Leave.objects.select_for_update().filter(pk=leave.pk).first()
    if found is None:
        raise LeaveIsGone(_("Somebody has cancelled this leave already."))
    return found


def _refuse_others(member: Member, by: Member) -> None:
    if member.pk != by.pk and not may_plan(by):
        raise LeaveOfOthers(_("Leave of others is written down by the manager."))


def _refuse_days(
    member: Member,
    from_on: date,
    to_on: date,
    but: Leave | None = None,
    before: tuple[date, date] | None = None,
) -> None:
    if to_on < from_on:
        raise NotALeave(_("The last day comes before the first."))
    if (to_on - from_on).days >= LONGEST:
        raise NotALeave(_("Leave of more than a year: write it down in parts."))
    # Two at once come one after the other; what only names the member does not wait.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    _refuse_history(member, (from_on, to_on), *([before] if before else []))
    others = Leave.objects.filter(member=member).between(from_on, to_on)
    if but:
        others = others.exclude(pk=but.pk)
    if other := others.order_by("from_on").first():
        raise LeaveOverlaps(
            _("There is leave from %(days)s already.")
            % {"days": day_range(other.from_on, other.to_on)}
        )


def _refuse_history(member: Member, *spans: tuple[date, date]) -> None:
    """Holds the cycles of those days, so that none is closed meanwhile."""
    touched = Q()
    for from_on, to_on in spans:
        touched |= Q(ends_on__gte=from_on, starts_on__lte=to_on)
    cycles = lock_cycles(Cycle.objects.filter(touched, workspace=member.workspace_id))
    closed = [cycle for cycle in cycles if cycle.state == Cycle.State.CLOSED]
    if closed:
        last = max(closed, key=lambda cycle: cycle.number)
        raise LeaveIsHistory(
            _("Cycle %(number)s is closed: days to %(day)s keep what they were.")
            % {"number": last.number, "day": short_day(last.ends_on)}
        )


def _record_leave(leave: Leave, verb: str, by: Member, at: datetime, **data: Any) -> None:
    record(
        workspace=leave.member.workspace,
        verb=verb,
        thing=leave,
        by=by,
        at=at,
        name=leave.member.name,
        from_on=leave.from_on.isoformat(),
        to_on=leave.to_on.isoformat(),
        **data,
    )
