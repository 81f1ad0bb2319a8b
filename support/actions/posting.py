"""
Sending events to endpoints: signed, one after the other, tried again later, and in the end not.
One that failed is tried again after later ones, so receivers go by the time in the event.

As with notices: marked first, so at least once, and at most once more for each killed worker. The
receiver knows an event that comes twice by its ``webhook-id``.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from planner.activity import record
from planner.kit import outgoing
from planner.kit.sealing import SealIsBroken, unseal
from support.actions.notices import tell
from support.actions.webhooks import give_up
from support.models import Attempt, Endpoint, Message
from support.queries.listeners import managers
from support.rules import hearing, standard_webhooks
from support.rules.outbox import FAILING_TOO_LONG, LEASE, REST_OF_AN_ENDPOINT, next_webhook

KEPT: Final = timedelta(days=30)
ANSWER_KEPT: Final = 1000
GONE: Final = 410


@dataclass
class Tried:
    """What came of an attempt: whether nobody was there, and for how long to leave them alone."""

    attempt: Attempt
    is_away: bool = False
    wait: int = 0


def post_next(*, endpoint_id: int, at: datetime) -> bool:
    """Send the endpoint's next message that is due; False when none is, or it rests."""
    message = _claim(endpoint_id, at)
    if message is None:
        return False
    _settle(message, _try(message, at), at)
    return True


def forget_old_messages(*, at: datetime) -> int:
    """Drop what left, or was given up, 30 days ago; how many there were."""
    old = Message.objects.filter(created_at__lt=at - KEPT, state__in=["sent", "given_up"])
    return old.delete()[0]


@transaction.atomic
def _claim(endpoint_id: int, at: datetime) -> Message | None:
    rows = Endpoint.objects.receiving().select_for_update(no_key=True, of=("self",))
    endpoint = rows.filter(pk=endpoint_id).first()
    if endpoint is None or (endpoint.paused_until and endpoint.paused_until > at):
        return None
    of_endpoint = Message.objects.filter(endpoint=endpoint)
    under_way = Q(state=Message.State.SENDING, next_attempt_at__gt=at)
    # Another worker waits for its answer, and will send what comes next: one that is slow, or
    # away, keeps one worker busy and no more.
    if of_endpoint.filter(under_way).exists():
        return None
    # Those that did not answer last wait for each other: all of them keep one worker busy at most.
    others = Message.objects.filter(under_way, endpoint__paused_until__isnull=False)
    if endpoint.paused_until and others.exists():
        return None
    due = of_endpoint.due(at).order_by("next_attempt_at", "pk")
    message = due.select_for_update(of=("self",)).first()
    if message is None:
        return None
    message.attempts += 1
    message.state, message.next_attempt_at = Message.State.SENDING, at + LEASE
    message.save(update_fields=["attempts", "state", "next_attempt_at"])
    message.endpoint = endpoint
    return message


def _try(message: Message, at: datetime) -> Tried:
    endpoint, body = message.endpoint, message.body.encode()
    tried = Tried(Attempt(message=message, at=at, took_ms=0))
    begun = time.monotonic()
    try:
        headers = standard_webhooks.headers(secrets_of(endpoint, at), message.uid, at, body)
        answer = outgoing.post(endpoint.url, body, headers)
    except SealIsBroken:
        tried.attempt.error = "Its secret was sealed with a key that is gone: change the secret."
    except outgoing.CannotBeSent as reason:
        tried.attempt.error = str(reason)[:300]
        tried.is_away = isinstance(reason, outgoing.NoAnswer)
    else:
        tried.attempt.status, tried.attempt.answer = answer.status, answer.text[:ANSWER_KEPT]
        tried.attempt.error = "" if answer.is_good else _said(answer.status)
        tried.wait = answer.retry_after
    tried.attempt.took_ms = round((time.monotonic() - begun) * 1000)
    return tried


def _said(status: int) -> str:
    elsewhere = " Redirects are not followed: give the address it leads to."
    return f"It answered {status}." + (elsewhere if 300 <= status < 400 else "")


def secrets_of(endpoint: Endpoint, at: datetime) -> list[str]:
    """The present one first; the former one while it is still good. :raises SealIsBroken:"""
    former = endpoint.old_until and endpoint.old_until > at
    return [unseal(endpoint.sealed), *([unseal(endpoint.old_sealed)] if former else [])]


@transaction.atomic
def _settle(message: Message, tried: Tried, at: datetime) -> None:
    attempt = tried.attempt
    attempt.save()
    rows = Endpoint.objects.select_for_update(of=("self",)).select_related("workspace")
    endpoint = rows.get(pk=message.endpoint_id)
    then: datetime | None = None
    if not attempt.error:
        endpoint.failing_since = endpoint.paused_until = None
    else:
        then = next_webhook(message.attempts, at, wait=tried.wait)
        endpoint.failing_since = endpoint.failing_since or at
        endpoint.paused_until = at + REST_OF_AN_ENDPOINT if tried.is_away else None
    endpoint.save(update_fields=["failing_since", "paused_until"])
    failed = Message.State.FAILED if then else Message.State.GIVEN_UP
    # Whoever was slower than the lease has nothing more to say about it.
    Message.objects.filter(pk=message.pk, state=Message.State.SENDING).update(
        state=failed if attempt.error else Message.State.SENT,
        sent_at=None if attempt.error else at,
        next_attempt_at=then or at,
        error=attempt.error,
        status=attempt.status,
    )
    _turn_off_where_hopeless(endpoint, attempt, at)


def _turn_off_where_hopeless(endpoint: Endpoint, attempt: Attempt, at: datetime) -> None:
    """It says that it is gone, or has failed for days without a success between."""
    long = endpoint.failing_since and at - endpoint.failing_since >= FAILING_TOO_LONG
    if endpoint.disabled_at or not attempt.error or not (long or attempt.status == GONE):
        return
    endpoint.disabled_at, endpoint.disabled_because = at, attempt.error
    endpoint.version += 1
    endpoint.save(update_fields=["disabled_at", "disabled_because", "version"])
    give_up(endpoint)
    record(
        workspace=endpoint.workspace,
        verb="turn_off_endpoint",
        thing=endpoint,
        by=None,
        at=at,
        host=endpoint.host,
    )
    tell(
        workspace=endpoint.workspace,
        reason=hearing.WEBHOOK_OFF,
        to=managers(endpoint.workspace),
        at=at,
        key=f"{endpoint.pk}:{endpoint.version}",
        title=endpoint.host,
        path=reverse("support:endpoint", args=[endpoint.workspace.slug, endpoint.pk]),
    )
