"""What a team has promised of an epic, who signed it, and whether it still holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Commitment, CommitmentCheck, Cycle, Epic, ScopeItem
from cycles.queries.crew import Crew
from cycles.queries.planned import number
from cycles.queries.questions import Questions
from cycles.rules.commitment import is_asked_again, missing_signers, scope_change
from planner.kit.dates import short_day, weekday_day
from planner.kit.names import first_name
from planner.models import Member, Role


@dataclass(frozen=True)
class Signer:
    """``member`` is who may be signed for by the reader, and nothing where they may not."""

    name: str
    said: str
    member: int = 0
    is_you: bool = False


@dataclass(frozen=True)
class Check:
    """``meaning`` is ``ship`` where it holds, ``warn`` where it is asked or has changed."""

    found: str
    verdict: str
    said: str
    note: str
    meaning: str


@dataclass(frozen=True)
class Promise:
    """``waits`` says why there is none, where there is none; ``may_*`` what the reader may do."""

    sentence: str
    is_made: bool
    made: str
    signed: tuple[Signer, ...]
    missing: tuple[Signer, ...]
    days: str
    check: Check | None
    changed: str
    waits: str
    earlier: tuple[str, ...]
    is_asked: bool
    may_propose: bool
    may_act: bool
    url: str
    committed_on: date | None


def promise_of(
    epic: Epic,
    cycle: Cycle | None,
    crew: Crew | None,
    questions: Questions,
    kept: Sequence[ScopeItem],
    *,
    reader: Member,
    today: date,
) -> Promise:
    """Three queries. ``cycle`` is the one that runs; without it nothing is promised."""
    zone = epic.workspace.zone
    all_of_it = list(
        Commitment.objects.filter(epic=epic)
        .prefetch_related("signatures__member__person", "signatures__signed_by__person")
        .prefetch_related("checks__by__person")
        .order_by("proposed_at", "pk")
    )
    now = next((one for one in all_of_it if one.superseded_at is None), None)
    is_running = cycle is not None and epic.state not in Epic.ENDED
    crew_here = crew.members if crew else {}
    may = is_running and (reader.pk in crew_here or reader.role == Role.MANAGER)
    is_made = bool(now and now.committed_at)
    checks = list(now.checks.all()) if now else []
    late = [at for at in questions.found_late if now and now.committed_at and at > now.committed_at]
    signed, missing = _signers(now, crew, reader, zone, may_sign=may) if now else ((), ())
    return Promise(
        now.promise if now else "",
        is_made,
        _made(now, zone),
        signed,
        missing if is_running else (),
        _days(now, crew, today, is_running=is_running),
        _check(late, checks, zone, today) if is_made else None,
        _changed(now, kept) if now else "",
        "" if now else _waits(questions.left, kept, is_running=is_running),
        tuple(_earlier(one, zone) for one in all_of_it if one is not now),
        is_made and is_running and is_asked_again(late, [one.at for one in checks]),
        may and not questions.left and bool(kept) and bool(crew_here),
        may,
        reverse("cycles:commitment", args=[epic.workspace.slug, epic.key]),
        now.committed_at.astimezone(zone).date() if now and now.committed_at else None,
    )


def _made(commitment: Commitment | None, zone: ZoneInfo) -> str:
    """committed Fri 15 May"""
    if commitment is None:
        return ""
    if commitment.committed_at:
        day = weekday_day(commitment.committed_at.astimezone(zone).date())
        return _("committed %(day)s") % {"day": day}
    day = weekday_day(commitment.proposed_at.astimezone(zone).date())
    return _("proposed %(day)s, not signed by all yet") % {"day": day}


def _signers(
    commitment: Commitment, crew: Crew | None, reader: Member, zone: ZoneInfo, *, may_sign: bool
) -> tuple[tuple[Signer, ...], tuple[Signer, ...]]:
    signatures = list(commitment.signatures.all())
    signed = tuple(
        Signer(
            one.member.name,
            _("signed by %(name)s, %(day)s")
            % {
                "name": one.signed_by.name if one.signed_by else "–",
                "day": short_day(one.signed_at.astimezone(zone).date()),
            }
            if one.signed_by_id != one.member_id
            else short_day(one.signed_at.astimezone(zone).date()),
        )
        for one in signatures
    )
    members = crew.members if crew else {}
    missing = missing_signers(members, {one.member_id for one in signatures})
    may_all = reader.role == Role.MANAGER
    return signed, tuple(
        Signer(
            members[pk].name,
            "",
            pk if may_sign and (may_all or pk == reader.pk) else 0,
            pk == reader.pk,
        )
        for pk in missing
    )


def _days(
    commitment: Commitment | None, crew: Crew | None, today: date, *, is_running: bool
) -> str:
    """24 person-days left, 36 when it was promised."""
    now = crew.days_left(today) if crew and is_running else None
    then = commitment.person_days_left if commitment else None
    if now is not None and then is not None:
        return _("%(now)s person-days left, %(then)s when it was promised") % {
            "now": number(now),
            "then": number(then),
        }
    if now is not None:
        return ngettext("%(days)s person-day left", "%(days)s person-days left", int(now)) % {
            "days": number(now)
        }
    if then is not None:
        return _("%(then)s person-days left when it was promised") % {"then": number(then)}
    return ""


def _check(
    late: Sequence[datetime], checks: Sequence[CommitmentCheck], zone: ZoneInfo, today: date
) -> Check | None:
    last = checks[-1] if checks else None
    if last is None and not late:
        return None
    found = ngettext("%(n)s unknown found since.", "%(n)s unknowns found since.", len(late))
    said = found % {"n": len(late)} if late else ""
    if last is None or is_asked_again(late, [one.at for one in checks]):
        return Check(said, _("Does it still hold?"), "", "", "warn")
    on = last.at.astimezone(zone).date()
    facts = {
        "name": first_name(last.by.name) if last.by else "–",
        "day": _("today") if on == today else short_day(on),
    }
    return Check(
        said,
        _("Still holds") if last.still_holds else _("Has changed"),
        _("says %(name)s, %(day)s") % facts,
        last.note,
        "ship" if last.still_holds else "warn",
    )


def _changed(commitment: Commitment, kept: Sequence[ScopeItem]) -> str:
    """2 added and 1 removed since"""
    promised = {one["id"]: one["kind"] for one in commitment.scope}
    change = scope_change(promised, {one.pk: one.kind for one in kept})
    if not change:
        return ""
    return _("The scope has changed since: %(added)s more, %(removed)s less.") % {
        "added": len(change.added),
        "removed": len(change.removed),
    }


def _waits(left: int, kept: Sequence[ScopeItem], *, is_running: bool) -> str:
    if not is_running:
        return _("A team promises while its cycle runs.")
    if left:
        return ngettext(
            "The promise is made at 0 unknowns; %(n)s is left.",
            "The promise is made at 0 unknowns; %(n)s are left.",
            left,
        ) % {"n": left}
    if not kept:
        return _("No unknown is left: say what is must, then promise it.")
    return _("No unknown is left: promise what can really be built.")


def _earlier(commitment: Commitment, zone: ZoneInfo) -> str:
    at = commitment.committed_at or commitment.proposed_at
    day = short_day(at.astimezone(zone).date())
    words = (
        _("%(day)s: %(promise)s")
        if commitment.committed_at
        else _("%(day)s, proposed: %(promise)s")
    )
    return words % {"day": day, "promise": commitment.promise}
