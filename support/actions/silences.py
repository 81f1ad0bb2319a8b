"""Silences and maintenance windows: by label, always with an end."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from planner.activity import record
from planner.models import Member, Workspace
from support.models import Silence, Source, Ticket

LONGEST: Final = timedelta(days=31)
MATCHERS: Final = 10


class SilenceRefusal(Exception):
    """Why there is no such silence; the message is for the person who asked."""


class NothingIsSilenced(SilenceRefusal):
    """Without a label everything would fall silent."""


class SilenceIsTooLong(SilenceRefusal):
    """It ends before it starts, or so late that nobody would remember it."""


class SilenceIsOver(SilenceRefusal):
    """It ended before."""


@transaction.atomic
def silence_alerts(
    *,
    workspace: Workspace,
    matchers: Sequence[tuple[str, str]],
    reason: str,
    starts_at: datetime,
    ends_at: datetime,
    by: Member,
    at: datetime,
    source: Source | None = None,
) -> Silence:
    """
    Alerts with all of these labels interrupt nobody in that time.

    Their tickets are there, snoozed until its end; those that were open before stay open.

    :raises NothingIsSilenced: no label, or one without a name or value, is given.
    :raises SilenceIsTooLong: it lasts no time, more than 31 days, or is over already.
    """
    pairs = [[name.strip(), value.strip()] for name, value in matchers]
    empty = not pairs or not all(name and value for name, value in pairs)
    if empty or len(pairs) > MATCHERS or all(value == "*" for _name, value in pairs):
        raise NothingIsSilenced(_("Name one to ten labels, each with a value."))
    if not timedelta() < ends_at - starts_at <= LONGEST or ends_at <= at:
        raise SilenceIsTooLong(_("A silence ends after it starts, within 31 days."))
    silence = Silence.objects.create(
        workspace=workspace,
        source=source,
        matchers=pairs,
        reason=reason.strip()[:200],
        starts_at=starts_at,
        ends_at=ends_at,
        created_at=at,
        created_by=by,
    )
    _record(silence, by, at, verb="silence_alerts")
    return silence


@transaction.atomic
def end_silence(*, silence: Silence, by: Member, at: datetime) -> Silence:
    """
    Bring its end forward to now: what it kept quiet wakes within a minute.

    :raises SilenceIsOver: it had ended.
    """
    silence = Silence.objects.select_for_update(of=("self",)).get(pk=silence.pk)
    if silence.ends_at <= at:
        raise SilenceIsOver(_("This silence is over."))
    silence.ends_at = at
    silence.starts_at = min(silence.starts_at, at)
    silence.ended_by = by
    silence.save(update_fields=["starts_at", "ends_at", "ended_by"])
    Ticket.objects.filter(silence=silence, state=Ticket.State.SNOOZED).update(snoozed_until=at)
    _record(silence, by, at, verb="end_silence")
    return silence


def _record(silence: Silence, by: Member, at: datetime, *, verb: str) -> None:
    labels = ", ".join(f"{name}={value}" for name, value in silence.matchers)
    record(workspace=silence.workspace, verb=verb, thing=silence, by=by, at=at, labels=labels[:200])
