"""Which epic is to end a cause, or where one is made: what tables of causes show beside them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from cycles.rules.calendar import Span
from planner.access import may_shape
from planner.models import Member
from support.models import Cause, DeskSettings
from support.queries.cause_costs import Costs, costs, past_of
from support.queries.cause_rows import EndingEpic, epics_of_causes
from support.rules.causes import is_worth_an_epic


@dataclass(frozen=True, slots=True)
class Ending:
    """``make_url`` is there where the cause is worth an epic, none is to end it, and one may."""

    epic: EndingEpic | None = None
    make_url: str = ""


def endings(member: Member, causes: Collection[int], today: date) -> Mapping[int, Ending]:
    """By the id of each of these causes. Eleven queries at most; what became of it is not told."""
    if not causes:
        return {}
    workspace = member.workspace
    past = past_of(workspace, today)
    epics = epics_of_causes(workspace, Costs(Span(today, today), {}), past)
    first = {pk: next(iter(epics.get(pk, ())), None) for pk in causes}
    unended = {pk for pk, epic in first.items() if epic is None or epic.has_ended}
    worth = _worth_an_epic(member, unended, past.counted)
    return {
        pk: Ending(
            epic,
            reverse("support:make_it_an_epic", args=[workspace.slug, pk]) if pk in worth else "",
        )
        for pk, epic in first.items()
    }


def _worth_an_epic(member: Member, causes: set[int], over: Span) -> set[int]:
    if not causes or not may_shape(member):
        return set()
    workspace = member.workspace
    threshold = DeskSettings.objects.values_list("cause_days", flat=True).get(workspace=workspace)
    in_use = Cause.objects.filter(workspace=workspace, pk__in=causes, archived_at=None)
    found = costs(workspace, over, only=causes)
    return {
        pk
        for pk in in_use.order_by("pk").values_list("pk", flat=True)
        if is_worth_an_epic(found.total(pk).days, threshold)
    }
