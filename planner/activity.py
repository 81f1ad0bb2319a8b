"""Writing the log: every action records what it did, in its own transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.dispatch import Signal

from planner.models import Activity, Member, Workspace

# workspace, written: pairs of an activity and the thing that it is about, in their order. Sent
# inside the transaction of the change, so that who is to be told can be written down with it.
recorded = Signal()


class NotInATransaction(Exception):
    """An activity belongs to the change that it tells of: open a transaction around both."""


def record(
    *,
    workspace: Workspace,
    verb: str,
    thing: models.Model,
    by: Member | None,
    at: datetime,
    within: models.Model | None = None,
    **data: Any,
) -> Activity:
    """
    Write that ``by`` did ``verb`` to ``thing``; ``data`` must be fit for JSON.

    :raises NotInATransaction: the caller has none open, so change and log could part.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInATransaction
    activity = Activity.objects.create(
        workspace=workspace,
        at=at,
        by=by,
        verb=verb,
        thing_kind=str(thing._meta.model_name),
        thing_id=thing.pk,
        within_kind=str(within._meta.model_name) if within else "",
        within_id=within.pk if within else None,
        data=data,
    )
    recorded.send(Activity, workspace=workspace, written=[(activity, thing)])
    return activity


@dataclass(frozen=True)
class Happening:
    """Something that is written together with others: by whom, unless the planner did it itself."""

    verb: str
    thing: models.Model
    at: datetime
    data: dict[str, Any]
    by: Member | None = None
    within: models.Model | None = None


def record_all(workspace: Workspace, happenings: Iterable[Happening]) -> None:
    """
    Write many at once, in their order.

    :raises NotInATransaction: as ``record`` does.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInATransaction
    happenings = list(happenings)
    written = Activity.objects.bulk_create(
        Activity(
            workspace=workspace,
            at=one.at,
            by=one.by,
            verb=one.verb,
            thing_kind=str(one.thing._meta.model_name),
            thing_id=one.thing.pk,
            within_kind=str(one.within._meta.model_name) if one.within else "",
            within_id=one.within.pk if one.within else None,
            data=one.data,
        )
        for one in happenings
    )
    if written:
        things = [one.thing for one in happenings]
        recorded.send(
            Activity, workspace=workspace, written=list(zip(written, things, strict=True))
        )
