"""So much a minute for each token. While the cache is away nothing is counted, nothing refused."""

import re
from typing import TYPE_CHECKING, Final

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from planner.kit.windows import seconds_to_wait
from planner.rest.authentication import token_of

if TYPE_CHECKING:  # views ask for this module while they are being made
    from rest_framework.views import APIView

SECONDS: Final = {"sec": 1, "min": 60, "hour": 3600, "day": 86400}


class TokenRateThrottle(BaseThrottle):
    """
    Counts the requests of a window of the clock: one number in the cache, however high the rate.

    (The throttles of REST framework keep the time of every request, and rewrite the list at each.)
    """

    left: float = 0

    def allow_request(self, request: Request, view: "APIView") -> bool:
        token = token_of(request)
        if token is None:
            return True  # nobody reads only what costs nothing
        most, seconds = rate()
        self.left = seconds_to_wait(f"api-rate:{token.pk}", most=most, seconds=seconds)
        return not self.left

    def wait(self) -> float:
        return self.left


def rate() -> tuple[int, int]:
    """How many requests in how many seconds ``PLANNER_API_RATE`` allows."""
    found = re.fullmatch(r"(\d+)/(sec|min|hour|day)", settings.API_RATE)
    assert found, "settings checked it"  # noqa: S101
    return int(found[1]), SECONDS[found[2]]
