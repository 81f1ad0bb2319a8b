"""The roadmap and its epics to take along."""

from django.http import StreamingHttpResponse
from django.views.decorators.http import require_safe

from cycles.queries.csv_tables import EPICS_HEAD, ROADMAP_HEAD, epic_rows, roadmap_rows
from cycles.queries.roadmap import Asked
from planner.access import MemberRequest, may_see, member_view
from planner.kit.csv import csv_response


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
