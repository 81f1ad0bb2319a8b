"""Which epic is to end a cause, or where one is made: what tables of causes show beside them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from django.urls import reverse

from cycles.models import Epic
from cycles.rules.calendar import Span
from planner.access import may_shape
from planner.models import Member, Workspace
from support.models import Cause, DeskSettings, Remedy
from support.queries.cause_costs import (
    Costs,
    Past,
    costs_to_judge,
    counted_over,
    past_of,
    spent_over,
)
from support.queries.cause_rows import (
    EndingEpic,
    compared_from,
    epics_of_causes,
    remedies_of,
    shipped_last,
)
from support.rules.causes import counting, is_worth_an_epic

NOTHING: Final[Mapping[int, Decimal]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Ending:
    """``make_url`` is there where the cause is worth an epic, none is to end it, and one may."""

    epic: EndingEpic | None = None
    make_url: str = ""


def endings(
    member: Member,
    causes: Collection[int],
    today: date,
    *,
    at_least: Mapping[int, Decimal] = NOTHING,
) -> Mapping[int, Ending]:
    """
    By the id of each of these causes, with what became of it since its epic shipped.

    :param at_least: person-days that are known to be among those of the last two cycles: where
        they are enough, nothing more is asked.
    """
    if not causes:
        return {}
    workspace = member.workspace
    remedies = [row for row in remedies_of(workspace) if row.cause_id in causes]
    epics = epics_of_causes(remedies, workspace, _since_they_shipped(remedies, workspace, today))
    each = {pk: epics.get(pk, ()) for pk in causes}
    ended = {pk: those for pk, those in each.items() if all(epic.has_ended for epic in those)}
    worth = _worth_an_epic(member, ended, today, at_least)
    return {
        pk: Ending(
            next(iter(those), None),
            reverse("support:make_it_an_epic", args=[workspace.slug, pk]) if pk in worth else "",
        )
        for pk, those in each.items()
    }


def _since_they_shipped(
    remedies: Collection[Remedy], workspace: Workspace, today: date
) -> tuple[Costs, Past] | None:
    """
    The costs by which epics are judged that shipped, of causes that no other is to end. Those of
    which more than the last cycles would have to be read are judged on pages of their own. Six
    queries where there are any.
    """
    goes_on = {row.cause_id for row in remedies if row.epic.state not in Epic.ENDED}
    shipped = [row for row in remedies if row.epic.shipped_at and row.cause_id not in goes_on]
    if not shipped:
        return None
    past = past_of(workspace, today)
    first = {row: compared_from(row.epic, workspace, past) for row in shipped}
    told = {row: day for row, day in first.items() if day and day >= past.whole.starts_on}
    if not told:
        return None
    span = Span(min(told.values()), max(today, *told.values()))
    judged = {row.cause_id for row in told}
    return costs_to_judge(workspace, span, judged, only=judged), past


def _worth_an_epic(
    member: Member,
    causes: Mapping[int, Collection[EndingEpic]],
    today: date,
    at_least: Mapping[int, Decimal],
) -> set[int]:
    if not causes or not may_shape(member):
        return set()
    workspace = member.workspace
    threshold = DeskSettings.objects.values_list("cause_days", flat=True).get(workspace=workspace)
    in_use = Cause.objects.filter(workspace=workspace, pk__in=causes, archived_at=None)
    found = set(in_use.order_by("pk").values_list("pk", flat=True))
    enough = {
        pk
        for pk in found
        if not causes[pk] and is_worth_an_epic(at_least.get(pk, Decimal(0)), threshold)
    }
    if enough == found:
        return enough
    over = counted_over(workspace, today)
    judged = {pk: counting(over, shipped_last(causes[pk])) for pk in found - enough}
    after = over.ends_on + timedelta(days=1)
    since = {pk: days.starts_on if days else after for pk, days in judged.items() if days != over}
    spent = spent_over(workspace, over, judged, since)
    return enough | {pk for pk, days in spent.items() if is_worth_an_epic(days, threshold)}
