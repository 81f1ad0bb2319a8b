"""What a team promises to build in this cycle: proposed, signed by everybody, asked again."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.refusals import Refusal
from cycles.actions.work import (
    lock_live_epic,
    note_change,
    refuse_ended,
    refuse_unknowns,
    running_bet,
    standing_promise,
    today_of,
)
from cycles.models import (
    Commitment,
    CommitmentCheck,
    Cycle,
    Epic,
    ScopeItem,
    Signature,
    Unknown,
)
from cycles.queries.crew import Crew, crew_of
from cycles.rules.commitment import missing_signers, scope_change
from planner.models import Member, Role


class PromiseNeeded(Refusal):
    """A commitment is one sentence that the team stands by."""


class NothingInScope(Refusal):
    """A promise without anything to build is none."""


class NobodyToSign(Refusal):
    """Nobody sits in the team today."""


class NotOnTheTeam(Refusal):
    """Who does the work promises it; the manager may for somebody absent."""


class NoCommitment(Refusal):
    """None stands for this cycle."""


class AlreadySigned(Refusal):
    """Each member signs once."""


class ScopeHasChanged(Refusal):
    """It is not what was proposed: signing it would promise something else."""


class NotMadeYet(Refusal):
    """It is still being signed, so it cannot be asked whether it holds."""


class SayWhatChanged(Refusal):
    """A promise that does not hold any more says why."""


def refuse_to_promise(*, epic: Epic, by: Member | None, at: datetime) -> Crew:
    """
    Say what stands in the way before anybody writes a sentence; else who would sign.

    :raises Refusal: any of those of ``propose_commitment`` but for the sentence.
    """
    refuse_ended(epic)
    cycle = running_bet(epic).cycle
    refuse_unknowns(epic)
    if not ScopeItem.objects.kept().filter(epic=epic).exists():
        raise NothingInScope(_("Say what is must first: a promise is about something."))
    crew = _crew(epic, cycle, today_of(epic, at))
    _refuse_stranger(by, crew, epic)
    return crew


@transaction.atomic
def propose_commitment(*, epic: Epic, promise: str, by: Member | None, at: datetime) -> Commitment:
    """
    Put a promise to the team: its sentence, the scope as it is, and the person-days that are left.

    It replaces the one that stands. Who proposes it and sits in the team signs it by that.

    :raises EpicHasEnded: it was shipped or dropped.
    :raises EpicIsNotRunning: no cycle that runs bets on it.
    :raises UnknownsAreLeft: nobody can promise with a question open that could sink it.
    :raises PromiseNeeded: there is no sentence.
    :raises NothingInScope: nothing is must or could.
    :raises NobodyToSign: nobody sits in the team today.
    :raises NotOnTheTeam: who proposes neither sits there nor is the manager.
    """
    epic = lock_live_epic(epic)
    crew = refuse_to_promise(epic=epic, by=by, at=at)
    if not promise.strip():
        raise PromiseNeeded(_("Say in one sentence what the team will build."))
    cycle, today, kept = running_bet(epic).cycle, today_of(epic, at), _kept(epic)
    if standing := _standing(epic, cycle):
        _supersede(standing, at)
    commitment = Commitment.objects.create(
        epic=epic,
        cycle=cycle,
        promise=promise.strip(),
        scope=[{"id": one.pk, "title": one.title, "kind": one.kind} for one in kept],
        person_days_left=crew.days_left(today),
        proposed_at=at,
        proposed_by=by,
    )
    _set_state(epic, Epic.State.EXPLORING)
    note_change(
        "propose_commitment", commitment, epic, by, at,
        promise=commitment.promise, person_days=float(commitment.person_days_left),
        replaces=standing.promise if standing else "",
    )  # fmt: skip
    if by and by.pk in crew.members:
        _sign(commitment, by, crew, by, at)
    return commitment


@transaction.atomic
def sign_commitment(*, epic: Epic, member: Member, by: Member | None, at: datetime) -> Commitment:
    """
    Stand by it; with the last member who is seated today, it is made and the epic is committed.

    The manager may sign for somebody absent.

    :raises EpicHasEnded: it was shipped or dropped.
    :raises EpicIsNotRunning: no cycle that runs bets on it.
    :raises NoCommitment: none was proposed.
    :raises NotOnTheTeam: the member has no seat there today, or ``by`` may not sign for them.
    :raises AlreadySigned: they have.
    :raises UnknownsAreLeft: one was found before everybody had signed.
    :raises ScopeHasChanged: propose it anew.
    """
    epic = lock_live_epic(epic)
    cycle = running_bet(epic).cycle
    commitment = _refuse_none(epic, cycle)
    crew = _crew(epic, cycle, today_of(epic, at))
    if member.pk not in crew.members:
        raise NotOnTheTeam(_("%(name)s does not sit in this team today.") % {"name": member.name})
    if by and by.pk != member.pk and by.role != Role.MANAGER:
        raise NotOnTheTeam(_("Only the manager signs for somebody else."))
    if commitment.signatures.filter(member=member).exists():
        raise AlreadySigned(_("%(name)s has signed already.") % {"name": member.name})
    if not commitment.committed_at:
        refuse_unknowns(epic)
        _refuse_other_scope(commitment, epic)
    _sign(commitment, member, crew, by, at)
    return commitment


@transaction.atomic
def withdraw_commitment(*, epic: Epic, by: Member | None, at: datetime) -> Commitment:
    """
    Take a promise back, made or only proposed; it stays to be read.

    :raises EpicHasEnded: it was shipped or dropped.
    :raises EpicIsNotRunning: no cycle that runs bets on it.
    :raises NoCommitment: none stands.
    :raises NotOnTheTeam: ``by`` neither sits there nor is the manager.
    """
    epic = lock_live_epic(epic)
    cycle = running_bet(epic).cycle
    commitment = _refuse_none(epic, cycle)
    _refuse_stranger(by, crew_of(epic, cycle, today_of(epic, at)), epic)
    _supersede(commitment, at)
    _set_state(epic, Epic.State.EXPLORING)
    note_change("withdraw_commitment", commitment, epic, by, at, promise=commitment.promise)
    return commitment


@transaction.atomic
def check_commitment(
    *, epic: Epic, still_holds: bool, by: Member | None, at: datetime, note: str = ""
) -> CommitmentCheck:
    """
    Say whether the promise still holds, mostly after an unknown was found late.

    :raises EpicHasEnded: it was shipped or dropped.
    :raises EpicIsNotRunning: no cycle that runs bets on it.
    :raises NoCommitment: none stands.
    :raises NotMadeYet: it is still being signed.
    :raises NotOnTheTeam: ``by`` neither sits there nor is the manager.
    :raises SayWhatChanged: it does not hold, and nothing says why.
    """
    epic = lock_live_epic(epic)
    cycle = running_bet(epic).cycle
    commitment = _refuse_none(epic, cycle)
    if not standing_promise(epic):
        raise NotMadeYet(_("It is not signed by everybody yet."))
    _refuse_stranger(by, crew_of(epic, cycle, today_of(epic, at)), epic)
    if not still_holds and not note.strip():
        raise SayWhatChanged(_("Say what has changed."))
    late = Unknown.objects.filter(epic=epic, is_late=True).order_by("-raised_at", "-pk").first()
    check = CommitmentCheck.objects.create(
        commitment=commitment,
        unknown=late,
        still_holds=still_holds,
        note=note.strip(),
        at=at,
        by=by,
    )
    note_change(
        "confirm_commitment" if still_holds else "doubt_commitment", commitment, epic, by, at,
        promise=commitment.promise, note=check.note,
    )  # fmt: skip
    return check


def _sign(
    commitment: Commitment, member: Member, crew: Crew, by: Member | None, at: datetime
) -> None:
    epic = commitment.epic
    Signature.objects.create(commitment=commitment, member=member, signed_at=at, signed_by=by)
    note_change(
        "sign_commitment" if by == member else "sign_commitment_for", commitment, epic, by, at,
        name=member.name, promise=commitment.promise,
    )  # fmt: skip
    signed = set(commitment.signatures.values_list("member_id", flat=True))
    if commitment.committed_at or missing_signers(crew.members, signed):
        return
    commitment.committed_at = at
    commitment.save(update_fields=["committed_at"])
    _set_state(epic, Epic.State.COMMITTED)
    names = [one.name for one in crew.members.values() if one.pk in signed]
    note_change(
        "commit_to_scope", commitment, epic, None, at, promise=commitment.promise, names=names
    )


def _crew(epic: Epic, cycle: Cycle, today: date) -> Crew:
    crew = crew_of(epic, cycle, today)
    if not crew.members:
        raise NobodyToSign(_("Nobody sits in the team today, so nobody can sign."))
    return crew


def _refuse_stranger(by: Member | None, crew: Crew, epic: Epic) -> None:
    if by and by.pk not in crew.members and by.role != Role.MANAGER:
        raise NotOnTheTeam(
            _("Only those who work on %(epic)s, and the manager, promise it.")
            % {"epic": epic.title}
        )


def _refuse_other_scope(commitment: Commitment, epic: Epic) -> None:
    promised = {one["id"]: one["kind"] for one in commitment.scope}
    if scope_change(promised, {one.pk: one.kind for one in _kept(epic)}):
        raise ScopeHasChanged(_("The scope has changed since this was proposed: propose it anew."))


def _refuse_none(epic: Epic, cycle: Cycle) -> Commitment:
    standing = _standing(epic, cycle)
    if standing is None:
        raise NoCommitment(_("No commitment was proposed for this cycle."))
    return standing


def _standing(epic: Epic, cycle: Cycle) -> Commitment | None:
    standing = Commitment.objects.filter(epic=epic, cycle=cycle, superseded_at=None).first()
    if standing:
        standing.epic = epic
    return standing


def _supersede(commitment: Commitment, at: datetime) -> None:
    commitment.superseded_at = at
    commitment.save(update_fields=["superseded_at"])


def _kept(epic: Epic) -> list[ScopeItem]:
    kept = ScopeItem.objects.filter(epic=epic).exclude(kind=ScopeItem.Kind.CUT)
    return list(kept.order_by("position", "pk"))


def _set_state(epic: Epic, state: str) -> None:
    if epic.state != state:
        epic.state = state
        epic.version += 1
        epic.save(update_fields=["state", "version"])
