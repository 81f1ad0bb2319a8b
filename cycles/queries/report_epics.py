"""What the report of a cycle says of its epics, from their history."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from cycles.models import Bet, Commitment, Cycle, Epic, ScopeItem, Unknown


@dataclass(frozen=True)
class Since:
    """
    From when on things count: ``began`` for what was done and asked, ``locked`` for what was
    added to a plan that had started; up to ``until``.
    """

    began: datetime
    locked: datetime
    until: datetime
    zone: tzinfo

    def day(self, at: datetime) -> str:
        return at.astimezone(self.zone).date().isoformat()


@dataclass
class EpicHistory:
    scope: list[ScopeItem] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    unknowns: list[Unknown] = field(default_factory=list)

    @property
    def commitment(self) -> Commitment | None:
        """The promise that stood last, of those that everybody signed."""
        return next((one for one in reversed(self.commitments) if one.committed_at), None)

    @property
    def first_committed_at(self) -> datetime | None:
        return min((one.committed_at for one in self.commitments if one.committed_at), default=None)


def histories_of(epics: Sequence[Epic], cycle: Cycle) -> dict[int, EpicHistory]:
    """In a fixed number of queries, however many epics there are."""
    found: dict[int, EpicHistory] = defaultdict(EpicHistory)
    scope = ScopeItem.objects.filter(epic__in=epics).select_related("went_to")
    for item in scope.order_by("position", "pk"):
        found[item.epic_id].scope.append(item)
    made = Commitment.objects.filter(epic__in=epics, cycle=cycle).prefetch_related(
        "signatures__member__person", "checks"
    )
    for commitment in made.order_by("proposed_at", "pk"):
        found[commitment.epic_id].commitments.append(commitment)
    for unknown in Unknown.objects.filter(epic__in=epics).order_by("number"):
        found[unknown.epic_id].unknowns.append(unknown)
    return found


def epic_account(
    bet: Bet, history: EpicHistory, decision: tuple[str, str] | None, since: Since
) -> dict[str, Any]:
    """One epic of the report; without a decision, how it stands."""
    epic = bet.epic
    outcome, reason = decision or (bet.outcome, bet.outcome_reason)
    return {
        "key": epic.key,
        "title": epic.title,
        "size": epic.size,
        "origin": epic.origin,
        "theme": epic.theme.name if epic.theme else "",
        "state": epic.state,
        "outcome": outcome,
        "reason": reason,
        "became": became(epic.state, outcome),
        "shipped_on": _shipped_on(epic, outcome, since),
        "commitment": _commitment(history, since),
        "scope": _scope(history, outcome, reason, since),
        "unknowns": _unknowns(history.unknowns, since),
    }


def became(state: str, outcome: str) -> str:
    """
    What became of a bet: ``shipped``, ``again``, ``parked``, ``dropped``; ``open`` while nothing
    is decided. An epic that ended before the cycle did says so by its state.
    """
    decided = {
        Bet.Outcome.SHIP: "shipped",
        Bet.Outcome.CUT_AND_SHIP: "shipped",
        Bet.Outcome.BET_AGAIN: "again",
        Bet.Outcome.PARK: "parked",
        Bet.Outcome.DROP: "dropped",
    }
    if outcome:
        return decided[Bet.Outcome(outcome)]
    return str(state) if state in Epic.ENDED else "open"


def _shipped_on(epic: Epic, outcome: str, since: Since) -> str | None:
    if became(epic.state, outcome) != "shipped":
        return None
    return since.day(epic.shipped_at or since.until)


def _commitment(history: EpicHistory, since: Since) -> dict[str, Any] | None:
    made = history.commitment
    if made is None or made.committed_at is None:
        return None
    checks = list(made.checks.all())
    return {
        "promise": made.promise,
        "committed_on": since.day(made.committed_at),
        "person_days_left": float(made.person_days_left),
        "signed_by": [signature.member.name for signature in made.signatures.all()],
        "made": sum(1 for one in history.commitments if one.committed_at),
        "still_holds": checks[-1].still_holds if checks else None,
    }


def _scope(history: EpicHistory, outcome: str, reason: str, since: Since) -> dict[str, Any]:
    """
    Built and cut in this cycle, and what is left; and what came or went after the start.

    ``after`` says whether the team had promised its scope by then, or only begun.
    """
    cut_now = outcome == Bet.Outcome.CUT_AND_SHIP
    built, left, cut, added, removed = [], [], [], [], []
    for item in history.scope:
        if item.added_at > since.until:
            continue
        is_cut = item.cut_at is not None and item.cut_at <= since.until
        if item.done_at and item.done_at <= since.until:
            if item.done_at >= since.began:
                built.append(item.title)
        elif is_cut or cut_now:
            cut_at = item.cut_at or since.until
            if cut_at >= since.began:
                told = {
                    "title": item.title,
                    "reason": item.cut_reason or reason,
                    "went_to": item.went_to.key if item.went_to else None,
                    "on": since.day(cut_at),
                    "after": _after(cut_at, history),
                }
                cut.append(told)
                removed += [told] if cut_at > since.locked else []
        else:
            left.append({"title": item.title, "kind": item.kind})
        if item.added_at > since.locked:
            added.append(
                {
                    "title": item.title,
                    "on": since.day(item.added_at),
                    "after": _after(item.added_at, history),
                }
            )
    return {"built": built, "left": left, "cut": cut, "added": added, "removed": removed}


def _after(at: datetime, history: EpicHistory) -> str:
    committed_at = history.first_committed_at
    return "commitment" if committed_at and at > committed_at else "start"


def _unknowns(unknowns: list[Unknown], since: Since) -> dict[str, Any]:
    """Those that this cycle had to do with: an earlier one may have answered some already."""
    here = [
        one
        for one in unknowns
        if one.raised_at <= since.until
        and (one.resolved_at is None or one.resolved_at >= since.began)
    ]
    left = [one for one in here if one.resolved_at is None or one.resolved_at > since.until]
    return {
        "raised": len(here),
        "answered": len(here) - len(left),
        "late": sum(1 for one in here if one.is_late),
        "left": [one.question for one in left],
    }
