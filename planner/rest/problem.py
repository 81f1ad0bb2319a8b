"""Every error as ``application/problem+json`` (RFC 9457)."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as ModelValidationError
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import set_rollback

from planner.edits import ChangedMeanwhile
from planner.kit.problem import RETRY_AFTER

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
PLAIN = "about:blank"  # the status says it all
INVALID = "urn:sixweek:problem:invalid"


class PreconditionFailed(exceptions.APIException):
    """The row was changed since the asker read it."""

    status_code = HTTPStatus.PRECONDITION_FAILED
    default_detail = _("This was changed in the meantime. Read it again, then decide.")
    default_code = "changed-in-the-meantime"


class TooLarge(exceptions.APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = _("The request is too large.")
    default_code = "too-large"


class DatabaseAway(exceptions.APIException):
    """It is gone, or somebody holds what the request needs: that passes."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = _("The database does not answer. Try again.")
    wait = int(RETRY_AFTER) - 1  # ``_answer`` adds one


class Refused(exceptions.APIException):
    """An action said no; its own exception says why."""

    status_code = HTTPStatus.CONFLICT

    def __init__(self, refusal: Exception) -> None:
        super().__init__(str(refusal), code=name_of(type(refusal)))
        self.reasons: tuple[str, ...] = getattr(refusal, "reasons", ())


def name_of(refusal: type[Exception]) -> str:
    """``TeamIsFull`` is ``team-is-full``: the stable end of a problem's type."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", refusal.__name__).lower()


def is_refusal(exception: Exception) -> bool:
    """Whether it is a named exception of an action: a fact fit for a person, no fault of ours."""
    of_an_action = ".actions." in f".{type(exception).__module__}."
    return of_an_action or isinstance(exception, ChangedMeanwhile)


def problem_response(exception: Exception, context: Mapping[str, Any]) -> Response:
    """Answer any exception of a view; what nobody foresaw is logged, and tells nothing."""
    set_rollback()
    known = _known(exception)
    if known is None:
        request = context["request"]
        log.exception("rest_failed", exc_info=exception, path=request.path)
        got_request_exception.send(sender=type(context["view"]), request=request._request)
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, _("That is our fault. It was logged."))
    return _answer(known)


def problem(status: int, detail: Any, *, kind: str = PLAIN, **more: Any) -> Response:
    title = HTTPStatus(status).phrase
    body = {"type": kind, "title": title, "status": int(status), "detail": str(detail), **more}
    return Response(body, status=int(status), content_type=MEDIA_TYPE)


def _known(exception: Exception) -> exceptions.APIException | None:
    match exception:
        case exceptions.APIException():
            return exception
        case Http404():
            return exceptions.NotFound()
        case PermissionDenied():
            return exceptions.PermissionDenied()
        case RequestDataTooBig():
            return TooLarge()
        case ModelValidationError():
            return exceptions.ValidationError(_fields(exception))
        case OperationalError() | InterfaceError():
            log.warning("database_away", error=str(exception))
            return DatabaseAway()
        case _ if is_refusal(exception):
            return Refused(exception)
    return None


def _fields(error: ModelValidationError) -> dict[str, list[str]]:
    if hasattr(error, "error_dict"):
        return error.message_dict
    return {api_settings.NON_FIELD_ERRORS_KEY: error.messages}


def _answer(error: exceptions.APIException) -> Response:
    match error:
        case exceptions.ValidationError():
            detail, errors = _("Some of it cannot be accepted."), _errors(error.detail)
            answer = problem(error.status_code, detail, kind=INVALID, errors=errors)
        case Refused() | PreconditionFailed():
            kind = f"urn:sixweek:problem:{error.get_codes()}"
            reasons = getattr(error, "reasons", ())
            more = {"reasons": [str(reason) for reason in reasons]} if reasons else {}
            answer = problem(error.status_code, error.detail, kind=kind, **more)
        case _:
            answer = problem(error.status_code, error.detail)
    if header := getattr(error, "auth_header", None):
        answer["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        answer["Retry-After"] = str(int(wait) + 1)
    return answer


def _errors(detail: Any, path: str = "") -> dict[str, list[str]]:
    """Flat, by the path of the field: ``{"seats.0.member": ["..."]}``."""
    if isinstance(detail, Mapping):
        parts = [(str(name), each) for name, each in detail.items()]
    elif any(isinstance(each, (Mapping, list)) for each in detail):
        parts = [(str(number), each) for number, each in enumerate(detail) if each]
    else:
        return {path or api_settings.NON_FIELD_ERRORS_KEY: [str(each) for each in detail]}
    found: dict[str, list[str]] = {}
    for name, each in parts:
        below = each if isinstance(each, (Mapping, list)) else [each]
        found |= _errors(below, f"{path}.{name}" if path else name)
    return found
