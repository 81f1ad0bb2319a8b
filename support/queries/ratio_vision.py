"""How much of what was proactive went into epics that serve the vision, by the ledger."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from django.db.models.fields.json import KeyTransform

from cycles.models import Cycle, Epic
from cycles.queries.seated import Seated
from cycles.queries.vision_share import Proactive
from planner.models import Workspace
from support.models import KeptRatio
from support.queries.ratio_facts import proactive_of

_OF_TOTALS: Final = (KeyTransform("vision", "totals"), KeyTransform("weeks", "totals"))


def kept_proactive(workspace: Workspace, cycles: Sequence[Cycle]) -> Mapping[int, Proactive]:
    """
    In ticks, by the id of the cycle, as its ledger was kept. Of what is only remembered, the epics
    are not known. One query.
    """
    kept = KeptRatio.objects.filter(cycle__in=cycles, totals__has_key="vision").order_by("pk")
    return {
        cycle: Proactive(vision, sum(week["capacity"] - week["reactive"] for week in weeks))
        for cycle, vision, weeks in kept.values_list("cycle", *_OF_TOTALS)
    }


def proactive_so_far(cycle: Cycle, seated: Seated, today: date) -> Proactive:
    """In ticks, up to today. Four queries."""
    of_vision = {epic.pk for epic in seated.epics if epic.origin == Epic.Origin.VISION}
    vision = whole = 0
    for worked, proactive, for_epics in proactive_of(seated, cycle, today):
        whole += proactive
        if for_epics:
            share = sum([epic in of_vision for epic in worked.epics])
            vision += for_epics * share // len(worked.epics)
    return Proactive(vision, whole)
