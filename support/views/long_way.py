"""The long way of senders, in a thread: to their view, past everything that is for people."""

import re
import time
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final

import structlog
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections
from django.http import HttpResponse

from planner.kit.bridge import Wsgi
from planner.kit.counting import count
from planner.kit.problem import problem
from support.views import hooks

log = structlog.get_logger()

FOLDER: Final = "/hooks/"
HOOK: Final = re.compile(r"/hooks/([-\w]+)(?:/([^/]+))?", re.ASCII)
OUR_FAULT: Final = "That is our fault. It was logged."


class LongWay:
    """
    A WSGI application around Django's: what is asked of a hook is answered by its view alone.

    Senders have no session, no language and no page; handlers, middleware and signals would cost
    them more than storing what they send (docs/decisions/0008-quick-way.md). Their token may be in
    the path, so the request does not know it: no log and no error report can show it.
    """

    def __init__(self, django: Wsgi) -> None:
        self._django = django

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(FOLDER):
            return self._django(environ, start_response)
        began = time.perf_counter()
        try:
            answer = answer_sender(environ)
        finally:
            close_old_connections()  # as Django does at the end of a request
        count("hooks", environ["REQUEST_METHOD"], answer.status_code, began)
        body = answer.content
        headers = [*answer.items(), ("Content-Length", str(len(body)))]
        start_response(f"{answer.status_code} {answer.reason_phrase}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer_sender(environ: dict[str, Any]) -> HttpResponse:
    """What a sender is answered, whatever happens."""
    match = HOOK.fullmatch(environ["PATH_INFO"])
    if match is None:
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    kind, token = match[1], match[2] or ""
    environ["PATH_INFO"] = f"{FOLDER}{kind}"
    try:
        return hooks.receive(WSGIRequest(environ), kind, token)
    except Exception:
        log.exception("hook_failed", kind=kind)
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, OUR_FAULT)
