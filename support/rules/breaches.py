"""When a value past its threshold is a breach, and when that is over; and whose signal it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from support.rules.measures import OVER

# A value that is missing is unknown, not good: what fires goes on for so long without one.
UNKNOWN_FOR: Final = timedelta(minutes=10)
# What waits to fire begins anew after a gap of this length.
GAP: Final = timedelta(minutes=2)
LONGEST_CALM: Final = timedelta(minutes=5)
# Labels that tell one signal of a name from another, where both have them.
TELLING: Final = (
    "namespace",
    "deployment",
    "node",
    "pool",
    "job",
    "service",
    "verb",
)


@dataclass(frozen=True, slots=True)
class Limit:
    """``bad`` is ``over`` or ``under``: the side on which it is a breach. At it, it is none."""

    bad: str
    limit: float
    clear: float
    for_seconds: int

    def is_past(self, value: float) -> bool:
        return value > self.limit if self.bad == OVER else value < self.limit

    def is_clear(self, value: float) -> bool:
        """Not only back, but far enough back: what trembles at its limit is one breach."""
        return value <= self.clear if self.bad == OVER else value >= self.clear


@dataclass(frozen=True, slots=True)
class State:
    """A series that is past its limit since then, and fires since ``fired_at``."""

    since: datetime
    seen_at: datetime
    value: float
    fired_at: datetime | None = None
    calm_since: datetime | None = None


def step(state: State | None, value: float | None, at: datetime, limit: Limit) -> State | None:
    """
    What becomes of it in a round that succeeded; None: it is no breach, or no more.

    A round that did not succeed says nothing, and changes nothing.
    """
    if value is None:
        if state is None:
            return None
        patience = UNKNOWN_FOR if state.fired_at else GAP
        return state if at - state.seen_at <= patience else None
    if limit.is_past(value):
        return _past(state, value, at, limit)
    if state is None or state.fired_at is None:
        return None
    if not limit.is_clear(value):
        return replace(state, seen_at=at, value=value, calm_since=None)
    calm_since = state.calm_since or at
    if at - calm_since >= min(timedelta(seconds=limit.for_seconds), LONGEST_CALM):
        return None
    return replace(state, seen_at=at, value=value, calm_since=calm_since)


def _past(state: State | None, value: float, at: datetime, limit: Limit) -> State:
    if state is None or (state.fired_at is None and at - state.seen_at > GAP):
        state = State(since=at, seen_at=at, value=value)
    fired_at = state.fired_at
    if fired_at is None and at - state.since >= timedelta(seconds=limit.for_seconds):
        fired_at = at
    return State(state.since, at, value, fired_at, None)


def is_same_signal(ours: Mapping[str, str], theirs: Mapping[str, str]) -> bool:
    """
    Whether an alert that somebody sends tells of the same as a breach that we found, given that
    they are named alike: no label that tells signals apart says otherwise.

    One that names no cluster may be of any: better one ticket for two than two for one.
    """
    cluster = theirs.get("cluster", "")
    if cluster and cluster.casefold() != ours.get("cluster", "").casefold():
        return False
    return all(
        ours.get(label, "") == theirs.get(label, "")
        for label in TELLING
        if ours.get(label) and theirs.get(label)
    )
