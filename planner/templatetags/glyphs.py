"""The planner's own glyphs, on a grid of 16: the second channel of each meaning, and its marks."""

from typing import Final

_LINE: Final = 'class="line"'  # how it is drawn is said once, in pieces.css
_TICK: Final = "m3 8.5 3.2 3.2L13 4.8"
_SHIELD: Final = "M8 1.5 13.5 3.5V8c0 3.2-2.2 5.3-5.5 6.5C4.7 13.3 2.5 11.2 2.5 8V3.5z"


def _path(d: str) -> str:
    return f'<path {_LINE} d="{d}"/>'


def _solid(d: str) -> str:
    return f'<path fill="currentColor" d="{d}"/>'


GLYPHS: Final[dict[str, str]] = {
    # Origin of an epic
    "star": _solid(
        "M8 .8c.5 4.3 2.4 6.7 7.2 7.2C10.4 8.5 8.5 10.9 8 15.2 7.5 10.9 5.6 8.5.8 8 "
        "5.6 7.5 7.5 5.1 8 .8z"
    ),
    "flag": _path("M3.5 14.5v-12h8.5l-2 3.25 2 3.25H3.5"),
    "flag-solid": _solid("M2.75 15V1h11l-3 3.75 3 3.75h-9.5V15z"),
    # Size of an epic
    "big": '<rect x="1.5" y="1.5" width="13" height="13" rx="2" fill="currentColor"/>',
    "small": '<rect x="5" y="5" width="6" height="6" rx="1.2" fill="currentColor"/>',
    # Health: work metrics before resource metrics
    "diamond": _solid("M8 .8 15.2 8 8 15.2.8 8z"),
    "diamond-hollow": (
        '<path fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round" '
        'd="M8 2 14 8 8 14 2 8z"/>'
    ),
    # Unknowns: open, investigating, resolved
    "ring": (
        '<circle cx="8" cy="8" r="5.8" fill="none" stroke="currentColor" stroke-width="1.7" '
        'stroke-dasharray="2.4 2.15"/>'
    ),
    "half": (
        '<circle cx="8" cy="8" r="5.8" fill="none" stroke="currentColor" stroke-width="1.7"/>'
        + _solid("M8 4a4 4 0 0 1 0 8z")
    ),
    "done": (
        '<circle cx="8" cy="8" r="6.8" fill="currentColor"/>'
        '<path class="cut-out" fill="none" stroke-width="1.8" stroke-linecap="round" '
        'stroke-linejoin="round" d="m5 8.2 2.1 2.1L11 6.2"/>'
    ),
    # Interruptions: shielded, let through
    "shield": _path(_SHIELD),
    "let-through": _solid("M1.5 2.5h13L8 14z"),
    # Verdicts
    "tick": _path(_TICK),
    "cross": _path("m4 4 8 8M12 4l-8 8"),
    "warning": _path("M8 2.2 14.5 13.5H1.5z") + _path("M8 6.5v3M8 11.6v.1"),
    # The desk
    "bell": _path("M3 11.5h10L11.8 9.8V7a3.8 3.8 0 0 0-7.6 0v2.8zM6.6 13.8h2.8"),
    "question": (
        _path("M2 3.5h12V11H7l-3 2.8V11H2z")
        + _path("M6.8 5.9c.2-1.3 2.6-1.2 2.5.1 0 .8-1.2 1-1.2 1.8")
        + _solid("M7.5 9h1.2v1H7.5z")
    ),
    "tray": _path("M2 9.5 3.8 3h8.4L14 9.5V13H2z") + _path("M2 9.5h3.5l1 1.5h3l1-1.5H14"),
    "person": (
        f'<circle cx="8" cy="5.3" r="2.8" {_LINE}/>'
        + _path("M2.8 14c.6-3 2.6-4.3 5.2-4.3s4.6 1.3 5.2 4.3")
    ),
    "clock": f'<circle cx="8" cy="8" r="6" {_LINE}/>' + _path("M8 4.5V8l2.5 1.5"),
    "layers": _path("M8 2 14 5 8 8 2 5zM2 8l6 3 6-3M2 11l6 3 6-3"),
    "dot": '<circle cx="8" cy="8" r="3" fill="currentColor"/>',
    # Going somewhere
    "plus": _path("M8 3v10M3 8h10"),
    "search": f'<circle cx="7" cy="7" r="4.5" {_LINE}/>' + _path("m10.5 10.5 3.5 3.5"),
    "lock": (
        f'<rect x="3" y="7" width="10" height="7" rx="1.5" {_LINE}/>'
        + _path("M5.3 7V5a2.7 2.7 0 0 1 5.4 0v2")
    ),
    "arrow": _path("M2.5 8h11M9.5 4l4 4-4 4"),
    "right": _path("m6 4 4 4-4 4"),
    "left": _path("m10 4-4 4 4 4"),
    "down": _path("m4 6 4 4 4-4"),
    "more": (
        '<circle cx="3" cy="8" r="1.4" fill="currentColor"/>'
        '<circle cx="8" cy="8" r="1.4" fill="currentColor"/>'
        '<circle cx="13" cy="8" r="1.4" fill="currentColor"/>'
    ),
}
