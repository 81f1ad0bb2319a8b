"""The roadmap and its epics as tables; columns are called as in the REST interface."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse

from cycles.models import Dependency, Epic, Theme, Unknown
from cycles.queries.dependencies import dependency_strains
from cycles.queries.roadmap import Asked
from cycles.queries.standings import standings, standings_of
from cycles.rules.windows import Window
from planner.kit.csv import Cell
from planner.models import Workspace

ROADMAP_HEAD: Final = (
    "theme", "key", "title", "size", "origin", "state", "certainty", "window", "from_on", "to_on",
    "needs", "strains", "url",
)  # fmt: skip
EPICS_HEAD: Final = (
    "key", "title", "size", "origin", "theme", "state", "window", "unknowns_raised",
    "unknowns_left", "created_at", "created_by", "shipped_at", "summary", "url",
)  # fmt: skip
_AT_ONCE: Final = 500  # epics whose standings are read together


def roadmap_rows(workspace: Workspace, asked: Asked) -> Iterator[tuple[Cell, ...]]:
    """
    What is on the roadmap, filtered as its page is, theme by theme and by time.

    ``strains`` says which needs do not hold: ``E-12 late``.
    """
    stand = standings(workspace)
    keys = {pk: one.key for pk, one in stand.items()}
    themes = list(Theme.objects.filter(workspace=workspace).in_order())
    places = {theme.name: place for place, theme in enumerate(themes)}
    theme = next((one.name for one in themes if one.pk == asked.theme), None)
    needs, strained = _needs(workspace, keys), defaultdict(list)
    for strain in dependency_strains(workspace, stand):
        strained[strain.need.epic].append(f"{keys[strain.need.needed]} {strain.kind}")
    shown = [(pk, one) for pk, one in stand.items() if asked.fits(one, theme)]
    shown.sort(
        key=lambda each: (
            places.get(each[1].theme, len(places)),
            each[1].from_on is None,
            each[1].from_on.toordinal() if each[1].from_on else 0,
        )
    )
    for pk, one in shown:
        yield (
            one.theme,
            one.key,
            one.title,
            one.size,
            one.origin,
            one.state,
            one.certainty,
            Window.of_standing(one).text,
            one.from_on,
            one.to_on,
            " ".join(needs[pk]),
            ", ".join(strained[pk]),
            _address(workspace, one.key),
        )


def epic_rows(workspace: Workspace) -> Iterator[tuple[Cell, ...]]:
    """All epics by their number, whatever became of them."""
    left = Q(unknowns__state__in=[Unknown.State.OPEN, Unknown.State.INVESTIGATING])
    epics = (
        Epic.objects.filter(workspace=workspace)
        .select_related("theme", "created_by__person")
        .annotate(raised=Count("unknowns"), left=Count("unknowns", filter=left))
        .order_by("number")
    )
    last = 0
    while batch := list(epics.filter(number__gt=last)[:_AT_ONCE]):
        stand = standings_of(Epic.objects.filter(pk__in=[one.pk for one in batch]))
        for one in batch:
            yield (
                one.key,
                one.title,
                one.size,
                one.origin,
                one.theme.name if one.theme else "",
                one.state,
                Window.of_standing(stand[one.pk]).text,
                getattr(one, "raised", 0),
                getattr(one, "left", 0),
                one.created_at.isoformat(),
                one.created_by.name if one.created_by else "",
                one.shipped_at.isoformat() if one.shipped_at else "",
                one.summary,
                _address(workspace, one.key),
            )
        last = batch[-1].number


def _needs(workspace: Workspace, keys: dict[int, str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for epic, needed in (
        Dependency.objects.filter(epic__workspace=workspace)
        .order_by("pk")
        .values_list("epic_id", "needed_id")
    ):
        found[epic].append(keys[needed])
    return found


def _address(workspace: Workspace, key: str) -> str:
    return f"{settings.ORIGIN}{reverse('cycles:epic', args=[workspace.slug, key])}"
