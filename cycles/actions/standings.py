"""
Keeps how epics stand on the roadmap while it changes: whatever is recorded of an epic, a cycle or
a theme is followed by it, in the same transaction. And freezes a moment under a name.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cycles.actions.refusals import Refusal
from cycles.models import Epic, KeptStanding, Snapshot
from cycles.queries.changes import why_of
from cycles.queries.standings import standings, standings_of
from cycles.rules.roadmap import Standing
from planner.activity import record
from planner.models import Activity, Member, Workspace

SCHEMA = 1


class SnapshotNeedsName(Refusal):
    """It is looked for by its name."""


@transaction.atomic
def take_snapshot(
    *,
    workspace: Workspace,
    name: str,
    by: Member | None,
    at: datetime,
    kind: str = Snapshot.Kind.HAND,
) -> Snapshot:
    """
    Freeze the roadmap as it is now under a name.

    :raises SnapshotNeedsName: nothing could tell it from the others.
    """
    if not name.strip():
        raise SnapshotNeedsName(_("Give it a name, so that it is found again."))
    kept = [one.kept for one in standings(workspace).values()]
    snapshot = Snapshot.objects.create(
        workspace=workspace,
        kind=kind,
        name=name.strip(),
        taken_at=at,
        taken_by=by,
        content={"schema": SCHEMA, "standings": kept},
    )
    record(
        workspace=workspace, verb="take_snapshot", thing=snapshot, by=by, at=at, name=snapshot.name
    )
    return snapshot


def keep_standings(*, epics: QuerySet[Epic], brought_about: Mapping[int, Activity]) -> None:
    """
    Keep how these epics stand now, where that is another way than before.

    ``brought_about`` says by the epic's id what was done; under 0, what was done to all others.
    """
    # One writer at a time: who comes second reads what the first has kept.
    ids = list(epics.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    if not ids:
        return
    found = standings_of(Epic.objects.filter(pk__in=ids))
    lasting = {
        kept.epic_id: kept
        for kept in KeptStanding.objects.lasting().filter(epic__in=ids).select_related("activity")
    }
    ended, begun = [], []
    for pk, standing in found.items():
        kept, activity = lasting.get(pk), brought_about.get(pk) or brought_about[0]
        if kept and kept.content == standing.kept:
            continue
        if kept and activity.at <= kept.from_at:
            _correct(kept, standing, activity)
            continue
        if kept:
            kept.until_at = activity.at
            ended.append(kept)
        begun.append(
            KeptStanding(
                workspace_id=activity.workspace_id,
                epic_id=pk,
                from_at=activity.at,
                content=standing.kept,
                activity=activity,
            )
        )
    KeptStanding.objects.bulk_update(ended, ["until_at"], batch_size=200)
    KeptStanding.objects.bulk_create(begun, batch_size=200)


def _correct(kept: KeptStanding, standing: Standing, activity: Activity) -> None:
    """Several steps in one moment are one change; the step that says why tells of it."""
    kept.content = standing.kept
    if not (kept.activity and why_of(kept.activity)):
        kept.activity = activity
    kept.save(update_fields=["content", "activity"])


def forget_standings(*, workspace: Workspace, at: datetime) -> None:
    """Of epics that are no more: they stood as they did until now."""
    for kept in KeptStanding.objects.lasting().filter(workspace=workspace, epic=None):
        if kept.from_at < at:
            kept.until_at = at
            kept.save(update_fields=["until_at"])
        else:
            kept.delete()
