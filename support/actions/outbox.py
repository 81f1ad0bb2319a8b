"""
Sending what waits in the outbox: marked first, sent, then marked as sent.

A worker that is killed in between leaves it marked; when its time is over somebody sends it again.
So everything is sent at least once, and at most once more for each worker that was killed.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction
from django.db.models import F, Max

from support.actions.letters import Undeliverable, send_mail, send_slack
from support.models import Notification
from support.models.outbox import NotificationQuerySet
from support.rules.outbox import LEASE, may_leave_at, next_notice

log = structlog.get_logger()

AT_ONCE: Final = 200
# So many tickets about which there is news for one place are told of one by one; more, together.
TICKETS_ALONE: Final = 3
KEPT: Final = timedelta(days=90)


def send_next(*, workspace_id: int, at: datetime) -> bool:
    """
    Send the next message that is due in the workspace; False when none is.

    Receivers are asked outside of any transaction, so nobody waits for them.
    """
    batch = _claim(workspace_id, at)
    if batch is None:
        return False
    if batch:
        _send(batch, at)
    return True


def forget_old_notices(*, at: datetime) -> int:
    """Drop what left, or was given up, 90 days ago; how many there were."""
    old = Notification.objects.filter(created_at__lt=at - KEPT, state__in=["sent", "given_up"])
    return old.delete()[0]


@transaction.atomic
def _claim(workspace_id: int, at: datetime) -> list[Notification] | None:
    """Mark what makes the next message; nothing when it has to wait for its minute."""
    due = Notification.objects.due(at).filter(workspace=workspace_id)
    due = due.order_by("next_attempt_at", "pk").select_for_update(skip_locked=True, of=("self",))
    first = due.first()
    if first is None:
        return None
    same_place = due.filter(channel=first.channel, destination=first.destination)
    batch = list(
        same_place.select_related("workspace", "member__person", "member__hearing")[:AT_ONCE]
    )
    if len({one.ticket_id for one in batch}) <= TICKETS_ALONE:
        batch = [one for one in batch if _is_about(first, one)]
    batch = _let_wait(batch, first, at)
    keys = [one.pk for one in batch]
    Notification.objects.filter(pk__in=keys).update(
        state=Notification.State.SENDING, attempts=F("attempts") + 1, next_attempt_at=at + LEASE
    )
    return batch


def _is_about(first: Notification, other: Notification) -> bool:
    """News without a ticket stand alone."""
    if first.ticket_id is None:
        return other.pk == first.pk
    return other.ticket_id == first.ticket_id


def _let_wait(batch: list[Notification], first: Notification, at: datetime) -> list[Notification]:
    """Put off what is about a ticket of which that place was told less than a minute ago."""
    about = Notification.objects.filter(
        ticket__in={one.ticket_id for one in batch if one.ticket_id},
        destination=first.destination,
    )
    sent = about.filter(sent_at__isnull=False).order_by().values("ticket").annotate(Max("sent_at"))
    last: dict[int | None, datetime] = {row["ticket"]: row["sent_at__max"] for row in sent}
    # Somebody else is sending just now: that counts as sent.
    busy = about.filter(state=Notification.State.SENDING, next_attempt_at__gt=at)
    last |= dict.fromkeys(busy.values_list("ticket", flat=True), at)
    waits = {pk: may_leave_at(moment, at) for pk, moment in last.items()}
    ready = []
    for one in batch:
        until = waits.get(one.ticket_id, at) if one.ticket_id else at
        if until > at:
            Notification.objects.filter(pk=one.pk).update(next_attempt_at=until)
        else:
            ready.append(one)
    return ready


def _send(batch: Sequence[Notification], at: datetime) -> None:
    send = send_mail if batch[0].channel == Notification.Channel.EMAIL else send_slack
    try:
        send(batch)
    except Undeliverable as reason:
        log.warning("notice_failed", place=batch[0].channel, error=str(reason))
        for one in batch:
            _failed(one, reason, at)
        return
    _settle(batch).update(state=Notification.State.SENT, sent_at=at, error="")


def _failed(one: Notification, reason: Undeliverable, at: datetime) -> None:
    then = next_notice(one.attempts + 1, at, wait=reason.wait) if reason.may_pass else None
    state = Notification.State.FAILED if then else Notification.State.GIVEN_UP
    _settle([one]).update(state=state, next_attempt_at=then or at, error=str(reason)[:300])


def _settle(batch: Sequence[Notification]) -> NotificationQuerySet:
    """Those that are still ours: whoever was slower than the lease has nothing more to say."""
    return Notification.objects.filter(
        pk__in=[one.pk for one in batch], state=Notification.State.SENDING
    )
