"""Causes: the list of a workspace, and which of them a thing has."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from planner.activity import record
from planner.models import Member, Workspace
from support.models import Cause, ClassificationRule, Interruption, Ticket

# What reactive work of a platform team usually comes from; everybody makes the list their own.
FIRST_CAUSES: Final = (
    "Access requests",
    "Deployment failures",
    "How-to questions",
    "Incidents",
    "Latency and error alerts",
    "Node alerts",
    "Quota and capacity",
)


class CauseRefusal(Exception):
    """Why causes stay as they are; the message is for the person who asked."""


class CauseNeedsAName(CauseRefusal):
    """It is shown by its name alone."""


class CauseIsThere(CauseRefusal):
    """The workspace has one of that name, perhaps archived."""


class CauseIsArchived(CauseRefusal):
    """It is offered no more: bring it back first."""


def make_first_causes(*, workspace: Workspace) -> None:
    """Give a new workspace its list; the workspace's own first activity tells of it."""
    Cause.objects.bulk_create(Cause(workspace=workspace, name=name) for name in FIRST_CAUSES)


@transaction.atomic
def add_cause(*, workspace: Workspace, name: str, by: Member, at: datetime) -> Cause:
    """
    Put another one on the list.

    :raises CauseNeedsAName: the name is empty.
    :raises CauseIsThere: it is on the list, or was.
    """
    name = _free_name(workspace, name)
    cause = Cause.objects.create(workspace=workspace, name=name)
    record(workspace=workspace, verb="add_cause", thing=cause, by=by, at=at, name=name)
    return cause


@transaction.atomic
def rename_cause(*, cause: Cause, name: str, by: Member, at: datetime) -> Cause:
    """
    Call it something else, also where it stands already.

    :raises CauseNeedsAName: the name is empty.
    :raises CauseIsThere: another one is called so.
    """
    cause = _locked(cause)
    before, cause.name = cause.name, _free_name(cause.workspace, name, but=cause)
    if cause.name == before:
        return cause
    rules = ClassificationRule.objects.filter(workspace=cause.workspace, cause=before)
    rules.update(cause=cause.name)
    return _changed(cause, "rename_cause", by, at, before=before)


@transaction.atomic
def archive_cause(*, cause: Cause, by: Member, at: datetime) -> Cause:
    """Offer it no more; what carries it keeps it. Twice changes nothing."""
    cause = _locked(cause)
    if cause.archived_at:
        return cause
    cause.archived_at = at
    return _changed(cause, "archive_cause", by, at)


@transaction.atomic
def restore_cause(*, cause: Cause, by: Member, at: datetime) -> Cause:
    """Offer it again."""
    cause = _locked(cause)
    if cause.archived_at is None:
        return cause
    cause.archived_at = None
    return _changed(cause, "restore_cause", by, at)


@transaction.atomic
def set_cause[T: (Ticket, Interruption)](
    *, of: T, cause: Cause | None, by: Member, at: datetime
) -> T:
    """
    Say why it came to us; without a cause it is unattributed. All its time counts under it, and
    no rule says otherwise any more.

    :raises CauseIsArchived: the cause is offered no more.
    """
    thing = type(of).objects.select_for_update(of=("self",)).get(pk=of.pk)
    is_told = isinstance(thing, Interruption) or thing.cause_by_id is not None
    if is_told and thing.cause_id == (cause.pk if cause else None):
        return thing
    if cause:
        refuse_archived(cause)
    thing.cause = cause
    thing.version += 1
    if isinstance(thing, Ticket):
        thing.cause_by = by
        thing.save(update_fields=["cause", "cause_by", "version"])
    else:
        thing.save(update_fields=["cause", "version"])
    record(
        workspace=thing.workspace,
        verb="set_cause",
        thing=thing,
        by=by,
        at=at,
        title=str(thing),
        cause=cause.name if cause else "",
    )
    return thing


def refuse_archived(cause: Cause | None) -> None:
    """:raises CauseIsArchived: it is offered no more."""
    if cause and cause.archived_at:
        raise CauseIsArchived(
            _("“%(name)s” is archived. Choose another cause, or bring it back in the settings.")
            % {"name": cause.name}
        )


def _free_name(workspace: Workspace, name: str, but: Cause | None = None) -> str:
    name = name.strip()[:60]
    if not name:
        raise CauseNeedsAName(_("Give the cause a name."))
    others = Cause.objects.filter(workspace=workspace, name__iexact=name)
    if but:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise CauseIsThere(_("There is a cause called “%(name)s” already.") % {"name": name})
    return name


def _locked(cause: Cause) -> Cause:
    rows = Cause.objects.select_for_update(of=("self",)).select_related("workspace")
    return rows.get(pk=cause.pk)


def _changed(cause: Cause, verb: str, by: Member, at: datetime, before: str = "") -> Cause:
    cause.version += 1
    cause.save(update_fields=["name", "archived_at", "version"])
    record(
        workspace=cause.workspace,
        verb=verb,
        thing=cause,
        by=by,
        at=at,
        name=cause.name,
        before=before,
    )
    return cause
