"""What load balancers and monitoring ask."""

import hmac
import ipaddress

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from planner.pages import health
from planner.pages import metrics as page

_TEXT = "text/plain; charset=utf-8"
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. It looks at nothing else: restarting it would not mend that."""
    return HttpResponse("ok\n", content_type=_TEXT)


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200, or 503 with one line for each thing that is missing."""
    missing = health.what_is_missing()
    text = "".join(f"{line}\n" for line in missing) or "ok\n"
    return HttpResponse(text, status=503 if missing else 200, content_type=_TEXT)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus on this machine, or with ``Authorization: Bearer PLANNER_METRICS_TOKEN``."""
    if not _may_read_metrics(request):
        return HttpResponse(
            "Metrics are read from this machine, or with the token of PLANNER_METRICS_TOKEN.\n",
            status=403,
            content_type=_TEXT,
        )
    return HttpResponse(page.metrics(), content_type=page.CONTENT_TYPE)


def _may_read_metrics(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    wanted = settings.METRICS_TOKEN
    if wanted and hmac.compare_digest(given.encode(), f"Bearer {wanted}".encode()):
        return True
    # Through a proxy everybody comes from loopback: then only the token opens.
    if settings.BEHIND_PROXY or any(name in request.META for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
