"""
The quick way in for senders, on PostgreSQL: no thread, one transaction for all that come at once.

It takes what needs no question: a token that is remembered, a body in order, a kind of sender that
need not sign. All else goes the long way, by ``hooks``, and is answered there.
"""

import time
from functools import lru_cache
from http import HTTPStatus
from typing import Final

import msgspec
import structlog
from django.conf import settings
from django.db import (
    DEFAULT_DB_ALIAS,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connections,
)
from django.http import HttpResponse
from django.utils import timezone

from planner.kit.bridge import Bridge, refusal
from planner.kit.counting import count
from planner.kit.incoming import Bodies, BodyFault
from planner.kit.problem import problem
from planner.kit.rsgi import Exchange, Scope
from support.actions.collecting import Collector, Request, TooManyAtOnce
from support.actions.deliveries import TokenWasRevoked
from support.actions.token_use import note_source_token_use
from support.queries.tokens import Entry, entry_of, forget_entry, remembered_entry
from support.rules.signatures import SIGNING
from support.sources.senders import check_body, takes
from support.sources.signals import UnreadableBody
from support.views import hooks
from support.views.long_way import FOLDER, HOOK, OUR_FAULT

log = structlog.get_logger()

_METHODS: Final = ("POST", "PUT")
_ASKS_THE_DATABASE: Final = {*SIGNING, "sns"}  # for what it is signed with
_JSON: Final = [("Content-Type", "application/json")]
_encode: Final = msgspec.json.Encoder().encode
_QUICKLY_READ: Final = 1024**2  # bytes: of a larger body the loop would be held up


class Door:
    """
    An RSGI application before the bridge to Django.

    A token may be in the path: no log and no error report may show it.
    """

    def __init__(self, bridge: Bridge, *, bodies: Bodies) -> None:
        self._bridge = bridge
        self._bodies = bodies
        self._collector = Collector()
        self._limit: int = settings.HOOK_BODY_BYTES
        self._is_open = connections[DEFAULT_DB_ALIAS].vendor == "postgresql"

    async def __call__(self, scope: Scope, exchange: Exchange) -> None:
        match = HOOK.fullmatch(scope.path) if scope.path.startswith(FOLDER) else None
        if match is None or scope.method not in _METHODS or not self._is_open:
            await self._bridge(scope, exchange)
            return
        began = time.perf_counter()
        kind, token = match[1], hooks.bearer(scope.headers.get("authorization", "")) or match[2]
        answer = await self._answer(scope, exchange, kind, token or "")
        if answer is None:
            return
        if isinstance(answer, HttpResponse):
            status, headers, body = answer.status_code, list(answer.items()), answer.content
        else:
            status, headers, body = 202, _JSON, hooks.receipt(answer)
        count("hooks", scope.method, status, began)
        exchange.response_bytes(status, headers, body)

    async def _answer(
        self, scope: Scope, exchange: Exchange, kind: str, token: str
    ) -> int | HttpResponse | None:
        """The delivery's key, or a refusal; None where it was answered the long way."""
        try:
            entry = remembered_entry(token, kind) or await self._bridge.run(_ask, token, kind)
            if entry is None:
                return hooks.unauthorized()
            body = await self._bodies.read(scope, exchange, limit=self._limit)
            if _needs_no_question(scope, entry, body):
                return await self._collector.store(_request(scope, entry, body))
        except BodyFault as fault:
            return refusal(fault)
        except TokenWasRevoked:
            forget_entry(token)
            return hooks.unauthorized()
        except (OperationalError, InterfaceError, TooManyAtOnce) as fault:
            return hooks.unavailable(fault)
        except Exception:
            log.exception("hook_failed", kind=kind)
            return problem(HTTPStatus.INTERNAL_SERVER_ERROR, OUR_FAULT)
        await self._bridge.pass_on(scope, exchange, body)
        return None


def _ask(token: str, kind: str) -> Entry | None:
    """In a thread, once in a while."""
    try:
        entry = entry_of(token, kind)
        if entry:
            note_source_token_use(token_id=entry.token_id, at=timezone.now())
        return entry
    finally:
        close_old_connections()  # as Django does at the end of a request


def _needs_no_question(scope: Scope, entry: Entry, body: bytes) -> bool:
    """Whether it may be stored as it is. What is wrong with it otherwise is said the long way."""
    content_type = scope.headers.get("content-type", "")
    if (
        entry.kind in _ASKS_THE_DATABASE
        or len(body) > _QUICKLY_READ
        or not takes(entry.kind, content_type)
        or scope.headers.get("content-encoding", "identity").lower() != "identity"
    ):
        return False
    try:
        check_body(entry.kind, body, content_type)
    except UnreadableBody:
        return False
    return True


def _request(scope: Scope, entry: Entry, body: bytes) -> Request:
    headers: dict[str, str] = {}
    for key, value in scope.headers.items():
        name = _as_written(key)
        if name not in hooks.SECRET_HEADERS:
            headers[name] = f"{headers[name]},{value}" if name in headers else value
    return Request(entry.token_id, entry.source_id, timezone.now(), _encode(headers), body)


@lru_cache(maxsize=1000)
def _as_written(name: str) -> str:
    """A header's name as its sender may have written it."""
    return name.title()
