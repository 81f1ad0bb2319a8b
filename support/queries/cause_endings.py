"""Which epic is to end a cause, or where one is made: what tables of causes show beside them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from django.urls import reverse

from cycles.models import Epic
from cycles.rules.calendar import Span
from planner.access import may_shape
from planner.models import Member, Workspace
from support.models import Cause, DeskSettings, Remedy
from support.queries.cause_costs import costs_to_judge, past_of
from support.queries.cause_rows import (
    EndingEpic,
    compared_from,
    epics_of_causes,
    is_to_be_ended,
    remedies_of,
)
from support.rules.causes import is_worth_an_epic

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
    gone: Collection[int] = (),
) -> Mapping[int, Ending]:
    """
    By the id of each of these causes, and of those ``gone`` for which an epic shipped, with what
    became of it since: twelve queries at most. Those of which more than the last cycles would have
    to be read are judged on pages of their own.

    :param at_least: person-days that are known to be among those of the last two cycles: where
        they are enough, nothing more is asked.
    """
    if not causes and not gone:
        return {}
    workspace = member.workspace
    all_ = remedies_of(workspace)
    causes = {*causes, *(_causes(row for row in all_ if row.epic.shipped_at) & set(gone))}
    remedies = [row for row in all_ if row.cause_id in causes]
    goes_on = _causes(row for row in remedies if row.epic.state not in Epic.ENDED)
    shipped = [row for row in remedies if row.epic.shipped_at and row.cause_id not in goes_on]
    offered = _in_use(causes - goes_on, member)
    threshold = _threshold(workspace) if offered else 0
    worth = {
        pk
        for pk in offered - _causes(remedies)
        if is_worth_an_epic(at_least.get(pk, Decimal(0)), threshold)
    }
    epics: Mapping[int, Collection[EndingEpic]]
    if shipped or worth != offered:
        epics, judged = _judged(workspace, remedies, shipped, offered - worth, threshold, today)
        worth |= judged
    else:
        epics = epics_of_causes(remedies, workspace)
    return {
        pk: Ending(
            next(iter(epics.get(pk, ())), None),
            reverse("support:make_it_an_epic", args=[workspace.slug, pk]) if pk in worth else "",
        )
        for pk in causes
    }


def _judged(
    workspace: Workspace,
    remedies: Sequence[Remedy],
    shipped: Collection[Remedy],
    doubtful: set[int],
    threshold: int,
    today: date,
) -> tuple[Mapping[int, Collection[EndingEpic]], set[int]]:
    """The epics with the effect of those that shipped, and which of the doubtful are worth one."""
    past = past_of(workspace, today)
    first = {row: compared_from(row.epic, workspace, past) for row in shipped}
    told = {row: day for row, day in first.items() if day and day >= past.whole.starts_on}
    span, judged = Span(min([past.counted.starts_on, *told.values()]), today), _causes(told)
    found = costs_to_judge(workspace, span, judged, only=judged | doubtful)
    epics = epics_of_causes(remedies, workspace, (found, past))
    return epics, {
        pk for pk in doubtful if is_to_be_ended(found.of(pk), past, threshold, epics.get(pk, ()))
    }


def _causes(remedies: Iterable[Remedy]) -> set[int]:
    return {row.cause_id for row in remedies}


def _in_use(causes: Collection[int], member: Member) -> set[int]:
    """Those of them that may be made an epic, by this member."""
    if not causes or not may_shape(member):
        return set()
    rows = Cause.objects.filter(workspace=member.workspace, pk__in=causes, archived_at=None)
    return set(rows.order_by("pk").values_list("pk", flat=True))


def _threshold(workspace: Workspace) -> int:
    settings = DeskSettings.objects.filter(workspace=workspace)
    return settings.values_list("cause_days", flat=True).get()
