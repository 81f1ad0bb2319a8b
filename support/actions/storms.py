"""A group of a storm that is worth a ticket of its own after all."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from planner.activity import record
from planner.models import Member
from support.actions.owners import tell_owners
from support.actions.tickets import TicketRefusal, next_number
from support.actions.words import index_tickets
from support.models import Alert, Source, StormGroup, Ticket
from support.queries.causes import OfferedCauses
from support.rules.ownership import OPENED
from support.sources.severities import worst


class AlreadyTakenOut(TicketRefusal):
    """The group stands alone already."""


class StormIsOver(TicketRefusal):
    """The storm's ticket is resolved: what comes back comes back alone."""


@transaction.atomic
def take_group_out(*, group: StormGroup, by: Member, at: datetime) -> Ticket:
    """
    Give the group a ticket of its own, with its alerts; the storm goes on without it.

    :raises AlreadyTakenOut: :raises StormIsOver:
    """
    # The source's row is the lock of the digestion, which must not look meanwhile.
    Source.objects.select_for_update().get(tickets=group.storm_id)
    group = StormGroup.objects.select_for_update().get(pk=group.pk)
    storm = Ticket.objects.select_for_update().get(pk=group.storm_id)
    own = Ticket.objects.filter(source=storm.source_id, group_hash=group.group_hash).unresolved()
    if group.taken_out_at or own.exists():
        raise AlreadyTakenOut(_("This group has a ticket of its own already."))
    if storm.state == Ticket.State.RESOLVED:
        raise StormIsOver(_("This storm is over."))
    alerts = list(Alert.objects.filter(storm_group=group, ticket=storm).order_by("pk"))
    ticket = _open(group, storm, alerts, at)
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(
        ticket=ticket, storm_group=None
    )
    storm.alerts_total = max(0, storm.alerts_total - ticket.alerts_total)
    storm.alerts_firing = max(0, storm.alerts_firing - ticket.alerts_firing)
    storm.version += 1
    storm.save(update_fields=["alerts_total", "alerts_firing", "version"])
    index_tickets([ticket, storm])
    group.taken_out_at = at
    group.save(update_fields=["taken_out_at"])
    _record(storm, by, at, verb="take_group_out", group=group.title)
    _record(ticket, by, at, verb="open_ticket")
    tell_owners(ticket.workspace, [(ticket, at, OPENED)])
    return ticket


def _open(group: StormGroup, storm: Ticket, alerts: list[Alert], at: datetime) -> Ticket:
    firing = [alert for alert in alerts if alert.state == Alert.State.FIRING]
    lead = min(firing or alerts, key=lambda alert: alert.gravity, default=None)
    return Ticket.objects.create(
        workspace=storm.workspace,
        number=next_number(storm.workspace),
        kind=Ticket.Kind.ALERT,
        title=group.title,
        source=storm.source,
        group_key=group.group_key,
        group_hash=group.group_hash,
        layer=lead.layer if lead else storm.layer,
        health=lead.health if lead else storm.health,
        owner=lead.owner if lead else storm.owner,
        cause=OfferedCauses(storm.workspace).named(lead.cause) if lead else None,
        classified_by=lead.classified_by if lead else storm.classified_by,
        severity=worst([alert.severity for alert in firing]) if firing else storm.severity,
        opened_at=group.came_at,
        last_event_at=at,
        alerts_firing=len(firing),
        alerts_total=len(alerts),
    )


def _record(ticket: Ticket, by: Member, at: datetime, *, verb: str, **data: Any) -> None:
    record(
        workspace=ticket.workspace,
        verb=verb,
        thing=ticket,
        by=by,
        at=at,
        key=ticket.key,
        title=ticket.title,
        **data,
    )
