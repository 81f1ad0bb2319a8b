"""
The door for senders: the request is stored exactly as it came, then it is answered.

Nothing here knows of sessions or people. What each answer means to a sender that tries again is
in docs/features/intake.md.
"""

from functools import partial
from http import HTTPStatus
from typing import Any, Final

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from planner.kit.incoming import BodyTooLarge
from planner.kit.problem import RETRY_AFTER, problem
from support.actions.deliveries import TokenWasRevoked, reject_request, store_delivery
from support.queries.tokens import Entry, entry_of, forget_entry
from support.sources.senders import check_body, takes
from support.sources.signals import UnreadableBody
from support.views.signatures import BadSignature, check_signature, store_unless_seen

log = structlog.get_logger()

SECRET_HEADERS: Final = frozenset({"Authorization", "Cookie", "Proxy-Authorization"})


class Refusal(Exception):
    """Answer this instead."""

    def __init__(self, status: HTTPStatus, detail: str, **headers: str) -> None:
        self.answer = problem(
            status, detail, {name.replace("_", "-"): value for name, value in headers.items()}
        )


@csrf_exempt
def receive(request: HttpRequest, kind: str, token: str = "") -> HttpResponse:
    """202 with the delivery's key once it is stored; else a problem that says why not."""
    try:
        if request.method not in ("POST", "PUT"):
            raise Refusal(
                HTTPStatus.METHOD_NOT_ALLOWED, "Send it with POST or PUT.", Allow="POST, PUT"
            )
        text = bearer(request.META.get("HTTP_AUTHORIZATION", "")) or token
        entry = entry_of(text, kind)
        if entry is None:
            return unauthorized()
        delivery = _store(request, entry)
    except Refusal as refusal:
        return refusal.answer
    except TokenWasRevoked:
        forget_entry(text)
        return unauthorized()
    except (OperationalError, InterfaceError) as error:
        return unavailable(error)
    return HttpResponse(
        receipt(delivery), status=HTTPStatus.ACCEPTED, content_type="application/json"
    )


def receipt(delivery: int) -> bytes:
    return b'{"delivery": "%d"}' % delivery


def unauthorized() -> HttpResponse:
    """One answer for unknown, wrong, revoked, and of another kind: it tells nothing."""
    return problem(
        HTTPStatus.UNAUTHORIZED,
        "This token does not open this hook.",
        {"WWW-Authenticate": "Bearer"},
    )


def unavailable(error: Exception) -> HttpResponse:
    log.warning("intake_database_away", error=str(error))
    return problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The database does not answer. Send it again.",
        {"Retry-After": RETRY_AFTER},
    )


def _store(request: HttpRequest, entry: Entry) -> int:
    """:raises Refusal: :raises TokenWasRevoked:"""
    _refuse_strange_media(request, entry.kind)
    body, headers, at = _body(request), _headers(request), timezone.now()
    to: dict[str, Any] = {"token_id": entry.token_id, "source_id": entry.source_id}
    try:
        check_signature(request, entry, body, at)
        check_body(entry.kind, body, request.META.get("CONTENT_TYPE", ""))
    except (BadSignature, UnreadableBody) as fault:
        bad = isinstance(fault, BadSignature)
        status = HTTPStatus.FORBIDDEN if bad else HTTPStatus.BAD_REQUEST
        sent: dict[str, Any] = {"headers": headers, "body": body, "at": at}
        reject_request(**to, **sent, reason=str(fault), status=status)
        raise Refusal(status, str(fault)) from fault
    store = partial(store_delivery, **to, headers=headers, body=body, at=at)
    return store_unless_seen(request, entry, body, at, store)


def bearer(authorization: str) -> str:
    """The token in the header, or nothing."""
    scheme, _, text = authorization.partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""


def _refuse_strange_media(request: HttpRequest, kind: str) -> None:
    if not takes(kind, request.META.get("CONTENT_TYPE", "")):
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send JSON, as application/json.")
    if request.META.get("HTTP_CONTENT_ENCODING", "identity").lower() != "identity":
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send it without compression.")


def _body(request: HttpRequest) -> bytes:
    limit: int = settings.HOOK_BODY_BYTES
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdecimal() or int(length) <= limit:
        body: bytes = request.read(limit + 1)
        if len(body) <= limit:
            return body
    fault = BodyTooLarge(limit)
    raise Refusal(fault.status, str(fault))


def _headers(request: HttpRequest) -> dict[str, str]:
    return {name: value for name, value in request.headers.items() if name not in SECRET_HEADERS}
