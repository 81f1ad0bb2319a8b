"""What epics need of each other, and where that does not hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.models import CycleSettings, Dependency, Epic
from cycles.queries.standings import standings_of
from cycles.rules.dependencies import Need, Strain, strain_of, strains
from cycles.rules.roadmap import Standing
from planner.access import may_shape
from planner.kit.dates import day_range
from planner.models import Member, Workspace

# What is said of a need that does not hold, beside the epic that is needed.
WORDS: Final[dict[str, str | Promise]] = {
    "stopped": gettext_lazy("will not come: it was parked or dropped"),
    "late": gettext_lazy("comes too late"),
    "undated": gettext_lazy("has no date"),
    "tight": gettext_lazy("may come too late"),
}
# The same, beside the epic that waits for it.
WORDS_OF_WAITING: Final[dict[str, str | Promise]] = {
    "stopped": gettext_lazy("waits for this in vain"),
    "late": gettext_lazy("begins too early for this"),
    "undated": gettext_lazy("has a date, and this has none"),
    "tight": gettext_lazy("may begin too early for this"),
}


@dataclass(frozen=True)
class NeedRow:
    """``strain`` says where the need does not hold, and is violated or only worth a look."""

    key: str
    title: str
    url: str
    size: str
    state: str
    when: str
    is_shipped: bool
    strain: str
    is_violated: bool
    remove_url: str


@dataclass(frozen=True)
class EpicNeeds:
    """``add_url`` is empty for who may only read."""

    needs: tuple[NeedRow, ...]
    needed_by: tuple[NeedRow, ...]
    add_url: str


def dependency_strains(
    workspace: Workspace, standings: Mapping[int, Standing]
) -> tuple[Strain, ...]:
    """All needs of the workspace that do not hold as its epics stand; two queries."""
    pairs = (
        Dependency.objects.filter(epic__workspace=workspace)
        .order_by("pk")
        .values_list("epic_id", "needed_id")
    )
    return strains((Need(*pair) for pair in pairs), standings, cycle_days=cycle_days_of(workspace))


def cycle_days_of(workspace: Workspace) -> int:
    return 7 * CycleSettings.objects.values_list("weeks", flat=True).get(workspace=workspace)


def epic_needs(epic: Epic, reader: Member, at: datetime) -> EpicNeeds:
    """What the page of an epic shows: what it needs, and what needs it."""
    found = list(
        Dependency.objects.filter(Q(epic=epic) | Q(needed=epic))
        .select_related("epic", "needed")
        .order_by("pk")
    )
    may_change = may_shape(reader)
    rows = _rows(found, epic, may_change=may_change) if found else {}
    return EpicNeeds(
        tuple(rows[one.pk] for one in found if one.epic_id == epic.pk),
        tuple(rows[one.pk] for one in found if one.needed_id == epic.pk),
        reverse("cycles:new_need", args=[epic.workspace.slug, epic.key]) if may_change else "",
    )


def _rows(found: Iterable[Dependency], epic: Epic, *, may_change: bool) -> dict[int, NeedRow]:
    """By the dependency's id; four queries however many there are."""
    pks = {pk for one in found for pk in (one.epic_id, one.needed_id)}
    stand = standings_of(Epic.objects.filter(pk__in=pks))
    days = cycle_days_of(epic.workspace)
    return {one.pk: _row(one, epic, stand, days, may_change=may_change) for one in found}


def _row(
    one: Dependency, here: Epic, stand: Mapping[int, Standing], days: int, *, may_change: bool
) -> NeedRow:
    """Of the two, the one whose page this is not."""
    slug = here.workspace.slug
    kind = strain_of(stand[one.epic_id], stand[one.needed_id], cycle_days=days)
    is_waiting = one.needed_id == here.pk
    other = one.epic if is_waiting else one.needed
    said = (WORDS_OF_WAITING if is_waiting else WORDS).get(kind, "")
    return NeedRow(
        other.key,
        other.title,
        reverse("cycles:epic", args=[slug, other.key]),
        other.size,
        other.get_state_display(),
        when_in_words(stand[other.pk]),
        other.state == Epic.State.SHIPPED,
        str(said),
        Strain(Need(one.epic_id, one.needed_id), kind).is_violated,
        reverse("cycles:remove_need", args=[slug, one.epic.key, one.pk])
        if may_change and not is_waiting
        else "",
    )


def when_in_words(standing: Standing) -> str:
    """cycle 25, cycles 25 to 27, 1 Apr to 30 Jun 2027; nothing without a date."""
    if standing.unit == "cycle":
        facts = {"first": standing.first, "last": standing.last}
        if standing.first == standing.last:
            return _("cycle %(first)s") % facts
        return _("cycles %(first)s to %(last)s") % facts
    return (
        day_range(standing.from_on, standing.to_on) if standing.from_on and standing.to_on else ""
    )
