"""Each person reads in their own language and time zone."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation


def person_settings(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """The person's language, else the browser's; the person's time zone, else the workspace's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        person = request.user if not request.path.startswith(("/hooks/", "/api/")) else None
        chosen = getattr(person, "language", "")
        language = chosen or translation.get_language_from_request(request)
        zone = getattr(person, "time_zone", "")
        with translation.override(language), timezone.override(ZoneInfo(zone) if zone else None):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware
