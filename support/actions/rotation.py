"""Who leads the desk: taking over, swapping, covering, and what the manager sets."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from planner.access import may_plan, may_work_the_desk
from planner.activity import record
from planner.kit.dates import short_day
from planner.models import Member, Workspace
from support.models import DeskSettings, LeadDay
from support.queries.rotation import Rotation, rotation_of, today_in
from support.queries.seats import last_day


class TurnRefusal(Exception):
    """Why the turns stay as they are; the message is for the person who asked."""


class DayIsOver(TurnRefusal):
    """What was is written down; only today and later can change."""


class NobodyIsNeeded(TurnRefusal):
    """It is no working day, or further away than the plan reaches."""


class NotOnSupport(TurnRefusal):
    """Only the team that has the desk leads it, as long as one of them is there."""


class IsAway(TurnRefusal):
    """On leave, on a holiday, or on a day on which they do not work."""


class IsShielded(TurnRefusal):
    """Release teams are shielded, also where nobody is on support."""


class LeadsAlready(TurnRefusal):
    """The day is theirs."""


class LeadHasChanged(TurnRefusal):
    """Somebody else leads by now than the one whom the caller saw."""


class NotYourTurn(TurnRefusal):
    """Turns are changed by those whose they are, and by the manager."""


class NothingToSwap(TurnRefusal):
    """A swap needs two days with two leads."""


class NothingWasAgreed(TurnRefusal):
    """The day goes by turns."""


@dataclass(frozen=True)
class _Agreed:
    kind: LeadDay.Kind
    reason: str
    by: Member
    at: datetime


@transaction.atomic
def take_over_now(
    *,
    workspace: Workspace,
    by: Member,
    at: datetime,
    instead_of: Member | None = None,
    reason: str = "",
) -> LeadDay:
    """
    Lead for the rest of today. It counts as a turn, and is made up for from the next week on.

    ``instead_of`` is whom the caller saw leading.

    :raises NobodyIsNeeded: today nobody works.
    :raises LeadHasChanged: somebody else leads by now.
    :raises LeadsAlready: it is their turn.
    :raises NotOnSupport, IsAway, IsShielded: they cannot lead today.
    """
    rotation = _locked(workspace, at)
    today = rotation.today
    lead = _lead_on(rotation, today)
    if instead_of and lead not in (None, instead_of.pk, by.pk):
        raise LeadHasChanged(
            _("%(name)s has taken over meanwhile.") % {"name": rotation.members[lead or 0].name}
        )
    agreed = _Agreed(LeadDay.Kind.TOOK_OVER, reason, by, at)
    return _give(rotation, today, by, agreed, verb="take_over_now")


@transaction.atomic
def cover_leave(
    *, workspace: Workspace, on: date, member: Member, by: Member, at: datetime, reason: str = ""
) -> LeadDay:
    """
    Lead on a day in place of who is away; on a day on which nobody of the team is there, anybody
    who is not shielded may.

    :raises NotYourTurn: ``by`` is neither who covers, nor whose turn it is, nor the manager.
    :raises DayIsOver, NobodyIsNeeded: there is nothing to lead.
    :raises LeadsAlready, NotOnSupport, IsAway, IsShielded: the member cannot lead that day.
    """
    rotation = _locked(workspace, at)
    lead = _lead_on(rotation, on)
    if by.pk not in (member.pk, lead) and not may_plan(by):
        raise NotYourTurn(
            _("Cover is agreed by who covers, by whose turn it is, or by the manager.")
        )
    agreed = _Agreed(LeadDay.Kind.COVER, reason, by, at)
    return _give(rotation, on, member, agreed, verb="cover_leave")


@transaction.atomic
def override_lead(
    *, workspace: Workspace, on: date, member: Member, by: Member, at: datetime, reason: str = ""
) -> LeadDay:
    """
    The manager says who leads on a day.

    :raises NotYourTurn: ``by`` is no manager.
    :raises DayIsOver, NobodyIsNeeded: there is nothing to lead.
    :raises LeadsAlready, NotOnSupport, IsAway, IsShielded: the member cannot lead that day.
    """
    if not may_plan(by):
        raise NotYourTurn(_("Turns of others are set by the manager."))
    rotation = _locked(workspace, at)
    agreed = _Agreed(LeadDay.Kind.OVERRIDE, reason, by, at)
    return _give(rotation, on, member, agreed, verb="override_lead")


@transaction.atomic
def swap_turns(
    *, workspace: Workspace, on: date, with_on: date, by: Member, at: datetime, reason: str = ""
) -> tuple[LeadDay, LeadDay]:
    """
    The leads of two days lead on each other's: nobody has a turn more or less.

    :raises NothingToSwap: it is one day, one lead, or nobody leads on one of them.
    :raises NotYourTurn: ``by`` is neither of the two, nor the manager.
    :raises DayIsOver, NobodyIsNeeded: there is nothing to lead.
    :raises NotOnSupport, IsAway: one of the two cannot lead on the other day.
    """
    rotation = _locked(workspace, at)
    mine, theirs = _lead_on(rotation, on), _lead_on(rotation, with_on)
    if mine is None or theirs is None or mine == theirs:
        raise NothingToSwap(_("Choose two days that two people lead."))
    if by.pk not in (mine, theirs) and not may_plan(by):
        raise NotYourTurn(_("Turns are swapped by one of the two, or by the manager."))
    agreed = _Agreed(LeadDay.Kind.SWAPPED, reason, by, at)
    people = rotation.members
    for member, day in ((mine, with_on), (theirs, on)):
        _refuse_unfit(rotation, people[member], day)
    first = _write(rotation, on, people[theirs], agreed, with_on=with_on)
    second = _write(rotation, with_on, people[mine], agreed, with_on=on)
    _record(first, agreed, verb="swap_turns", to=people[mine].name)
    return first, second


@transaction.atomic
def take_turn_back(*, workspace: Workspace, on: date, by: Member, at: datetime) -> None:
    """
    Let a day go by turns again, and with it the other day of a swap.

    :raises DayIsOver: it, or the other day of the swap, is over.
    :raises NothingWasAgreed: it goes by turns.
    :raises NotYourTurn: ``by`` is none of those whom it concerns, nor the manager.
    """
    rotation = _locked(workspace, at)
    row = LeadDay.objects.filter(workspace=workspace, on=on).select_related("member__person")
    agreed = row.first()
    if agreed is None or agreed.kind == LeadDay.Kind.TURN:
        raise NothingWasAgreed(_("Nothing was agreed for that day: it goes by turns."))
    if min(on, agreed.with_on or on) < rotation.today:
        raise DayIsOver(_("What is over stays as it was."))
    if by.pk not in (agreed.member_id, agreed.instead_of_id, agreed.by_id) and not may_plan(by):
        raise NotYourTurn(_("It is taken back by those whom it concerns, or by the manager."))
    record(
        workspace=workspace,
        verb="take_turn_back",
        thing=agreed,
        by=by,
        at=at,
        on=on.isoformat(),
        name=agreed.member.name,
    )
    days = [on, agreed.with_on or on]
    LeadDay.objects.filter(workspace=workspace, on__in=days).delete()


def _locked(workspace: Workspace, at: datetime) -> Rotation:
    """One writer at a time for the turns of a workspace."""
    DeskSettings.objects.select_for_update(of=("self",)).get(workspace=workspace)
    return rotation_of(workspace, today_in(workspace, at))


def _lead_on(rotation: Rotation, on: date) -> int | None:
    if on < rotation.today:
        raise DayIsOver(_("What is over stays as it was."))
    lead = rotation.lead_on(on)
    if lead is None:
        raise NobodyIsNeeded(
            _("%(day)s is no working day, or further away than the plan reaches.")
            % {"day": short_day(on)}
        )
    return lead.member


def _refuse_unfit(rotation: Rotation, member: Member, on: date) -> None:
    """Whoever of the team is there may lead; where none of them is, whoever is not shielded."""
    lead = rotation.lead_on(on)
    hands = lead.hands if lead else {}
    if member.pk in hands:
        return
    facts = {"name": member.name, "day": short_day(on)}
    if member.pk in {one.pk for one in rotation.team_on(on)}:
        raise IsAway(_("%(name)s is away on %(day)s.") % facts)
    if hands or member.left_at or not may_work_the_desk(member):
        raise NotOnSupport(_("%(name)s is not on support on %(day)s.") % facts)
    if seat := rotation.release_seat(member, on):
        raise IsShielded(
            _("%(name)s is on a release team until %(last)s. Ask the manager.")
            % {**facts, "last": last_day(seat)}
        )
    if not rotation.works_on(member, on):
        raise IsAway(_("%(name)s is away on %(day)s.") % facts)


def _give(rotation: Rotation, on: date, member: Member, agreed: _Agreed, *, verb: str) -> LeadDay:
    if _lead_on(rotation, on) == member.pk:
        raise LeadsAlready(
            _("%(name)s leads on %(day)s already.") % {"name": member.name, "day": short_day(on)}
        )
    _refuse_unfit(rotation, member, on)
    row = _write(rotation, on, member, agreed)
    _record(row, agreed, verb=verb)
    return row


def _write(
    rotation: Rotation, on: date, member: Member, agreed: _Agreed, with_on: date | None = None
) -> LeadDay:
    before = rotation.agreed.get(on)
    if before and before.with_on and before.with_on != with_on:
        # The swap ends here: who leads on its other day goes on to do so, on its own account.
        LeadDay.objects.filter(workspace=rotation.workspace, on=before.with_on).update(
            kind=LeadDay.Kind.COVER, with_on=None
        )
    lead = rotation.lead_on(on)
    row, _made = LeadDay.objects.update_or_create(
        workspace=rotation.workspace,
        on=on,
        defaults={
            "member": member,
            "kind": agreed.kind,
            "instead_of_id": lead.member if lead else None,
            "with_on": with_on,
            "reason": agreed.reason.strip()[:200],
            "by": agreed.by,
            "at": agreed.at,
        },
    )
    return row


def _record(row: LeadDay, agreed: _Agreed, *, verb: str, to: str = "") -> None:
    record(
        workspace=row.workspace,
        verb=verb,
        thing=row,
        by=agreed.by,
        at=agreed.at,
        on=row.on.isoformat(),
        name=row.member.name,
        instead_of=row.instead_of.name if row.instead_of else "",
        reason=row.reason,
        with_on=row.with_on.isoformat() if row.with_on else "",
        to=to,
    )
