"""What happens around every request."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from http import HTTPStatus
from typing import Final
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from planner.actions.people import note_seen
from planner.kit.counting import count
from planner.models import Member, Person

# Programs bring a token, probes nothing: a cookie of theirs is not even looked up.
_WITHOUT_SESSION: Final = ("/api/", "/healthz", "/readyz", "/metrics")
SEEN_EVERY: Final = timedelta(hours=1)


def person_settings(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """
    The person's language, else the browser's; the person's time zone, else the workspace's.

    The workspace is known only once ``member_view`` has found it: that activates its zone. A
    program has no session: its language is what its request asks for.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        person = _person(request)
        chosen = getattr(person, "language", "")
        language = chosen or translation.get_language_from_request(request)
        zone = getattr(person, "time_zone", "")
        with translation.override(language), timezone.override(ZoneInfo(zone) if zone else None):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        if not chosen:
            patch_vary_headers(response, ["Accept-Language"])
        return response

    return middleware


def _person(request: HttpRequest) -> Person | None:
    if not request.path.startswith(_WITHOUT_SESSION):
        try:
            return request.user if request.user.is_authenticated else None
        except DatabaseError:
            # Who writes about it into the log must not wait for the database once more.
            request.user = AnonymousUser()
            raise
    request.user = AnonymousUser()
    return None


def last_seen(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Remember when a member opened a page of their workspace, at most once an hour."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        member: Member | None = getattr(request, "member", None)
        now = timezone.now()
        if member and (member.last_seen_at is None or now - member.last_seen_at > SEEN_EVERY):
            note_seen(member=member, at=now)
        return response

    return middleware


def pages_above_steps(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """
    What only takes a form (take, resolve, ...) is no page: who comes there with a browser, as after
    a sign-in, or to look once more at a refusal, is led to the page above.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_step = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET"
        if is_step and "text/html" in request.headers.get("Accept", ""):
            return redirect(_page_above(request.path))
        return response

    return middleware


def _page_above(path: str) -> str:
    parts = path.strip("/").split("/")
    while len(parts) > 1:
        parts.pop()
        above = f"/{'/'.join(parts)}"
        for one in (f"{above}/", above):
            with suppress(Resolver404):
                resolve(one)
                return one
    return "/"


def count_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """For ``/metrics``: by the view's name, as a path holds names of people's things."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        view = match.view_name if match else "none"
        count(view, request.method or "", response.status_code, began)
        return response

    return middleware
