"""What the Health page makes of numbers: how a line is drawn, and the worst of a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from support.rules.measures import OVER, UNDER

WIDTH, HEIGHT = 500, 126  # of the box in which lines are drawn
_PAD: Final = 16  # above and below the line
_CALM: Final = 0.25  # of its size that a line has to move to fill its box
_LAST: Final = 2.5  # steps after which a line that has no further point is interrupted

type Series = Sequence[tuple[float, float]]  # the time in seconds from the beginning, the value


@dataclass(frozen=True, slots=True)
class Plot:
    """
    A line and its companion as paths, where it ends, and the side of the limit that is bad.

    ``limit`` is its height; ``bad_from`` and ``bad_height`` are the ground of the bad side.
    """

    path: str
    second: str
    end: tuple[float, float] | None
    second_end: tuple[float, float] | None
    limit: float | None = None
    bad_from: float = 0
    bad_height: float = 0


def plot(
    line: Series,
    *,
    length: float,
    step: float,
    second: Series = (),
    limit: float | None = None,
    bad: str = "",
) -> Plot:
    """
    Draw ``length`` seconds; both lines and the limit lie in the box.

    Where nothing was heard there is a gap: nobody knows how it was meanwhile.
    """
    values = [value for _at, value in (*line, *second)]
    if limit is not None:
        values.append(limit)
    low, high = _bounds(values, is_judged=limit is not None)

    def x(at: float) -> int:
        return round(min(max(at / length, 0), 1) * WIDTH)

    def y(value: float) -> float:
        return round(HEIGHT - _PAD - (value - low) / (high - low) * (HEIGHT - 2 * _PAD), 1)

    def path(series: Series) -> str:
        parts, before = [], None
        for at, value in series:
            goes_on = before is not None and at - before <= _LAST * step
            parts.append(f"{'L' if goes_on else 'M'}{x(at)} {y(value):g}")
            before = at
        return "".join(parts)

    def end(series: Series) -> tuple[float, float] | None:
        return (x(series[-1][0]), y(series[-1][1])) if series else None

    height = None if limit is None else y(limit)
    return Plot(
        path(line), path(second), end(line), end(second), height, *_bad_side(height, bad)
    )  # fmt: skip


def worst(values: Iterable[float], bad: str) -> float:
    """The one nearest to its bad side; of what has none, the latest."""
    found = list(values)
    if bad == OVER:
        return max(found)
    return min(found) if bad == UNDER else found[-1]


def thinned(line: Series, *, length: float, rows: int, bad: str) -> dict[int, float]:
    """At most so many rows of a table: by their number the worst of each one's time."""
    found: dict[int, list[float]] = {}
    for at, value in line:
        found.setdefault(min(int(at / length * rows), rows - 1), []).append(value)
    return {row: worst(values, bad) for row, values in found.items()}


def _bounds(values: Sequence[float], *, is_judged: bool) -> tuple[float, float]:
    """A little noise is not blown up to a storm; what is judged is seen against its limit."""
    low, high = min(values, default=0), max(values, default=1)
    least = 1e-6 if is_judged else max(abs(high) * _CALM, 1e-6)
    missing = max(least - (high - low), 0)
    return low - missing / 2, high + missing / 2


def _bad_side(limit: float | None, bad: str) -> tuple[float, float]:
    if limit is None or not bad:
        return 0, 0
    return (0, limit) if bad == OVER else (limit, round(HEIGHT - limit, 1))
