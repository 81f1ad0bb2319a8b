"""What has changed on the roadmap, as people read it: by theme, and there by what happened."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cycles.models import Epic, Theme
from cycles.queries.addresses import epic_url
from cycles.queries.changes import Made
from cycles.queries.place_words import place_words
from cycles.rules.changes import KINDS, Change
from cycles.rules.roadmap import Standing
from planner.kit.dates import day_with_year
from planner.kit.lists import listed
from planner.models import Workspace


@dataclass(frozen=True)
class ChangeRow:
    """``text`` is what is different, ``why`` what was given as the reason; both may be empty."""

    key: str
    title: str
    url: str  # none for an epic that was deleted
    text: str
    why: str
    made: str  # by whom and when


@dataclass(frozen=True)
class KindOfChange:
    kind: str
    label: str
    icon: str
    meaning: str  # of colour; mostly none
    rows: tuple[ChangeRow, ...]

    @property
    def shown(self) -> tuple[ChangeRow, ...]:
        """All but a few too many: then the first ones, the rest lies folded."""
        return self.rows if len(self.rows) <= SHOWN + 1 else self.rows[:SHOWN]

    @property
    def folded(self) -> tuple[ChangeRow, ...]:
        return self.rows[len(self.shown) :]


@dataclass(frozen=True)
class ThemeChanges:
    """Of one theme, also of one in which nothing happened; ``pk`` is 0 for epics of no theme."""

    pk: int
    name: str
    kinds: tuple[KindOfChange, ...]

    @property
    def is_theme(self) -> bool:
        return bool(self.pk)


# label; how many, in a line; icon; meaning
SHOWN: Final = 8  # changes of a kind in a theme, before the rest is folded
_KINDS: Final[dict[str, tuple[Any, Any, str, str]]] = {
    "added": (gettext_lazy("Added"), gettext_lazy("%(n)s added"), "plus", ""),
    "shipped": (gettext_lazy("Shipped"), gettext_lazy("%(n)s shipped"), "tick", "ship"),
    "decided": (gettext_lazy("Decided"), gettext_lazy("%(n)s decided"), "check-check", ""),
    "revived": (gettext_lazy("Taken up again"), gettext_lazy("%(n)s taken up again"), "undo-2", ""),
    "parked": (gettext_lazy("Parked"), gettext_lazy("%(n)s parked"), "clock", ""),
    "dropped": (gettext_lazy("Dropped"), gettext_lazy("%(n)s dropped"), "cross", ""),
    "moved": (gettext_lazy("Moved"), gettext_lazy("%(n)s moved"), "arrow", ""),
    "resized": (gettext_lazy("Re-sized"), gettext_lazy("%(n)s re-sized"), "scaling", ""),
    "rethemed": (
        gettext_lazy("Other theme"),
        gettext_lazy("%(n)s under another theme"),
        "route",
        "",
    ),
    "reoriginated": (
        gettext_lazy("Other origin"),
        gettext_lazy("%(n)s of another origin"),
        "flag",
        "",
    ),
    "renamed": (gettext_lazy("New name"), gettext_lazy("%(n)s renamed"), "pencil", ""),
    "removed": (gettext_lazy("Deleted"), gettext_lazy("%(n)s deleted"), "trash-2", ""),
}


def kind_label(kind: str) -> str:
    return str(_KINDS[kind][0])


def changes_by_theme(workspace: Workspace, made: Iterable[Made]) -> tuple[ThemeChanges, ...]:
    """
    Every theme in its order, also without changes; then the epics of no theme, if they changed.
    An epic that has left a theme for another is told of in both.
    """
    names = dict(Theme.objects.filter(workspace=workspace).in_order().values_list("pk", "name"))
    found: dict[int, list[Made]] = defaultdict(list)
    for one in made:
        for pk in dict.fromkeys(_themes_of(one.change)):
            found[pk if pk in names else 0].append(one)
    told = [ThemeChanges(pk, name, _kinds(workspace, found[pk])) for pk, name in names.items()]
    if found[0]:
        told.append(ThemeChanges(0, _("Of no theme"), _kinds(workspace, found[0])))
    return tuple(told)


def _themes_of(change: Change) -> list[int]:
    if change.kind == "rethemed":
        return [one.theme_id or 0 for one in (change.after, change.before) if one]
    return [change.known.theme_id or 0]


def _kinds(workspace: Workspace, made: list[Made]) -> tuple[KindOfChange, ...]:
    rows: dict[str, list[ChangeRow]] = defaultdict(list)
    for one in made:
        rows[one.change.kind].append(_row(workspace, one))
    return tuple(
        KindOfChange(kind, str(label), icon, meaning, tuple(rows[kind]))
        for kind, (label, _counted, icon, meaning) in _KINDS.items()
        if kind in rows
    )


def _row(workspace: Workspace, made: Made) -> ChangeRow:
    change = made.change
    is_there = change.after is not None
    return ChangeRow(
        change.key,
        change.known.title,
        epic_url(workspace.slug, change.key) if is_there else "",
        change_text(change),
        made.why,
        _made(workspace, made),
    )


def _made(workspace: Workspace, made: Made) -> str:
    if made.at is None:
        return ""
    day = day_with_year(made.at.astimezone(workspace.zone).date())
    return listed(filter(None, [made.who, day]))


def change_text(change: Change) -> str:
    """Cycle 24 → Cycle 25; Small → Big; Candidate, Cycle 25"""
    before, after = change.before, change.after
    if before is None or after is None:
        return _state_and_place(change.known)
    if change.aspect == "state" and after.state in ("shipped", "parked", "dropped"):
        return capfirst(place_words(after if after.state == "shipped" else before))
    word = _WORDS[change.aspect]
    return _("%(before)s → %(after)s") % {
        "before": capfirst(word(before)),
        "after": word(after) if change.aspect == "place" else capfirst(word(after)),
    }


def _state_and_place(standing: Standing) -> str:
    place = place_words(standing) if standing.certainty else ""
    return listed(filter(None, [str(Epic.State(standing.state).label), place]))


_WORDS: Final[dict[str, Callable[[Standing], str]]] = {
    "state": lambda one: str(Epic.State(one.state).label),
    "place": place_words,
    "size": lambda one: str(Epic.Size(one.size).label),
    "theme": lambda one: one.theme or _("no theme"),
    "origin": lambda one: str(Epic.Origin(one.origin).label),
    "title": lambda one: one.title,
}


def changes_said(made: Iterable[Made]) -> str:
    """7 changes: 1 added, 2 shipped, 3 moved, 1 dropped."""
    counts = Counter(one.change.kind for one in made)
    if not counts:
        return _("Nothing has changed.")
    total = counts.total()
    said = ngettext("%(n)s change: %(kinds)s.", "%(n)s changes: %(kinds)s.", total)
    kinds = (str(_KINDS[kind][1]) % {"n": counts[kind]} for kind in KINDS if counts[kind])
    return said % {"n": total, "kinds": listed(kinds)}
