"""Which epic is to end a cause, or where one is made: what tables of causes show beside them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from cycles.rules.calendar import Span
from planner.access import may_shape
from planner.models import Member
from support.models import Cause, DeskSettings
from support.queries.cause_costs import counted_over, spent_over
from support.queries.cause_rows import EndingEpic, epics_of_causes, remedies_of, shipped_last
from support.rules.causes import counting, is_worth_an_epic


@dataclass(frozen=True, slots=True)
class Ending:
    """``make_url`` is there where the cause is worth an epic, none is to end it, and one may."""

    epic: EndingEpic | None = None
    make_url: str = ""


def endings(member: Member, causes: Collection[int], today: date) -> Mapping[int, Ending]:
    """By the id of each of these causes. Ten queries at most; what became of it is not told."""
    if not causes:
        return {}
    workspace = member.workspace
    epics = epics_of_causes(remedies_of(workspace), workspace)
    each = {pk: epics.get(pk, ()) for pk in causes}
    ended = {pk: those for pk, those in each.items() if all(epic.has_ended for epic in those)}
    worth = _worth_an_epic(member, ended, counted_over(workspace, today))
    return {
        pk: Ending(
            next(iter(those), None),
            reverse("support:make_it_an_epic", args=[workspace.slug, pk]) if pk in worth else "",
        )
        for pk, those in each.items()
    }


def _worth_an_epic(
    member: Member, causes: Mapping[int, Collection[EndingEpic]], over: Span
) -> set[int]:
    if not causes or not may_shape(member):
        return set()
    workspace = member.workspace
    threshold = DeskSettings.objects.values_list("cause_days", flat=True).get(workspace=workspace)
    in_use = Cause.objects.filter(workspace=workspace, pk__in=causes, archived_at=None)
    judged = {pk: counting(over, shipped_last(epics)) for pk, epics in causes.items()}
    after = over.ends_on + timedelta(days=1)
    since = {pk: days.starts_on if days else after for pk, days in judged.items() if days != over}
    spent = spent_over(workspace, over, causes, since)
    return {
        pk
        for pk in in_use.order_by("pk").values_list("pk", flat=True)
        if is_worth_an_epic(spent[pk], threshold)
    }
