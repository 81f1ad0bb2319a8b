"""What stands on the roadmap across its epics: marked days, the end of the vision, needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Dependency, Marker, Vision
from cycles.queries.dependencies import WORDS
from cycles.queries.roadmap_time import percent
from cycles.rules.axis import Axis
from cycles.rules.dependencies import Need, Strain, strains
from cycles.rules.roadmap import Standing
from cycles.rules.wrapping import width_of
from planner.kit.dates import day_with_year
from planner.models import Workspace

NEAR_THE_END: Final = 900  # thousandths: from here on words stand before their line
# Thousandths that a pixel of a word takes where the drawing is narrowest, in its smaller letters.
A_LETTER: Final = 0.85


@dataclass(frozen=True)
class MarkLine:
    """
    A day that is drawn through all rows; ``x`` in percent, ``at`` in thousandths. Its words stand
    beside it where there is room, else only in the list below.
    """

    x: str
    at: float
    title: str
    words: str
    day: str
    is_end: bool
    anchor: str


@dataclass(frozen=True)
class NeedLine:
    """``epic`` needs ``needed``, by their keys; ``strain`` says where that does not hold."""

    epic: str
    needed: str
    strain: str


@dataclass(frozen=True)
class StrainRow:
    key: str
    title: str
    url: str
    needed_title: str
    needed_url: str
    said: str
    is_violated: bool


@dataclass(frozen=True)
class RoadmapMarks:
    lines: tuple[MarkLine, ...] = ()
    needs: tuple[NeedLine, ...] = ()
    strains: tuple[StrainRow, ...] = ()
    said: str = ""


def roadmap_marks(
    workspace: Workspace,
    stand: Mapping[int, Standing],
    axis: Axis,
    vision: Vision | None,
    *,
    cycle_days: int,
) -> RoadmapMarks:
    """Two queries however much there is."""
    pairs = (
        Dependency.objects.filter(epic__workspace=workspace)
        .order_by("pk")
        .values_list("epic_id", "needed_id")
    )
    needs = [Need(*pair) for pair in pairs]
    found = strains(needs, stand, cycle_days=cycle_days)
    kinds = {strain.need: strain.kind for strain in found}
    violated = sum(1 for strain in found if strain.is_violated)
    return RoadmapMarks(
        tuple(_lines(workspace, axis, vision)),
        tuple(
            NeedLine(stand[need.epic].key, stand[need.needed].key, kinds.get(need, ""))
            for need in needs
        ),
        tuple(_row(workspace, strain, stand) for strain in found),
        ngettext("%(n)s need does not hold", "%(n)s needs do not hold", violated) % {"n": violated}
        if violated
        else "",
    )


def _lines(workspace: Workspace, axis: Axis, vision: Vision | None) -> list[MarkLine]:
    if not axis.columns:
        return []
    days = [
        (one.on, one.title, False)
        for one in Marker.objects.filter(workspace=workspace).order_by("on", "pk")
    ]
    if vision:
        days.append((vision.ends_on, _("end of the vision"), True))
    found: list[MarkLine] = []
    free = 0.0
    for on, title, is_end in sorted(days):
        if on in axis.span:
            at, long = axis.at(on), width_of(title) * A_LETTER
            start, end = (at - long, at) if at > NEAR_THE_END else (at, at + long)
            words = title if start >= free else ""
            free = end if words else free
            anchor = "end" if at > NEAR_THE_END else "start"
            found.append(MarkLine(percent(at), at, title, words, day_with_year(on), is_end, anchor))
    return found


def _row(workspace: Workspace, strain: Strain, stand: Mapping[int, Standing]) -> StrainRow:
    epic, needed = stand[strain.need.epic], stand[strain.need.needed]
    return StrainRow(
        epic.key,
        epic.title,
        reverse("cycles:epic", args=[workspace.slug, epic.key]),
        needed.title,
        reverse("cycles:epic", args=[workspace.slug, needed.key]),
        str(WORDS[strain.kind]),
        strain.is_violated,
    )
