"""
The order of a board as short strings of digits, compared as text: ``"5" < "51" < "6"``.

A rank never ends in 0, so there is always room between two. Digits alone compare alike in every
database, whatever its collation.
"""

from typing import Final

LONGEST: Final = 20  # a board with a longer one is spread out anew

_WIDTH = 6  # of ranks at the ends of a board and of those that are spread
_STEP = 100  # between a rank at an end and the next: room for ten thousand of them


def between(earlier: str, later: str) -> str:
    """
    A rank after ``earlier`` and before ``later``; an empty one stands for that end of the board.

    :raises ValueError: there is no room, because they are not in this order.
    """
    if earlier and later and earlier >= later:
        raise ValueError(f"{earlier} is not before {later}")
    if not earlier and not later:
        return _near(10**_WIDTH // 2)
    if earlier and not later and (number := _start(earlier) + _STEP) < 10**_WIDTH:
        return _near(number)
    if later and not earlier and (number := _start(later) - _STEP) > 0:
        return _near(number)
    return _middle(earlier, later)


def spread(count: int) -> tuple[str, ...]:
    """So many ranks in their order, short and evenly far from each other."""
    width = max(_WIDTH, len(str(count)) + 2)
    return tuple(_near(place * 10**width // (count + 1), width) for place in range(1, count + 1))


def _start(rank: str) -> int:
    return int(rank[:_WIDTH].ljust(_WIDTH, "0"))


def _near(number: int, width: int = _WIDTH) -> str:
    """The number, with 1 as its last digit: no rank ends in 0."""
    return f"{number // 10 * 10 + 1:0{width}}"


def _middle(earlier: str, later: str) -> str:
    """As the middle of two decimal fractions, no longer than it must be."""
    same = 0
    while later and same < len(later) and later[same] == (earlier[same : same + 1] or "0"):
        same += 1
    if same:
        return later[:same] + _middle(earlier[same:], later[same:])
    low = int(earlier[:1] or "0")
    high = int(later[0]) if later else 10
    if high - low > 1:
        return str((low + high) // 2)
    if len(later) > 1:
        return later[0]
    return str(low) + _middle(earlier[1:], "")
