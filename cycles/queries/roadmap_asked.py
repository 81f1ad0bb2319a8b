"""What a reader asks of the roadmap: how near, around which cycle, and which epics."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cycles.models import Epic
from cycles.rules.axis import ZOOMS, Axis
from cycles.rules.roadmap import Standing


@dataclass(frozen=True)
class Link:
    """Another way to look at it; ``query`` is empty where there is nothing further."""

    text: str
    query: str
    key: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class Asked:
    """What the reader wants to see of the roadmap; anything unknown means all."""

    zoom: str = "years"
    at: int = 0  # the cycle to draw around; nothing for the one that runs
    theme: int = 0
    origin: str = ""
    size: str = ""
    state: str = ""
    words: str = ""
    since: str = ""  # what it is compared with, as cycles/queries/points reads it

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        zoom, origin, size, state = (
            given.get(name, "") for name in ("zoom", "origin", "size", "state")
        )
        return cls(
            zoom if zoom in ZOOMS else "years",
            _number(given.get("at", "")),
            _number(given.get("theme", "")),
            origin if origin in Epic.Origin.values else "",
            size if size in Epic.Size.values else "",
            state if state in Epic.State.values else "",
            given.get("q", "").strip()[:120],
            given.get("since", "")[:20],
        )

    @property
    def is_filtered(self) -> bool:
        return bool(self.theme or self.origin or self.size or self.state or self.words)

    def query(self, **other: str) -> str:
        """As a query string, with some of it replaced."""
        asked = {
            "zoom": "" if self.zoom == "years" else self.zoom,
            "at": str(self.at or ""),
            "theme": str(self.theme or ""),
            "origin": self.origin,
            "size": self.size,
            "state": self.state,
            "q": self.words,
            "since": self.since,
        } | other
        return urlencode({name: value for name, value in asked.items() if value})

    @property
    def unfiltered(self) -> str:
        """As a query string, without the filters."""
        return self.query(theme="", origin="", size="", state="", q="")

    def fits(self, standing: Standing, theme: str | None) -> bool:
        """``theme`` is the name of the one that is asked for, if there is one."""
        words = self.words.casefold()
        is_gone = standing.state in (Epic.State.PARKED, Epic.State.DROPPED)
        return (
            (standing.state == self.state if self.state else not is_gone)
            and (not self.theme or standing.theme == theme)
            and (not self.origin or standing.origin == self.origin)
            and (not self.size or standing.size == self.size)
            and (
                not words or words in standing.title.casefold() or words == standing.key.casefold()
            )
        )


type Choices = tuple[tuple[str, str, str, tuple[tuple[str, str, bool], ...]], ...]


def choices(asked: Asked) -> Choices:
    """What epics are told apart by: the field, its name, its "any", and what can be chosen."""
    fields = (
        ("origin", _("Origin"), _("Any origin"), Epic.Origin.choices, asked.origin),
        ("size", _("Size"), _("Any size"), Epic.Size.choices, asked.size),
        ("state", _("State"), _("Any state"), Epic.State.choices, asked.state),
    )
    return tuple(
        (name, label, any_, tuple((value, str(text), value == chosen) for value, text in given))
        for name, label, any_, given, chosen in fields
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def zooms(asked: Asked) -> tuple[Link, ...]:
    """From far to near."""
    words = {
        "years": _("Three years"),
        "year": _("Year"),
        "cycle": _("Cycle"),
    }
    return tuple(
        Link(
            words[zoom],
            "?" + asked.query(zoom="" if zoom == "years" else zoom, at=""),
            str(place),
            asked.zoom == zoom,
        )
        for place, zoom in enumerate(ZOOMS, start=1)
    )


def steps(asked: Asked, time: Axis, focus: int, known: Mapping[int, object]) -> tuple[Link, Link]:
    """Earlier and later by about as much as is drawn; a cycle at a time where that is one."""
    far = 1 if asked.zoom == "cycle" else max(len(time.columns) - 1, 1)
    earlier = max(focus - far, min(known, default=1))
    later = min(focus + far, max(known, default=1))
    return (
        Link(_("Earlier"), "?" + asked.query(at=str(earlier)) if earlier < focus else ""),
        Link(
            pgettext("in time", "Later"), "?" + asked.query(at=str(later)) if later > focus else ""
        ),
    )
