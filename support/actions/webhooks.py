"""Endpoints that are told of events: made, changed, tried, turned off and on, removed."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from planner.activity import record
from planner.kit import outgoing
from planner.kit.sealing import seal
from planner.models import Member, Workspace
from support.actions.messages import new_uid, waker
from support.models import Endpoint, Message
from support.models.outbox import UNDER_WAY
from support.rules.events import KINDS
from support.rules.standard_webhooks import new_secret

MOST: Final = 20
LONGEST: Final = 2000
BOTH_SIGN_FOR: Final = timedelta(days=1)
PING: Final = "ping"


class EndpointRefusal(Exception):
    """Why it stays as it is; the message is for the person who asked."""


class AddressIsNoGood(EndpointRefusal):
    """Nothing can be sent there."""


class KindIsUnknown(EndpointRefusal):
    """There is no such event."""


class TooManyEndpoints(EndpointRefusal):
    """Each event is sent to all of them."""


class EndpointWasRemoved(EndpointRefusal):
    """It is told of nothing any more."""


class EndpointIsOn(EndpointRefusal):
    """It is told of everything already."""


class EndpointIsOff(EndpointRefusal):
    """It was turned off, after it had failed for days."""


class EndpointHasChanged(EndpointRefusal):
    """It is not the version that the caller has seen."""


class StillUnderWay(EndpointRefusal):
    """It will be sent without anybody asking."""


def add_endpoint(
    *, workspace: Workspace, url: str, kinds: Sequence[str], by: Member, at: datetime
) -> tuple[Endpoint, str]:
    """
    Tell that address of those kinds of events from now on.

    Returns it with its secret: this is the only moment at which that is shown.

    :raises AddressIsNoGood: :raises KindIsUnknown: :raises TooManyEndpoints:
    """
    url, wanted = _checked(url), _known(kinds)
    with transaction.atomic():
        if Endpoint.objects.kept().filter(workspace=workspace).count() >= MOST:
            raise TooManyEndpoints(_("A workspace has at most {most} webhooks.").format(most=MOST))
        secret = new_secret()
        endpoint = Endpoint.objects.create(
            workspace=workspace,
            url=url,
            kinds=wanted,
            sealed=seal(secret),
            created_at=at,
            created_by=by,
        )
        _record(endpoint, by, at, verb="add_endpoint")
    return endpoint, secret


def change_endpoint(
    *,
    endpoint: Endpoint,
    url: str,
    kinds: Sequence[str],
    by: Member,
    at: datetime,
    seen_version: int | None = None,
) -> Endpoint:
    """
    Send elsewhere, or other kinds; what waits goes to the new address.

    :raises AddressIsNoGood: :raises KindIsUnknown: :raises EndpointHasChanged:
    :raises EndpointWasRemoved:
    """
    url, wanted = _checked(url), _known(kinds)
    with transaction.atomic():
        endpoint = _locked(endpoint, seen_version)
        if (url, wanted) == (endpoint.url, endpoint.kinds):
            return endpoint
        endpoint.url, endpoint.kinds = url, wanted
        endpoint.paused_until = None
        return _changed(endpoint, by, at, verb="change_endpoint")


@transaction.atomic
def change_secret(*, endpoint: Endpoint, by: Member, at: datetime) -> str:
    """
    Sign with a new secret, which is returned this once; for a day the former signs too.

    :raises EndpointWasRemoved:
    """
    endpoint = _locked(endpoint)
    secret = new_secret()
    endpoint.old_sealed, endpoint.old_until = endpoint.sealed, at + BOTH_SIGN_FOR
    endpoint.sealed = seal(secret)
    _changed(endpoint, by, at, verb="change_endpoint_secret")
    return secret


@transaction.atomic
def turn_on_endpoint(*, endpoint: Endpoint, by: Member, at: datetime) -> Endpoint:
    """
    Tell it of events again, from now on.

    :raises EndpointIsOn: :raises EndpointWasRemoved:
    """
    endpoint = _locked(endpoint)
    if endpoint.disabled_at is None:
        raise EndpointIsOn(_("This webhook is on."))
    endpoint.disabled_at = endpoint.failing_since = endpoint.paused_until = None
    endpoint.disabled_because = ""
    return _changed(endpoint, by, at, verb="turn_on_endpoint")


@transaction.atomic
def remove_endpoint(
    *, endpoint: Endpoint, by: Member, at: datetime, seen_version: int | None = None
) -> None:
    """Tell it of nothing more, and forget its secret. :raises EndpointWasRemoved:"""
    endpoint = _locked(endpoint, seen_version)
    endpoint.removed_at, endpoint.sealed = at, ""
    endpoint.old_sealed, endpoint.old_until = "", None
    give_up(endpoint)
    _changed(endpoint, by, at, verb="remove_endpoint")


@transaction.atomic
def try_endpoint(*, endpoint: Endpoint, by: Member, at: datetime) -> Message:
    """
    Send it a ``ping``.

    :raises EndpointIsOff: :raises EndpointWasRemoved:
    """
    endpoint = _locked(endpoint)
    _refuse_off(endpoint)
    data = {"workspace": endpoint.workspace.slug, "by": by.name}
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    body = json.dumps({"type": PING, "timestamp": stamp, "data": data})
    message = Message.objects.create(
        endpoint=endpoint, uid=new_uid(), kind=PING, body=body, created_at=at, next_attempt_at=at
    )
    _record(endpoint, by, at, verb="try_endpoint")
    _wake(endpoint)
    return message


@transaction.atomic
def resend_message(*, message: Message, by: Member, at: datetime) -> Message:
    """
    Send what was sent, or given up, once more, with the same ``webhook-id``.

    :raises StillUnderWay: :raises EndpointIsOff: :raises EndpointWasRemoved:
    """
    endpoint = _locked(message.endpoint)
    _refuse_off(endpoint)
    message = Message.objects.select_for_update().get(pk=message.pk)
    if not message.is_over:
        raise StillUnderWay(_("This event is still on its way."))
    message.state, message.sent_at, message.attempts = Message.State.PENDING, None, 0
    message.next_attempt_at = at
    message.save(update_fields=["state", "sent_at", "attempts", "next_attempt_at"])
    _record(endpoint, by, at, verb="resend_message", kind=message.kind)
    _wake(endpoint)
    return message


def give_up(endpoint: Endpoint) -> None:
    """Nothing that waits for it leaves any more."""
    waiting = endpoint.messages.filter(state__in=UNDER_WAY)
    waiting.update(state=Message.State.GIVEN_UP, error="The webhook is off.")


def _checked(url: str) -> str:
    url = url.strip()
    try:
        outgoing.check_place(url)
    except outgoing.AddressRefused as reason:
        raise AddressIsNoGood(str(reason)) from reason
    if len(url) > LONGEST:
        raise AddressIsNoGood(_("That address is too long."))
    return url


def _known(kinds: Sequence[str]) -> list[str]:
    wanted = [kind for kind in KINDS if kind in kinds]
    if not wanted or set(kinds) - set(KINDS):
        raise KindIsUnknown(_("Choose at least one kind of event."))
    return wanted


def _locked(endpoint: Endpoint, seen_version: int | None = None) -> Endpoint:
    rows = Endpoint.objects.select_for_update(of=("self",)).select_related("workspace")
    locked = rows.get(pk=endpoint.pk)
    if locked.removed_at:
        raise EndpointWasRemoved(_("This webhook was removed."))
    if seen_version is not None and locked.version != seen_version:
        raise EndpointHasChanged(_("Somebody changed this webhook meanwhile. Look again."))
    return locked


def _refuse_off(endpoint: Endpoint) -> None:
    if endpoint.disabled_at:
        raise EndpointIsOff(_("This webhook is off. Turn it on first."))


def _changed(endpoint: Endpoint, by: Member, at: datetime, *, verb: str) -> Endpoint:
    endpoint.version += 1
    endpoint.save()
    _record(endpoint, by, at, verb=verb)
    return endpoint


def _wake(endpoint: Endpoint) -> None:
    transaction.on_commit(lambda: waker.wake(endpoint.pk))


def _record(endpoint: Endpoint, by: Member, at: datetime, *, verb: str, **data: Any) -> None:
    record(
        workspace=endpoint.workspace,
        verb=verb,
        thing=endpoint,
        by=by,
        at=at,
        host=endpoint.host,
        **data,
    )
