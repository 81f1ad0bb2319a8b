"""How interruptions come in: through the shield, or past it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.models import Cycle, Epic, Team
from planner.activity import record
from planner.models import Member, Workspace
from support.actions.causes import refuse_archived
from support.actions.time import log_time
from support.models import Cause, Interruption, Ticket
from support.queries.seats import seats_now


class InterruptionRefusal(Exception):
    """Why nobody is asked; the message is for the person who asked."""


class NothingIsAsked(InterruptionRefusal):
    """The manager has to know what it is about."""


class NotAReleaseTeam(InterruptionRefusal):
    """Those on support are asked at the desk."""


class TeamDoesNotRun(InterruptionRefusal):
    """Its cycle has not begun, or is over."""


class AlreadyInTheShield(InterruptionRefusal):
    """The ticket waits for an answer there."""


@transaction.atomic
def ask_release_team(
    *,
    team: Team,
    asked: str,
    by: Member,
    at: datetime,
    ticket: Ticket | None = None,
    epic: Epic | None = None,
    asker: str = "",
    asker_team: str = "",
    cause: Cause | None = None,
) -> Interruption:
    """
    Put a question to a release team into the manager's shield, where it waits.

    ``asker`` and ``asker_team`` are whoever wants it, where that is not ``by``. Without a cause it
    has its ticket's.

    :raises NothingIsAsked: the question is empty.
    :raises NotAReleaseTeam: the team is on support.
    :raises TeamDoesNotRun: the team's cycle is not the one that runs.
    :raises AlreadyInTheShield: the ticket waits there.
    :raises CauseIsArchived: the cause is offered no more.
    """
    asked = asked.strip()
    if not asked:
        raise NothingIsAsked(_("Say what the team is asked."))
    refuse_archived(cause)
    _refuse_team(team)
    if ticket:
        # The row is the lock: of two who ask at once, the second is told of the first.
        ticket = Ticket.objects.select_for_update().get(pk=ticket.pk)
        if Interruption.objects.waiting().filter(ticket=ticket).exists():
            raise AlreadyInTheShield(
                _("%(key)s waits in the shield already.") % {"key": ticket.key}
            )
        cause = cause or ticket.cause
    interruption = Interruption.objects.create(
        workspace=by.workspace,
        cycle=team.cycle,
        team=team,
        epic=team.epic or epic,
        asked=asked,
        ticket=ticket,
        asker=asker.strip() or (ticket.asker if ticket else ""),
        asker_team=asker_team.strip(),
        asked_by=by,
        asked_at=at,
        cause=cause,
    )
    tell_of(interruption, "ask_release_team", by, at)
    return interruption


def _refuse_team(team: Team) -> None:
    if team.kind == Team.Kind.ON_SUPPORT:
        raise NotAReleaseTeam(_("Those on support are asked at the desk."))
    if team.cycle.state != Cycle.State.ACTIVE:
        raise TeamDoesNotRun(
            _("Cycle %(number)s is not running: nobody works there who could be interrupted.")
            % {"number": team.cycle.number}
        )


@transaction.atomic
def capture_walk_up(
    *,
    workspace: Workspace,
    asker: str,
    minutes: int,
    by: Member,
    at: datetime,
    asker_team: str = "",
    asked: str = "",
    cause: Cause | None = None,
) -> Interruption:
    """
    Somebody came by, and it took so many minutes of today: an interruption that got through,
    with its time. It counts for the team on which ``by`` has a seat today, if any.

    :raises CauseIsArchived: the cause is offered no more.
    :raises NoSuchTime: the minutes are none.
    :raises DayIsFrozen: the cycle of today is closed.
    """
    refuse_archived(cause)
    seats = seats_now(workspace, at).filter(member=by)
    seat = seats.select_related("team__epic").first()
    running = Cycle.objects.active().filter(workspace=workspace).first()
    interruption = Interruption.objects.create(
        workspace=workspace,
        cycle=running,
        team=seat.team if seat else None,
        epic=seat.team.epic if seat else None,
        asked=asked.strip(),
        asker=asker.strip(),
        asker_team=asker_team.strip(),
        asked_by=by,
        asked_at=at,
        state=Interruption.State.WALK_UP,
        given_to=by,
        cause=cause,
    )
    today = at.astimezone(workspace.zone).date()
    log_time(member=by, on=today, minutes=minutes, interruption=interruption, by=by, at=at)
    tell_of(interruption, "capture_walk_up", by, at, minutes=minutes, who=interruption.asker)
    return interruption


def tell_of(
    interruption: Interruption, verb: str, by: Member, at: datetime, **data: object
) -> None:
    """What was done to it is told on its ticket too, or on the epic that it would interrupt."""
    record(
        workspace=interruption.workspace,
        verb=verb,
        thing=interruption,
        within=interruption.ticket or interruption.epic,
        by=by,
        at=at,
        asked=interruption.asked[:80],
        team=name_of(interruption.team),
        **data,
    )


def name_of(team: Team | None) -> str:
    """What a team is called in the log, for ever."""
    if team is None:
        return ""
    return team.epic.title if team.epic else str(Team.Kind(team.kind).label)
