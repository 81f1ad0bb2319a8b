"""Where epics stood that have moved or are gone since, to be drawn beside the roadmap of now."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.urls import reverse

from cycles.models import Theme
from cycles.queries.change_words import changes_said, kind_label
from cycles.queries.changes import Made, changes_since
from cycles.queries.points import NoSuchPoint, point_of, point_words
from cycles.rules.changes import Change
from cycles.rules.roadmap import Standing
from planner.kit.lists import listed
from planner.models import Workspace

# Of what an epic went through, the bar itself shows one sign: the first of these.
_SIGNS = {"added": "added", "moved": "moved"}
_GONE = ("dropped", "parked", "removed")


@dataclass(frozen=True)
class Ghost:
    """How an epic stood then; ``is_gone`` when it stands nowhere now."""

    standing: Standing
    is_gone: bool
    has_page: bool
    word: str


@dataclass(frozen=True)
class Mark:
    """What has changed about an epic that is drawn: ``added``, ``moved``, or else ``changed``."""

    sign: str
    word: str


@dataclass(frozen=True)
class Then:
    """What is drawn beside the roadmap of now; empty without a comparison."""

    since: str = ""  # as an address says it
    words: str = ""
    said: str = ""
    url: str = ""  # the same as a list
    refusal: str = ""
    ghosts: tuple[Ghost, ...] = ()
    marks: Mapping[str, Mark] = field(default_factory=dict)  # by the epic's key

    def only(self, fits: Callable[[Standing], bool]) -> "Then":
        """Without the ghosts that do not fit."""
        return replace(self, ghosts=tuple(one for one in self.ghosts if fits(one.standing)))


def then_of(workspace: Workspace, since: str, *, now: Iterable[Standing] | None = None) -> Then:
    """
    Compare now, which a caller may have read already, with the point that ``since`` writes: four
    queries more than without.
    """
    try:
        point = point_of(workspace, since)
    except NoSuchPoint as refusal:
        return Then(refusal=str(refusal))
    if point is None:
        return Then()
    made = changes_since(workspace, point, now=now)
    names = dict(Theme.objects.filter(workspace=workspace).values_list("pk", "name"))
    return Then(
        since,
        point_words(workspace, point),
        changes_said(made),
        f"{reverse('cycles:changes', args=[workspace.slug])}?since={since}",
        ghosts=tuple(filter(None, (_ghost(one.change, names) for one in made))),
        marks=_marks(made),
    )


def _ghost(change: Change, names: Mapping[int, str]) -> Ghost | None:
    """Of what was drawn somewhere, and is not drawn there now."""
    before = change.before
    if not before or not before.span or not before.certainty:
        return None
    if change.kind not in ("moved", *_GONE):
        return None
    # A theme that was renamed is still the same row.
    standing = replace(before, theme=names.get(before.theme_id or 0, ""))
    return Ghost(standing, change.kind in _GONE, change.after is not None, kind_label(change.kind))


def _marks(made: tuple[Made, ...]) -> dict[str, Mark]:
    kinds: dict[str, list[str]] = {}
    for one in made:
        kinds.setdefault(one.change.key, []).append(one.change.kind)
    return {
        key: Mark(
            next((sign for kind, sign in _SIGNS.items() if kind in found), "changed"),
            listed(kind_label(kind) for kind in found),
        )
        for key, found in kinds.items()
    }
