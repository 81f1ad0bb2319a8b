"""Refusals for programs, as RFC 9457 wants them, without a framework around."""

from http import HTTPStatus
from typing import Final

import msgspec
from django.http import HttpResponse

RETRY_AFTER: Final = "10"  # seconds, with every 503


def problem(status: HTTPStatus, detail: str, headers: dict[str, str] | None = None) -> HttpResponse:
    body = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
    }
    return HttpResponse(
        msgspec.json.encode(body),
        status=status,
        content_type="application/problem+json",
        headers=headers,
    )
