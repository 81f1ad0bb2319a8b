"""The roadmap and its epics to take along: as tables, as a drawing, on paper."""

from django.http import HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from cycles.queries.csv_tables import EPICS_HEAD, ROADMAP_HEAD, epic_rows, roadmap_rows
from cycles.queries.roadmap import RoadmapPage, roadmap_page
from cycles.queries.roadmap_asked import Asked
from cycles.queries.roadmap_paper import on_paper
from planner.access import MemberRequest, may_see, member_view
from planner.kit.csv import csv_response
from planner.kit.paper import TYPE, Sheet, print_drawing


@member_view(may_see)
@require_safe
def roadmap_csv(request: MemberRequest) -> StreamingHttpResponse:
    """What the page shows with the same query."""
    rows = roadmap_rows(request.workspace, Asked.of(request.GET))
    return csv_response(f"{request.workspace.slug}-roadmap.csv", ROADMAP_HEAD, rows)


@member_view(may_see)
@require_safe
def epics_csv(request: MemberRequest) -> StreamingHttpResponse:
    return csv_response(
        f"{request.workspace.slug}-epics.csv", EPICS_HEAD, epic_rows(request.workspace)
    )


@member_view(may_see)
@require_safe
def roadmap_svg(request: MemberRequest) -> HttpResponse:
    """The drawing alone, for slides and documents."""
    drawn = _drawn(_page(request))
    return _file(drawn, f"{request.workspace.slug}-roadmap.svg", "image/svg+xml")


@member_view(may_see)
@require_safe
def roadmap_pdf(request: MemberRequest) -> HttpResponse:
    """On one sheet across: A3, or A4 with ``?sheet=a4``."""
    page = _page(request)
    sheet = Sheet("a4" if request.GET.get("sheet") == "a4" else "a3", landscape=True)
    today = timezone.now().astimezone(request.workspace.zone).date()
    drawing = on_paper(page, _drawn(page), request.workspace, today=today)
    return _file(print_drawing(drawing, sheet), f"{request.workspace.slug}-roadmap.pdf", TYPE)


def _page(request: MemberRequest) -> RoadmapPage:
    """What the page shows with the same query, for who only reads."""
    return roadmap_page(
        request.workspace,
        today=timezone.now().astimezone(request.workspace.zone).date(),
        asked=Asked.of(request.GET),
        may_shape=False,
        may_plan=False,
    )


def _drawn(page: RoadmapPage) -> str:
    return render_to_string("cycles/roadmap.svg", {"page": page}).strip()


def _file(body: str | bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=kind, headers=headers)
