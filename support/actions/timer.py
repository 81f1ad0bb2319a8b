"""The clock of a member: it runs for one ticket at a time, and what it measured is logged."""

from datetime import datetime
from math import ceil
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from planner.models import Member
from support.actions.time import TimeRefusal, log_time
from support.models import Ticket, TimeEntry, Timer

# Nobody works on one ticket for longer without a break: the clock was forgotten.
LONGEST: Final = 8 * 60


class NoTimerRuns(TimeRefusal):
    """There is nothing to stop."""


@transaction.atomic
def start_timer(*, member: Member, ticket: Ticket, at: datetime) -> Timer:
    """
    Let the member's clock run for the ticket. One that runs for another ticket is stopped first,
    and its time logged; for the same one it runs on.

    :raises DayIsFrozen: as ``stop_timer``, when one is stopped.
    """
    running = _locked(member)
    if running and running.ticket_id == ticket.pk:
        return running
    if running:
        _stop(running, at)
    return Timer.objects.create(member=member, ticket=ticket, started_at=at)


@transaction.atomic
def stop_timer(*, member: Member, at: datetime) -> TimeEntry:
    """
    Stop the member's clock, and log the minutes that were begun, eight hours at most, on the day
    on which it was started.

    :raises NoTimerRuns: none is running.
    :raises DayIsFrozen: that day's cycle was closed meanwhile.
    """
    running = _locked(member)
    if running is None:
        raise NoTimerRuns(_("No timer is running."))
    return _stop(running, at)


@transaction.atomic
def discard_timer(*, member: Member) -> None:
    """
    Stop the member's clock and log nothing.

    :raises NoTimerRuns: none is running.
    """
    running = _locked(member)
    if running is None:
        raise NoTimerRuns(_("No timer is running."))
    running.delete()


def _locked(member: Member) -> Timer | None:
    # The member's row is the lock: there may be no timer yet that could be one. What only names
    # the member (all that they do is in the log) does not wait for it.
    Member.objects.select_for_update(no_key=True, of=("self",)).get(pk=member.pk)
    rows = Timer.objects.select_related("ticket", "member__workspace", "member__person")
    return rows.filter(member=member).first()


def _stop(timer: Timer, at: datetime) -> TimeEntry:
    minutes = ceil((at - timer.started_at).total_seconds() / 60)
    entry = log_time(
        member=timer.member,
        on=timer.started_at.astimezone(timer.member.workspace.zone).date(),
        minutes=min(max(1, minutes), LONGEST),
        ticket=timer.ticket,
        by=timer.member,
        at=at,
    )
    timer.delete()
    return entry
