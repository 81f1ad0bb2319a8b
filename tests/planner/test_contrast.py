"""Every pair of text and ground can be read, every fill can be seen, in both themes (WCAG 2.2)."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from planner.kit.inks import INKS

pytestmark = pytest.mark.once

CSS = Path(str(finders.find("planner/css/tokens.css"))).parent
PAIR = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")
TOKENS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in PAIR.findall((CSS / "tokens.css").read_text())
}
THEMES = ("light", "dark")
MEANINGS = ("pro", "rea", "unk", "ship", "bad", "warn", "vis", "iss")
GROUNDS = ("bg", "surface", "raised", "sunken", "hover", "select")


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str, theme: str) -> float:
    lighter, darker = sorted(
        (luminance(TOKENS[one][theme]), luminance(TOKENS[other][theme])), reverse=True
    )
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_ink_can_be_read_on_every_ground(theme: str) -> None:
    pairs = [*product(("ink", "ink-2", "ink-3"), GROUNDS), ("on-ink", "ink"), ("on-ink", "ink-2")]
    low = {pair: contrast(*pair, theme) for pair in pairs if contrast(*pair, theme) < 4.5}
    assert not low


@pytest.mark.parametrize("theme", THEMES)
def test_meaning_can_be_read_on_cards_pages_and_its_own_soft_ground(theme: str) -> None:
    pairs = [
        (meaning, ground)
        for meaning in MEANINGS
        for ground in ("bg", "surface", "raised", "hover", "select", f"{meaning}-soft")
    ]
    low = {pair: contrast(*pair, theme) for pair in pairs if contrast(*pair, theme) < 4.5}
    assert not low


@pytest.mark.parametrize("theme", THEMES)
def test_ink_can_be_read_in_every_notice(theme: str) -> None:
    low = [m for m in MEANINGS if contrast("ink", f"{m}-soft", theme) < 4.5]
    assert not low


@pytest.mark.parametrize("theme", THEMES)
def test_fills_and_the_strong_line_can_be_seen_alone(theme: str) -> None:
    fills = [*(f"{meaning}-fill" for meaning in MEANINGS), "line-3"]
    low = {fill: contrast(fill, "surface", theme) for fill in fills}
    assert not {fill: ratio for fill, ratio in low.items() if ratio < 3}


def test_raw_colours_live_in_the_tokens_only() -> None:
    strangers = {
        f"{sheet.name}: {colour}"
        for sheet in CSS.glob("*.css")
        if sheet.name not in ("tokens.css", "print.css")
        for colour in re.findall(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", sheet.read_text())
    }
    assert not strangers


def test_every_token_that_is_used_is_defined() -> None:
    sheets = {sheet.name: sheet.read_text() for sheet in CSS.glob("*.css")}
    defined = set(re.findall(r"(--[\w-]+):", " ".join(sheets.values())))
    used = set(re.findall(r"var\((--[\w-]+)", " ".join(sheets.values())))
    assert used <= defined


def test_drawings_that_leave_the_planner_have_the_colours_of_its_light_theme() -> None:
    assert {name: TOKENS[name]["light"] for name in INKS} == INKS
