"""
The door for senders: the request is stored exactly as it came, then it is answered.

Nothing here knows of sessions or people. What each answer means to a sender that tries again is
in docs/features/intake.md.
"""

from functools import lru_cache, partial
from http import HTTPStatus
from typing import Any, Final

import structlog
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import InterfaceError, OperationalError, close_old_connections
from django.http import HttpRequest, HttpResponse
from django.http.request import HttpHeaders
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from planner.kit.problem import RETRY_AFTER, problem
from support.actions.deliveries import TokenWasRevoked, reject_request, store_delivery
from support.queries.tokens import Entry, entry_of, forget_entry
from support.sources.senders import check_body, takes
from support.sources.signals import UnreadableBody
from support.views.signatures import BadSignature, check_signature, store_unless_seen

log = structlog.get_logger()

_SECRET_HEADERS: Final = frozenset({"Authorization", "Cookie", "Proxy-Authorization"})


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
        text = _bearer(request) or token
        entry = entry_of(text, kind)
        if entry is None:
            raise _unauthorized()
        delivery = _store(request, entry, text)
    except Refusal as refusal:
        return refusal.answer
    except (OperationalError, InterfaceError) as error:
        log.warning("intake_database_away", error=str(error))
        close_old_connections()  # a lost one would stay: nobody else looks after this thread's
        return problem(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "The database does not answer. Send it again.",
            {"Retry-After": RETRY_AFTER},
        )
    answer = b'{"delivery": "%d"}' % delivery
    return HttpResponse(answer, status=HTTPStatus.ACCEPTED, content_type="application/json")


def _store(request: HttpRequest, entry: Entry, text: str) -> int:
    _refuse_strange_media(request, entry.kind)
    body, headers, at = _body(request), _headers(request), timezone.now()
    to: dict[str, Any] = {"token_id": entry.token_id, "source_id": entry.source_id}
    try:
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
    except TokenWasRevoked as fault:
        forget_entry(text)
        raise _unauthorized() from fault


def _bearer(request: HttpRequest) -> str:
    scheme, _, text = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""


def _unauthorized() -> Refusal:
    # One answer for unknown, wrong, revoked, and of another kind: it tells nothing.
    return Refusal(
        HTTPStatus.UNAUTHORIZED, "This token does not open this hook.", WWW_Authenticate="Bearer"
    )


def _refuse_strange_media(request: HttpRequest, kind: str) -> None:
    if not takes(kind, request.META.get("CONTENT_TYPE", "")):
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send JSON, as application/json.")
    if request.META.get("HTTP_CONTENT_ENCODING", "identity").lower() != "identity":
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send it without compression.")


def _body(request: HttpRequest) -> bytes:
    limit: int = settings.HOOK_BODY_BYTES
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and int(length) > limit:
        raise _too_large(limit)
    try:
        body: bytes = _stream(request).read(limit + 1)
    except OSError as fault:  # the sender went away, or was silent for too long
        raise Refusal(HTTPStatus.REQUEST_TIMEOUT, "The body did not come.") from fault
    if len(body) > limit:
        raise _too_large(limit)
    return body


def _too_large(limit: int) -> Refusal:
    return Refusal(
        HTTPStatus.CONTENT_TOO_LARGE, f"The body is larger than {limit} bytes, the limit here."
    )


def _stream(request: HttpRequest) -> Any:
    if isinstance(request, WSGIRequest) and "HTTP_TRANSFER_ENCODING" in request.META:
        # Django takes a body of unknown length for an empty one; the server knows where it ends.
        return request.environ["wsgi.input"]
    return request


def _headers(request: HttpRequest) -> dict[str, str]:
    # Not request.headers, which would prepare for questions that nobody asks here.
    named = ((_name(key), value) for key, value in request.META.items())
    return {name: value for name, value in named if name and name not in _SECRET_HEADERS}


@lru_cache(maxsize=1000)
def _name(key: str) -> str | None:
    """Of a header, as its sender may have written it; None for what is no header."""
    return HttpHeaders.parse_header_name(key)
