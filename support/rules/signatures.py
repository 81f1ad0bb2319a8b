"""
How senders sign what they send: over the raw bytes, before anybody has parsed them.

Grafana https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/#hmac-signature
PagerDuty https://developer.pagerduty.com/docs/verifying-webhook-signatures
Sentry https://docs.sentry.io/organization/integrations/integration-platform/webhooks/
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

WINDOW: Final = timedelta(minutes=5)
TIMESTAMP: Final = "X-Grafana-Timestamp"

_GRAFANA: Final = "X-Grafana-Alerting-Signature"
_PAGERDUTY: Final = "X-PagerDuty-Signature"
_SENTRY: Final = "Sentry-Hook-Signature"
_CANDIDATES: Final = 10  # signatures in one header


class BadSignature(Exception):
    """The request is not from whom it says; the message says what is wrong with it."""


def check(
    kind: str, headers: Mapping[str, str], body: bytes, secrets: Iterable[str], at: datetime
) -> str:
    """
    Which of the secrets signed the request: any of them will do.

    ``headers`` are looked up in any case of their letters by who gives them.

    :raises BadSignature: none did, or it was signed more than five minutes ago or ahead.
    """
    shown, signed = _CHECKS[kind](headers, body, at)
    if not shown:
        raise BadSignature("The request is not signed.")
    for secret in secrets:
        right = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
        if any(hmac.compare_digest(right.encode(), one.encode()) for one in shown):
            return secret
    raise BadSignature("The signature is wrong.")


def seen_before_as(kind: str, headers: Mapping[str, str], body: bytes) -> str:
    """
    By what a request is known when it comes a second time; empty where it may well come twice.

    PagerDuty's events have a name of their own, so that two with the same bytes are one. Grafana
    stamps the time, where it is told to.
    """
    if kind == "pagerduty":
        return hashlib.sha256(body).hexdigest()
    stamp = headers.get(TIMESTAMP, "")
    if kind == "grafana" and stamp and headers.get(_GRAFANA):
        return hashlib.sha256(stamp.encode() + b":" + body).hexdigest()
    return ""


type _Shown = tuple[list[str], bytes]


def _grafana(headers: Mapping[str, str], body: bytes, at: datetime) -> _Shown:
    shown = [headers.get(_GRAFANA, "").strip()]
    stamp = headers.get(TIMESTAMP, "").strip()
    if not stamp:
        return [one for one in shown if one], body
    _refuse_old(stamp, at)
    return [one for one in shown if one], stamp.encode() + b":" + body


def _refuse_old(stamp: str, at: datetime) -> None:
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12):
        raise BadSignature("The time of its signature is no time.")
    if abs(at - datetime.fromtimestamp(int(stamp), UTC)) > WINDOW:
        raise BadSignature("It was signed more than five minutes ago, or ahead.")


def _pagerduty(headers: Mapping[str, str], body: bytes, at: datetime) -> _Shown:
    each = headers.get(_PAGERDUTY, "").split(",")[:_CANDIDATES]
    pairs = [one.strip().partition("=") for one in each]
    return [value for version, _, value in pairs if version == "v1" and value], body


def _sentry(headers: Mapping[str, str], body: bytes, at: datetime) -> _Shown:
    shown = headers.get(_SENTRY, "").strip()
    return [shown] if shown else [], body


_CHECKS: Final[dict[str, Callable[[Mapping[str, str], bytes, datetime], _Shown]]] = {
    "grafana": _grafana,
    "pagerduty": _pagerduty,
    "sentry": _sentry,
}
SIGNING: Final = tuple(_CHECKS)
