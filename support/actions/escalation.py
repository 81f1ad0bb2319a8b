"""Telling more people of tickets that nobody has answered in time; and what "in time" means."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from planner.activity import record
from planner.models import Member, Workspace
from support.actions.notices import tell
from support.models import Escalation, EscalationTarget, NoticeSettings, Ticket
from support.queries.listeners import desk_team, managers
from support.queries.waiting import Waiting, hours_of, of_sorts, targets_of, unanswered, waiting
from support.rules import hearing
from support.rules.escalation import MANAGER, USUAL, Hours, Target, due_steps, sort_of

LONGEST: Final = 30 * 24 * 60


class EscalationRefusal(Exception):
    """Why the targets stay as they are; the message is for the person who asked."""


class TargetIsNoGood(EscalationRefusal):
    """It is no number of minutes, or the manager is told before anybody else."""


def escalate_tickets(*, at: datetime) -> int:
    """
    Take every step that is due, in all workspaces; how many were taken.

    May run at any time, twice, or not to its end: each ticket has a transaction of its own, and
    the database keeps a step from being taken twice.
    """
    return sum(_escalate(workspace, at) for workspace in Workspace.objects.order_by("pk"))


def _escalate(workspace: Workspace, at: datetime) -> int:
    targets, hours = targets_of(workspace), hours_of(workspace)
    shortest = min((one.minutes for one in targets.values() if one.minutes), default=None)
    if shortest is None:
        return 0
    aimed = [sort for sort, target in targets.items() if target.minutes]
    rows = of_sorts(unanswered(workspace), aimed)
    rows = rows.filter(opened_at__lte=at - timedelta(minutes=shortest))
    count = 0
    for one in waiting(workspace, rows):
        if _due(one, targets, hours, at):
            count += _escalate_one(workspace, one.ticket, targets, hours, at)
    return count


def _due(
    one: Waiting, targets: Mapping[str, Target], hours: Hours, at: datetime
) -> tuple[str, ...]:
    target = targets[sort_of(one.ticket.kind, one.ticket.severity)]
    return due_steps(target, hours, since=one.since, at=at, taken=one.taken)


@transaction.atomic
def _escalate_one(
    workspace: Workspace, ticket: Ticket, targets: Mapping[str, Target], hours: Hours, at: datetime
) -> int:
    """Look once more under the lock: somebody may have answered meanwhile."""
    rows = unanswered(workspace).filter(pk=ticket.pk).select_for_update(skip_locked=True)
    found = waiting(workspace, rows)
    if not found:
        return 0
    [one] = found
    steps = _due(one, targets, hours, at)
    for step in steps:
        Escalation.objects.create(ticket=one.ticket, since=one.since, step=step, at=at)
        minutes = int((at - one.since).total_seconds() // 60)
        to = managers(workspace) if step == MANAGER else desk_team(workspace, at)
        record(
            workspace=workspace,
            verb="escalate_ticket",
            thing=one.ticket,
            by=None,
            at=at,
            key=one.ticket.key,
            title=one.ticket.title,
            step=step,
            minutes=minutes,
        )
        tell(
            workspace=workspace,
            reason=hearing.ESCALATION,
            to=to,
            ticket=one.ticket,
            at=at,
            critical=one.ticket.severity == Ticket.Severity.CRITICAL,
            key=f"{one.since.isoformat()} {step}",
            minutes=minutes,
        )
    return len(steps)


@transaction.atomic
def change_targets(
    *,
    workspace: Workspace,
    targets: Mapping[str, Target],
    day_from: time,
    day_to: time,
    by: Member,
    at: datetime,
) -> None:
    """
    Say within how long each sort of ticket is answered, and when the workspace works.

    :raises TargetIsNoGood: a number is none, or the day ends before it begins.
    """
    if day_from >= day_to:
        raise TargetIsNoGood(_("The working day ends after it begins."))
    for sort, target in targets.items():
        if sort not in USUAL or not all(
            each is None or 1 <= each <= LONGEST
            for each in (target.minutes, target.manager_minutes)
        ):
            raise TargetIsNoGood(_("Give 1 to {most} minutes, or nothing.").format(most=LONGEST))
    settings, _made = NoticeSettings.objects.select_for_update().get_or_create(workspace=workspace)
    settings.day_from, settings.day_to = day_from, day_to
    settings.version += 1
    settings.save()
    before = targets_of(workspace)
    for sort, target in targets.items():
        EscalationTarget.objects.update_or_create(
            workspace=workspace,
            sort=sort,
            defaults={
                "minutes": target.minutes,
                "manager_minutes": target.manager_minutes,
                "around_the_clock": target.around_the_clock,
            },
        )
    changed = [sort for sort, target in targets.items() if before.get(sort) != target]
    record(
        workspace=workspace,
        verb="change_escalation",
        thing=settings,
        by=by,
        at=at,
        sorts=changed,
        hours=f"{day_from:%H:%M}–{day_to:%H:%M}",
    )
