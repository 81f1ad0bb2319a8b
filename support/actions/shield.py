"""The manager's answers to whoever wants a release team's time. Nobody else gives them."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.epics import create_epic
from cycles.models import Cycle, Epic
from planner.access import may_shield
from planner.models import Member
from support.actions.interruptions import tell_of
from support.actions.tickets import add_note, open_ticket
from support.models import Interruption, Note, Ticket
from support.queries.seats import seats_now

LONGEST_DAYS: Final = 10


class ShieldRefusal(Exception):
    """Why the shield stays as it is; the message is for the person who asked."""


class OnlyTheManagerAnswers(ShieldRefusal):
    """The shield is one person's, so that everybody knows whom to ask."""


class AlreadyAnswered(ShieldRefusal):
    """It was answered before; that answer stands until it is taken back."""


class NotAnswered(ShieldRefusal):
    """It waits, or was a walk-up: there is nothing to take back."""


class AnswerIsMissing(ShieldRefusal):
    """Who asked wants to read something."""


class NotOnTheTeam(ShieldRefusal):
    """It is let through to one person who sits on that team today."""


class NoSuchEstimate(ShieldRefusal):
    """It costs something, and more than two weeks are an epic."""


class TimeWasSpent(ShieldRefusal):
    """Somebody worked on it already."""


class CycleIsOver(ShieldRefusal):
    """Its cycle is closed, and with it all its figures."""


class InterruptionHasChanged(ShieldRefusal):
    """It is not the version that the caller has seen."""


@transaction.atomic
def answer_for_team(
    *,
    interruption: Interruption,
    text: str,
    by: Member,
    at: datetime,
    minutes: int | None = None,
    seen_version: int | None = None,
) -> Interruption:
    """
    The manager answers instead of the team; under the ticket it stands as an answer.

    ``minutes`` is how long that took.

    :raises AnswerIsMissing: the text is empty.
    :raises OnlyTheManagerAnswers, AlreadyAnswered, InterruptionHasChanged: nothing is answered.
    """
    interruption = _waiting(interruption, by, seen_version)
    text = text.strip()
    if not text:
        raise AnswerIsMissing(_("Write the answer."))
    if interruption.ticket:
        add_note(ticket=interruption.ticket, kind=Note.Kind.ANSWER, text=text, by=by, at=at)
    interruption.minutes = minutes
    return _answered(
        interruption, Interruption.State.ANSWERED, "answer_for_team", by, at, answer=text
    )


@transaction.atomic
def redirect_to_desk(
    *,
    interruption: Interruption,
    by: Member,
    at: datetime,
    text: str = "",
    seen_version: int | None = None,
) -> Interruption:
    """
    Those on support do it. What came from no ticket gets one, so that it is not lost.

    :raises OnlyTheManagerAnswers, AlreadyAnswered, InterruptionHasChanged: nothing is answered.
    """
    interruption = _waiting(interruption, by, seen_version)
    if interruption.ticket is None:
        interruption.ticket = open_ticket(
            workspace=interruption.workspace,
            kind=Ticket.Kind.REQUEST,
            title=interruption.asked[:300],
            asker=interruption.asker,
            by=by,
            at=at,
        )
    if text.strip():
        add_note(ticket=interruption.ticket, kind=Note.Kind.NOTE, text=text.strip(), by=by, at=at)
    return _answered(
        interruption,
        Interruption.State.REDIRECTED,
        "redirect_to_desk",
        by,
        at,
        answer=text.strip(),
    )


@transaction.atomic
def leave_for_next_cycle(
    *,
    interruption: Interruption,
    by: Member,
    at: datetime,
    title: str = "",
    seen_version: int | None = None,
) -> Interruption:
    """
    It becomes the idea of an issue-based epic, for whoever plans the next cycle.

    :raises OnlyTheManagerAnswers, AlreadyAnswered, InterruptionHasChanged: nothing is answered.
    """
    interruption = _waiting(interruption, by, seen_version)
    interruption.idea = create_epic(
        workspace=interruption.workspace,
        title=(title.strip() or interruption.asked)[:120],
        summary=interruption.asked,
        size=Epic.Size.SMALL,
        origin=Epic.Origin.ISSUE,
        state=Epic.State.IDEA,
        by=by,
        at=at,
    )
    return _answered(
        interruption,
        Interruption.State.NEXT_CYCLE,
        "leave_for_next_cycle",
        by,
        at,
        epic=interruption.idea.key,
    )


@transaction.atomic
def let_through(
    *,
    interruption: Interruption,
    to: Member,
    estimate_days: Decimal,
    by: Member,
    at: datetime,
    seen_version: int | None = None,
) -> Interruption:
    """
    One person of the team works on it; the estimate, in person-days, counts as reactive until
    there is time on it.

    :raises NotOnTheTeam: the person has no seat on that team today.
    :raises NoSuchEstimate: it is no time, or more than ten days.
    :raises OnlyTheManagerAnswers, AlreadyAnswered, InterruptionHasChanged: nothing is answered.
    """
    interruption = _waiting(interruption, by, seen_version)
    if not 0 < estimate_days <= LONGEST_DAYS:
        raise NoSuchEstimate(_("Give days, at most %(most)s.") % {"most": LONGEST_DAYS})
    seats = seats_now(interruption.workspace, at).filter(team=interruption.team_id, member=to)
    if not seats.exists():
        raise NotOnTheTeam(_("%(name)s has no seat on this team today.") % {"name": to.name})
    interruption.given_to, interruption.estimate_days = to, estimate_days
    return _answered(
        interruption,
        Interruption.State.LET_THROUGH,
        "let_through",
        by,
        at,
        to=to.name,
        days=f"{estimate_days.normalize():f}",
    )


@transaction.atomic
def take_answer_back(
    *, interruption: Interruption, by: Member, at: datetime, seen_version: int | None = None
) -> Interruption:
    """
    It waits again. What was written under the ticket, and the idea that it became, stay; who asked
    is told, and to whom it was let through, that it is theirs no more.

    :raises NotAnswered: it waits already, or was a walk-up.
    :raises TimeWasSpent: there is time on it that counts.
    :raises CycleIsOver: its cycle is closed.
    :raises OnlyTheManagerAnswers, InterruptionHasChanged: nothing is taken back.
    """
    interruption = _locked(interruption, by, seen_version)
    if interruption.answered_at is None:
        raise NotAnswered(_("There is no answer to take back."))
    cycle = Cycle.objects.select_for_update(of=("self",)).get(interruptions=interruption)
    if cycle.state == Cycle.State.CLOSED:
        raise CycleIsOver(
            _("Cycle %(number)s is closed: its answers stand.") % {"number": cycle.number}
        )
    if interruption.time_entries.counted().exists():
        raise TimeWasSpent(_("There is time on it already. Strike it first."))
    had = interruption.given_to_id
    interruption.given_to = interruption.estimate_days = interruption.minutes = None
    interruption.idea, interruption.answer = None, ""
    interruption.answered_by = interruption.answered_at = None
    interruption.state = Interruption.State.WAITING
    return _changed(interruption, "take_answer_back", by, at, had=had)


def _locked(interruption: Interruption, by: Member, seen_version: int | None) -> Interruption:
    if not may_shield(by):
        raise OnlyTheManagerAnswers(_("Only a manager answers for a release team."))
    # Nothing is joined: see the lock of tickets.
    locked = Interruption.objects.select_for_update().get(pk=interruption.pk)
    if seen_version is not None and locked.version != seen_version:
        raise InterruptionHasChanged(_("Somebody changed this meanwhile. Look again."))
    return locked


def _waiting(interruption: Interruption, by: Member, seen_version: int | None) -> Interruption:
    locked = _locked(interruption, by, seen_version)
    if locked.answered_by:
        raise AlreadyAnswered(
            _("%(name)s has answered this already.") % {"name": locked.answered_by.name}
        )
    if not locked.is_waiting:
        raise AlreadyAnswered(_("This was a walk-up: nobody waits for an answer."))
    return locked


def _answered(
    interruption: Interruption,
    state: str,
    verb: str,
    by: Member,
    at: datetime,
    answer: str = "",
    **data: Any,
) -> Interruption:
    interruption.state, interruption.answer = state, answer
    interruption.answered_by, interruption.answered_at = by, at
    return _changed(interruption, verb, by, at, **data)


def _changed(
    interruption: Interruption, verb: str, by: Member, at: datetime, **data: Any
) -> Interruption:
    interruption.version += 1
    interruption.save()
    tell_of(interruption, verb, by, at, **data)
    return interruption
