"""What load balancers and monitoring ask."""

from django.http import HttpRequest, HttpResponse


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. It looks at nothing else: restarting it would not mend that."""
    return HttpResponse("ok\n", content_type="text/plain")
