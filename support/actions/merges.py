"""Two tickets about one thing become one, and can be separated again."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from planner.models import Activity, Member
from support.actions.shelf import STORM_HASH
from support.actions.tickets import (
    NewerTicketIsOpen,
    TicketRefusal,
    changed,
    locked_ticket,
    newer_of,
    refuse_resolved,
)
from support.actions.words import index_tickets
from support.models import Alert, Source, Ticket
from support.queries.gathered import family_of, goes_on_in
from support.sources.severities import worst


class CannotMerge(TicketRefusal):
    """These two cannot become one; the message says why."""


class NotMerged(TicketRefusal):
    """It stands alone."""


@transaction.atomic
def merge_ticket(
    *, ticket: Ticket, into: Ticket, by: Member, at: datetime, seen_version: int | None = None
) -> Ticket:
    """
    Go on with ``into``, in the same workspace: its alerts, and those that come later, stand there.

    :raises CannotMerge: it is the same ticket, resolved, a storm, or asked by a person.
    :raises AlreadyResolved: there is nothing left to go on with.
    """
    _lock_sources(ticket, into)
    rows = Ticket.objects.filter(pk__in=(ticket.pk, into.pk), workspace=ticket.workspace_id)
    both = {one.pk: one for one in rows.order_by("pk").select_for_update()}
    if len(both) < 2:
        raise CannotMerge(_("A ticket cannot be merged into itself."))
    ticket, into = locked_ticket(ticket, seen_version), both[into.pk]
    refuse_resolved(ticket)
    _refuse_unlike(ticket, into)
    alerts = Alert.objects.filter(ticket=ticket)
    alerts.filter(merged_from=None).update(merged_from=ticket)
    alerts.update(ticket=into)
    was, of_into = _standing(ticket), _standing(into)
    is_worse = ticket.alerts_firing and worst([ticket.severity, into.severity]) != into.severity
    if is_worse:
        into.severity = ticket.severity
    if is_worse and into.state == Ticket.State.SNOOZED:
        into.state, into.silence, into.snoozed_until = Ticket.State.OPEN, None, None
    _weigh(ticket, into)
    ticket.state, ticket.resolved_at, ticket.resolved_by = Ticket.State.RESOLVED, at, by
    ticket.silence, ticket.snoozed_until, ticket.merged_into = None, None, into
    changed(into, "gather_ticket", by, at, other=ticket.key)
    return changed(ticket, "merge_ticket", by, at, into=into.key, was=was, of_into=of_into)


@transaction.atomic
def unmerge_ticket(
    *, ticket: Ticket, by: Member, at: datetime, seen_version: int | None = None
) -> Ticket:
    """
    Let it stand alone again, open, with those alerts that would have stood in it.

    A snooze of either that the merge ended goes on, and a severity that it raised is as before,
    unless there are worse alerts by now.

    :raises NotMerged: :raises NewerTicketIsOpen: its alert group has another one by now.
    """
    _hold_with_target(ticket)
    ticket = locked_ticket(ticket, seen_version)
    if ticket.merged_into is None:
        raise NotMerged(_("This ticket is not merged."))
    if newer := newer_of(ticket):
        raise NewerTicketIsOpen(
            _("%(key)s is open for the same alerts. Go on there.") % {"key": newer.key}
        )
    before = ticket.merged_into
    into = locked_ticket(goes_on_in(ticket))
    alerts = Alert.objects.filter(ticket=into, merged_from__in=family_of(ticket))
    alerts.update(ticket=ticket)
    Alert.objects.filter(ticket=ticket, merged_from=ticket).update(merged_from=None)
    _weigh(ticket, into)
    ticket.state, ticket.resolved_at, ticket.resolved_by = Ticket.State.OPEN, None, None
    ticket.merged_into = None
    told = Activity.objects.about(ticket).filter(verb="merge_ticket").latest_first().first()
    kept = told.data if told else {}
    _stand_again(ticket, kept.get("was", {}), at)
    if into == before:
        _stand_again(into, kept.get("of_into", {}), at)
    changed(into, "let_go_ticket", by, at, other=ticket.key)
    return changed(ticket, "unmerge_ticket", by, at, into=before.key)


def _hold_with_target(ticket: Ticket) -> None:
    """
    Hold it and the one in which it goes on, in the order in which merging does, so that neither
    waits for ever. Should that one go on in another by then, all is let go and looked for anew.
    """
    while True:
        target = goes_on_in(Ticket.objects.get(pk=ticket.pk))
        before = transaction.savepoint_create()
        _lock_sources(ticket, target)
        both = Ticket.objects.filter(pk__in=(ticket.pk, target.pk))
        list(both.order_by("pk").select_for_update())
        if goes_on_in(Ticket.objects.get(pk=ticket.pk)) == target:
            transaction.savepoint_commit(before)
            return
        transaction.savepoint_rollback(before)


def _standing(ticket: Ticket) -> dict[str, str]:
    """What merging changes of a ticket; not a silence, which the next alert finds by itself."""
    until = None if ticket.silence_id else ticket.snoozed_until
    return {"severity": ticket.severity, "until": until.isoformat() if until else ""}


def _stand_again(ticket: Ticket, was: Mapping[str, str], at: datetime) -> None:
    """As before the merge; nobody sleeps through alerts that are worse than those they put off."""
    if not was or ticket.state != Ticket.State.OPEN:
        return
    firing = Alert.objects.filter(ticket=ticket, state=Alert.State.FIRING).order_by()
    severities = firing.values_list("severity", flat=True).distinct()
    if not ticket.judged_by_id:
        ticket.severity = worst([was["severity"], *severities])
    until = datetime.fromisoformat(was["until"]) if was["until"] else None
    if until and at < until and ticket.severity == was["severity"]:
        ticket.state, ticket.snoozed_until = Ticket.State.SNOOZED, until


def _lock_sources(*tickets: Ticket) -> None:
    """The source's row is the lock of the digestion, which must not look meanwhile."""
    pks = {one.source_id for one in tickets if one.source_id}
    list(Source.objects.filter(pk__in=pks).order_by("pk").select_for_update())


def _refuse_unlike(ticket: Ticket, into: Ticket) -> None:
    if into.state == Ticket.State.RESOLVED:
        raise CannotMerge(_("%(key)s is resolved. Reopen it first.") % {"key": into.key})
    if STORM_HASH in (ticket.group_hash, into.group_hash):
        raise CannotMerge(_("A storm stays alone. Take groups out of it instead."))
    if ticket.kind == Ticket.Kind.ALERT and into.kind != Ticket.Kind.ALERT:
        raise CannotMerge(
            _("Alerts do not go on in what a person asked. Merge %(key)s into this one instead.")
            % {"key": into.key}
        )


def _weigh(*tickets: Ticket) -> None:
    """Count the alerts of each anew, and let it be found by them."""
    firing = Count("pk", filter=Q(state=Alert.State.FIRING))
    rows = Alert.objects.filter(ticket__in=tickets).order_by().values("ticket")
    counts = {
        row["ticket"]: (row["total"], row["firing"])
        for row in rows.annotate(total=Count("pk"), firing=firing)
    }
    for ticket in tickets:
        ticket.alerts_total, ticket.alerts_firing = counts.get(ticket.pk, (0, 0))
    index_tickets(tickets)
