"""The history of a cluster's measures: fine for the last hour, coarser further back."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from heapq import nlargest
from operator import itemgetter
from typing import Final

from support.rules.measures import MEASURE, OVER, UNDER, Samples

ROUND_SECONDS: Final = 30
MOST_SHORT: Final = 24  # Deployments whose lack of pods a point remembers
# Seconds of a point, and for how long points of that width are kept.
KEPT: Final[Mapping[int, timedelta]] = {
    30: timedelta(hours=1, minutes=5),
    300: timedelta(hours=6, minutes=15),
    3600: timedelta(days=8),
}
# What a page may look back over: its length, and the points that are drawn of it.
SPANS: Final[Mapping[str, tuple[timedelta, int]]] = {
    "1h": (timedelta(hours=1), 30),
    "6h": (timedelta(hours=6), 300),
    "1w": (timedelta(days=7), 3600),
}


def begin(at: datetime, step: int) -> datetime:
    """When the point of that width began in which ``at`` lies."""
    seconds = int(at.timestamp())
    return datetime.fromtimestamp(seconds - seconds % step, UTC)


def joined(before: Mapping[str, float], now: Mapping[str, float], rounds: int) -> dict[str, float]:
    """A point after one more round: the worst of what can be bad, of the rest the mean."""
    return {
        key: _joined(key, before.get(key), now.get(key), rounds)
        for key in before.keys() | now.keys()
    }


def worst_short(unready: Samples) -> dict[str, float]:
    """Of Deployments by the share of pods that they lack: those that lack most, by their name."""
    found = {"/".join(labels): round(share, 2) for labels, share in unready.items() if share > 0}
    return _most(found)


def joined_short(before: Mapping[str, float], now: Mapping[str, float]) -> dict[str, float]:
    """The most that each lacked within the time of a point."""
    return _most({key: max(before.get(key, 0), now.get(key, 0)) for key in before.keys() | now})


def _most(short: Mapping[str, float]) -> dict[str, float]:
    return dict(nlargest(MOST_SHORT, short.items(), key=itemgetter(1)))


def _joined(key: str, before: float | None, now: float | None, rounds: int) -> float:
    if before is None or now is None:
        return float(now if before is None else before)  # type: ignore[arg-type]
    bad = MEASURE[key].bad if key in MEASURE else ""
    if bad == OVER:
        return max(before, now)
    if bad == UNDER:
        return min(before, now)
    return before + (now - before) / (rounds + 1)
