"""Lines that are drawn by a formula."""

from math import cos, pi


def hill_height(place: float) -> float:
    """How high a hill is at a place from 0 to 100: from 0 at its feet to 1 at its top."""
    return (1 - cos(2 * pi * place / 100)) / 2


def hill_point(place: float, width: float, height: float) -> tuple[float, float]:
    """Where the place is in a box of this size, from its upper left corner."""
    return round(width * place / 100, 1), round(height * (1 - hill_height(place)), 1)


def hill_path(width: float, height: float, *, first: int = 0, last: int = 100) -> str:
    """The hill, or the part of it between two places, as the points of a polyline."""
    places = sorted({first, last, *range(first + 4 - first % 4, last, 4)})
    return " ".join(
        f"{x:g},{y:g}" for x, y in (hill_point(place, width, height) for place in places)
    )
