"""
Alerts in numbers: storms, alerts that go up and down, silences, and silence itself.

Pure: who calls keeps the counters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from support.rules.matching import test_of

BURST: Final = timedelta(minutes=1)
INTAKE_PROBLEM: Final = "sixweek: intake problem"  # the same of what says that requests failed
STORM: Final = "storm"  # the key of the group that a storm is
FLAPS: Final = 5  # so many times back within the time below
FLAPPING: Final = timedelta(hours=1)
REPEATS_MISSED: Final = 3  # then an alert that its sender would repeat is stale


@dataclass(frozen=True, slots=True)
class Count:
    """How often something happened since then."""

    since: datetime | None = None
    times: int = 0


def burst(before: Count, at: datetime, *, limit: int) -> Count:
    """
    One more new group of a source. A minute after the first of them the count begins anew.

    Above the limit the minute begins with each: a storm is over when it was calm for a minute.
    """
    if before.since is None or at - before.since > BURST:
        return Count(at, 1)
    if before.times >= limit:
        return Count(max(at, before.since), before.times + 1)
    return Count(before.since, before.times + 1)


def comes_back(before: Count, at: datetime) -> Count:
    """A ticket that resolved by its alerts was opened again by them."""
    if before.since is None or at - before.since > FLAPPING:
        return Count(at, 1)
    return Count(before.since, before.times + 1)


def is_silenced(labels: Mapping[str, str], matchers: Sequence[Sequence[str]]) -> bool:
    """Whether all of them fit: a name, and a value or a pattern of values (see ``matching``)."""
    return bool(matchers) and all(
        test_of(pattern)(labels.get(name, "")) for name, pattern in matchers
    )


def silent_after(repeat_minutes: int) -> timedelta:
    """How long nothing may be heard of an alert that its sender repeats so often."""
    return timedelta(minutes=repeat_minutes * REPEATS_MISSED)
