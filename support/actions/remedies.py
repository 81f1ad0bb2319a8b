"""Which epic is to end a cause: one that is made of it, or one that is there."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.epics import create_epic
from cycles.models import Epic, Theme
from planner.activity import Happening, record, record_all
from planner.models import Member, Workspace
from support.actions.causes import CauseRefusal, refuse_archived
from support.models import Cause, Remedy, Ticket
from support.queries.cause_costs import cost_over_two_cycles
from support.queries.cause_tickets import tickets_behind


class EndsItAlready(CauseRefusal):
    """The epic is to end this cause, since somebody said so before."""


class EpicWasDropped(CauseRefusal):
    """What nobody builds ends no cause."""


class NothingToAttribute(CauseRefusal):
    """All of these have a cause by now."""


@transaction.atomic
def make_it_an_epic(
    *,
    cause: Cause,
    title: str,
    size: str,
    by: Member,
    at: datetime,
    theme: Theme | None = None,
    summary: str = "",
) -> Epic:
    """
    Write down an issue-based epic that is to end the cause, with its tickets of the last two
    cycles behind it; what they cost is kept.

    :raises CauseIsArchived: nothing comes under it any more.
    """
    cause = _locked(cause)
    refuse_archived(cause)
    epic = create_epic(
        workspace=cause.workspace,
        title=title,
        size=size,
        origin=Epic.Origin.ISSUE,
        theme=theme,
        summary=summary,
        by=by,
        at=at,
    )
    _add(cause, epic, by, at)
    return epic


@transaction.atomic
def end_cause_by(*, cause: Cause, epic: Epic, by: Member, at: datetime) -> Remedy:
    """
    Have an epic that is there end the cause, with its tickets of the last two cycles behind it.

    :raises EndsItAlready: :raises EpicWasDropped: :raises CauseIsArchived: nothing changes.
    """
    cause = _locked(cause)
    refuse_archived(cause)
    epic = Epic.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=epic.pk)
    if epic.state == Epic.State.DROPPED:
        raise EpicWasDropped(_("%(epic)s was dropped. Choose another epic.") % {"epic": epic})
    if Remedy.objects.filter(cause=cause, epic=epic).exists():
        raise EndsItAlready(
            _("%(epic)s is to end “%(cause)s” already.") % {"epic": epic, "cause": cause.name}
        )
    return _add(cause, epic, by, at)


@transaction.atomic
def let_cause_be(*, remedy: Remedy, by: Member, at: datetime) -> None:
    """The epic is no longer there to end the cause; both stay."""
    rows = Remedy.objects.select_for_update(of=("self",))
    found = rows.select_related("cause__workspace", "epic").filter(pk=remedy.pk).first()
    if found is None:
        return
    _record("let_cause_be", found, by, at)
    found.delete()


@transaction.atomic
def attribute_tickets(
    *, workspace: Workspace, tickets: Iterable[Ticket], cause: Cause, by: Member, at: datetime
) -> int:
    """
    Give all of them that have no cause this one, by hand; how many they are.

    :raises CauseIsArchived: it is offered no more.
    :raises NothingToAttribute: somebody was quicker.
    """
    refuse_archived(cause)
    rows = Ticket.objects.filter(
        workspace=workspace, pk__in=[one.pk for one in tickets], cause=None
    )
    found = list(rows.order_by("pk").select_for_update(of=("self",)))
    if not found:
        raise NothingToAttribute(_("All of these have a cause already."))
    for ticket in found:
        ticket.cause, ticket.cause_by = cause, by
        ticket.version += 1
    Ticket.objects.bulk_update(found, ["cause", "cause_by", "version"])
    record_all(
        workspace,
        [
            Happening("set_cause", one, at, {"title": str(one), "cause": cause.name}, by)
            for one in found
        ],
    )
    return len(found)


def _add(cause: Cause, epic: Epic, by: Member, at: datetime) -> Remedy:
    today = at.astimezone(cause.workspace.zone).date()
    cost = cost_over_two_cycles(cause.workspace, cause.pk, today)
    remedy = Remedy.objects.create(cause=cause, epic=epic, days=round(cost.days, 2), at=at, by=by)
    remedy.tickets.set(tickets_behind(cause, today))
    _record("end_cause_by", remedy, by, at)
    return remedy


def _locked(cause: Cause) -> Cause:
    rows = Cause.objects.select_for_update(of=("self",)).select_related("workspace")
    return rows.get(pk=cause.pk)


def _record(verb: str, remedy: Remedy, by: Member, at: datetime) -> None:
    record(
        workspace=remedy.cause.workspace,
        verb=verb,
        thing=remedy.cause,
        by=by,
        at=at,
        within=remedy.epic,
        name=remedy.cause.name,
        epic=str(remedy.epic),
        days=float(remedy.days),
    )
