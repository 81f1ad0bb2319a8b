"""
What a calendar reads by its secret address. Nobody signs in here.

One answer for all that it does not know: unknown, revoked, of somebody who has left.
"""

from hashlib import sha256
from http import HTTPStatus
from math import ceil
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from cycles.actions.feeds import note_feed_use
from cycles.queries.feeds import feed_of
from cycles.queries.ical import calendar_of
from planner.kit.windows import seconds_to_wait

MOST_AN_HOUR: Final = 120  # calendars read a few times a day


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    feed, at = feed_of(token), timezone.now()
    if feed is None:
        return _plain(HTTPStatus.NOT_FOUND, "There is no such calendar.")
    if wait := seconds_to_wait(f"calendar:{feed.prefix}", most=MOST_AN_HOUR, seconds=3600):
        late = _plain(HTTPStatus.TOO_MANY_REQUESTS, "Read it less often.")
        late.headers["Retry-After"] = str(ceil(wait))
        return late
    body = calendar_of(feed, at=at)
    note_feed_use(feed=feed, at=at)
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="sixweek.ics"',
    }
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag=etag, response=answer) or answer


def _plain(status: HTTPStatus, text: str) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
