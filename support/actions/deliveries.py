"""Requests of senders: stored as they came, refused and remembered, digested once more."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import msgspec
from django.db import connection, transaction
from django.utils.translation import gettext as _

from planner.activity import record
from planner.kit.waker import Waker
from planner.models import Member
from support.actions.token_use import note_source_token_use
from support.models import Delivery, DeskSettings, RejectedRequest, Source, SourceToken

REJECTED_KEPT: Final = 50
REJECTED_BODY_BYTES: Final = 64 * 1024

waker = Waker("support.tasks.digest")


class TokenWasRevoked(Exception):
    """It was live a moment ago, and is no more: nothing was stored."""


class BodyWasForgotten(Exception):
    """There is nothing left to digest."""


_STORE: Final = """
    INSERT INTO support_delivery
        (source_id, received_at, headers, body, body_bytes, state, error, remarks)
    SELECT source.id, %s, %s, %s, %s, 'stored', '', ''
    FROM support_source AS source JOIN support_sourcetoken AS token ON token.source_id = source.id
    WHERE token.id = %s AND token.revoked_at IS NULL AND source.removed_at IS NULL
    RETURNING id
"""


def store_delivery(
    *, token_id: int, source_id: int, headers: Mapping[str, str], body: bytes, at: datetime
) -> int:
    """
    Keep a request exactly as it came; its key is returned once that is durable.

    One statement, which is its own transaction, and which asks again whether the token is live:
    so those who call may remember tokens for a while, and a revoked one is refused at once.

    :raises TokenWasRevoked: nothing is stored.
    """
    told = msgspec.json.encode(headers).decode()
    with connection.cursor() as cursor:
        when = connection.ops.adapt_datetimefield_value(at)
        cursor.execute(_STORE, [when, told, body, len(body), token_id])
        row = cursor.fetchone()
    if row is None:
        raise TokenWasRevoked
    waker.wake(source_id)
    note_source_token_use(token_id=token_id, at=at)
    return int(row[0])


@transaction.atomic
def reject_request(
    *,
    token_id: int,
    source_id: int,
    reason: str,
    headers: Mapping[str, str],
    body: bytes,
    at: datetime,
    status: int = 400,
) -> None:
    """
    Remember a request that was refused with 400 or 403, and forget the oldest beyond the limit.

    :raises TokenWasRevoked: nothing is remembered.
    """
    if not SourceToken.objects.live().filter(pk=token_id).exists():
        raise TokenWasRevoked
    RejectedRequest.objects.create(
        source_id=source_id,
        received_at=at,
        status=status,
        reason=reason,
        headers=headers,
        body=body[:REJECTED_BODY_BYTES],
        body_bytes=len(body),
    )
    of_source = RejectedRequest.objects.filter(source=source_id)
    latest = of_source.order_by("-pk").values("pk")[:REJECTED_KEPT]
    of_source.exclude(pk__in=list(latest.values_list("pk", flat=True))).delete()


@transaction.atomic
def replay_delivery(*, delivery: Delivery, by: Member | None, at: datetime) -> None:
    """
    Digest it once more. One that still waits just goes on waiting.

    What it told before is known: only last-seen times and counts of events move.

    :raises BodyWasForgotten: its body is no longer kept.
    """
    delivery = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("source__workspace")
        .get(pk=delivery.pk)
    )
    if delivery.state == Delivery.State.STORED:
        return
    if delivery.body is None:
        raise BodyWasForgotten(_("The body of this request is no longer kept."))
    before = delivery.state
    delivery.state, delivery.digested_at = Delivery.State.STORED, None
    delivery.error = delivery.remarks = ""
    delivery.save(update_fields=["state", "digested_at", "error", "remarks"])
    record(
        workspace=delivery.source.workspace,
        verb="replay_delivery",
        thing=delivery,
        within=delivery.source,
        by=by,
        at=at,
        name=delivery.source.name,
        delivery=delivery.pk,
        before=before,
    )
    transaction.on_commit(lambda: waker.wake(delivery.source_id))


def forget_old_bodies(*, at: datetime) -> int:
    """
    Drop the bodies that were understood and are older than their workspace keeps them.

    Those that wait, and those that failed, are kept for ever. Returns how many were dropped.
    """
    days = dict(DeskSettings.objects.values_list("workspace_id", "body_days"))
    understood = Delivery.objects.filter(
        state__in=[Delivery.State.DIGESTED, Delivery.State.IGNORED], body__isnull=False
    )
    dropped = 0
    for source in Source.objects.all():
        kept = timedelta(days=days.get(source.workspace_id, 30))
        old = understood.filter(source=source, received_at__lt=at - kept)
        dropped += old.update(body=None, forgotten_at=at)
    return dropped
