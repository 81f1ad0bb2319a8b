"""Where things that lie side by side in time find room, so that none covers another."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """From ``start`` up to and without ``end``, ``height`` units tall."""

    start: int
    end: int
    height: int = 1


def pack(boxes: Sequence[Box]) -> tuple[int, ...]:
    """
    The top of each box, in units from 0, in the order given.

    The tall ones come first, each as high as it finds room; what is thin fills the gaps between
    them. No two boxes cover each other, and the same boxes always lie the same.
    """
    rows: list[int] = []  # what is taken of each unit, one bit for each step of the way
    tops = [0] * len(boxes)
    for place in sorted(range(len(boxes)), key=lambda n: _order(boxes[n], n)):
        box = boxes[place]
        taken = ((1 << max(box.end - box.start, 1)) - 1) << box.start
        top = 0
        while any(row & taken for row in rows[top : top + box.height]):
            top += 1
        rows.extend([0] * (top + box.height - len(rows)))
        for unit in range(top, top + box.height):
            rows[unit] |= taken
        tops[place] = top
    return tuple(tops)


def _order(box: Box, place: int) -> tuple[int, int, int, int]:
    return -box.height, box.start, box.end, place


def depth(boxes: Sequence[Box], tops: Sequence[int]) -> int:
    """How many units all of them take."""
    return max((top + box.height for box, top in zip(boxes, tops, strict=True)), default=0)
