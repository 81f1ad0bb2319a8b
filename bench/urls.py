"""The planner's addresses, and that of the reference page, which is asked through the same door."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from bench.pages import REFERENCE
from planner.urls import *  # noqa: F403 - its error pages too
from planner.urls import urlpatterns as of_the_planner
from support.models import Ticket

_ROWS = engines["django"].from_string(
    "<table>{% for row in rows %}<tr><td>{{ row.number }}</td><td>{{ row.title }}</td>"
    "<td>{{ row.kind }}</td><td>{{ row.state }}</td><td>{{ row.opened_at }}</td></tr>"
    "{% endfor %}</table>"
)


def reference(request: HttpRequest) -> HttpResponse:
    """A bare view that renders 300 ``.values()`` rows: the measure of all pages."""
    rows = Ticket.objects.values("number", "title", "kind", "state", "opened_at")[:300]
    return HttpResponse(_ROWS.render({"rows": list(rows)}))


urlpatterns = [path(REFERENCE.lstrip("/"), reference), *of_the_planner]
