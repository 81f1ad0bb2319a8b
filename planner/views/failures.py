"""What people and programs read when a request failed through no fault of theirs."""

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import translation

from planner.kit.problem import RETRY_AFTER, problem

API = "/api/"


def server_error(request: HttpRequest) -> HttpResponse:
    """
    503 while the database is away or overloaded, which passes; else 500, and the log says why.

    It is called while the exception is being handled, and needs neither database nor session.
    """
    is_away = isinstance(sys.exception(), (OperationalError, InterfaceError))
    status = HTTPStatus.SERVICE_UNAVAILABLE if is_away else HTTPStatus.INTERNAL_SERVER_ERROR
    with translation.override(_language(request)):
        answer = _for_program(status) if request.path.startswith(API) else _page(request, status)
        answer.headers.setdefault("Content-Language", translation.get_language() or "")
    if is_away:
        answer.headers["Retry-After"] = RETRY_AFTER
    return answer


def _page(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    # Without the request: its context processors would ask the database.
    is_away = status == HTTPStatus.SERVICE_UNAVAILABLE
    template = loader.get_template("503.html" if is_away else "500.html")
    sent = request.method not in ("GET", "HEAD")
    again = "/" if sent else request.get_full_path()
    return HttpResponse(template.render({"sent": sent, "again": again}), status=status)


def _for_program(status: HTTPStatus) -> HttpResponse:
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return problem(status, translation.gettext("The database does not answer. Try again."))
    return problem(status, translation.gettext("That is our fault. It was logged."))


def _language(request: HttpRequest) -> str:
    """Of a person who is known already, else what the browser asks for."""
    person = getattr(request, "_cached_user", None)
    return getattr(person, "language", "") or translation.get_language_from_request(request)
