"""Days that are over: who led them stays, whatever is planned or agreed later."""

from datetime import datetime

from django.db import transaction

from planner.models import Workspace
from support.models import DeskSettings, LeadDay
from support.queries.rotation import rotation_of, today_in
from support.rules.rotation import Lead


@transaction.atomic
def keep_turns(*, workspace: Workspace, at: datetime) -> int:
    """
    Write down who led on each day before today, as far as that is not done; says how many days.

    Told by no activity: nobody changes anything, days pass.
    """
    DeskSettings.objects.select_for_update(of=("self",)).get(workspace=workspace)
    rotation = rotation_of(workspace, today_in(workspace, at))
    over = [lead for lead in rotation.leads if lead.on < rotation.today]
    kept = 0
    for lead in over:
        row = rotation.agreed.get(lead.on)
        if row is None or row.among is None:
            kept += _keep(workspace, lead, row, at)
    return kept


def _keep(workspace: Workspace, lead: Lead, row: LeadDay | None, at: datetime) -> int:
    """A gap leaves no row; neither does what was agreed with somebody who was not there then."""
    if row and row.member_id == lead.member:
        row.among = _in_json(lead)
        row.save(update_fields=["among"])
        return 1
    if row:
        row.delete()
    if lead.member is None:
        return 0
    LeadDay.objects.create(
        workspace=workspace,
        on=lead.on,
        member_id=lead.member,
        kind=LeadDay.Kind.TURN,
        at=at,
        among=_in_json(lead),
    )
    return 1


def _in_json(lead: Lead) -> dict[str, int]:
    return {str(member): percent for member, percent in lead.hands.items()}
