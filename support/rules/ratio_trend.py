"""What the shares of several cycles and weeks come to: the facts of the headline. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

ENOUGH: Final = 5  # percent points: less is no news


@dataclass(frozen=True, slots=True)
class WeekFact:
    """A week that has figures: ``over`` says that more than the target was reactive."""

    cycle: int
    week: int
    share: int
    over: bool


@dataclass(frozen=True, slots=True)
class Trend:
    kind: Literal["none", "one", "fell", "rose", "held"]
    first: int = 0
    last: int = 0
    cycles: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """
    How weeks lie to the target: ``under`` of ``weeks``, counted from the cycle ``since`` on, from
    which on every cycle stayed within it; since none where the latest did not.
    """

    since: int | None
    under: int
    weeks: int
    worst: WeekFact | None  # the latest week over it, if that is in the latest cycle


def trend_of(shares: Sequence[int | None]) -> Trend:
    """Compare the first cycle that has a share with the last."""
    known = [share for share in shares if share is not None]
    if not known:
        return Trend("none")
    first, last = known[0], known[-1]
    if len(known) == 1:
        return Trend("one", first, last, 1)
    if abs(last - first) < ENOUGH:
        return Trend("held", first, last, len(known))
    return Trend("fell" if last < first else "rose", first, last, len(known))


def line_of(
    cycles: Sequence[tuple[int, int | None]], weeks: Sequence[WeekFact], target: int
) -> Line:
    """``cycles`` are numbers with their shares, in order of time, as are the weeks."""
    known = [(number, share) for number, share in cycles if share is not None]
    since = None
    for number, share in reversed(known):
        if share > target:
            break
        since = number
    counted = [week for week in weeks if since is None or week.cycle >= since]
    latest = known[-1][0] if known else None
    over = [week for week in weeks if week.over and week.cycle == latest]
    return Line(
        since,
        sum(not week.over for week in counted),
        len(counted),
        over[-1] if over else None,
    )
