"""
The colours of the light theme, for drawings that leave the planner: a file has no stylesheet
beside it. A test holds them to the tokens of the pages (static/planner/css/tokens.css).
"""

from typing import Final

INKS: Final[dict[str, str]] = {
    "surface": "#ffffff",
    "raised": "#fcfbf8",
    "select": "#f0ebdd",
    "line": "#e3dfd6",
    "line-2": "#cdc7bb",
    "line-3": "#8b8579",
    "ink": "#1b1a17",
    "ink-2": "#47433c",
    "ink-3": "#6a655b",
    "on-ink": "#ffffff",
    "ship": "#1b6e3f",
    "bad": "#ad1f16",
    "warn": "#7c5200",
    "warn-fill": "#af7a0b",
    "bad-fill": "#d23b30",
    "vis": "#0a6264",
    "vis-fill": "#25908f",
    "vis-soft": "#d9efee",
    "iss": "#5e5850",
    "iss-soft": "#ece8e0",
}
