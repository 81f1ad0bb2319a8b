"""The report of a cycle: on a page, on paper, and as Markdown."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cycles.models import CycleReport
from cycles.views.plan import cycle_or_404
from planner.access import MemberRequest, may_see, member_view
from planner.pages.report import report_page
from planner.pages.report_markdown import report_markdown


@member_view(may_see)
@require_safe
def report(request: MemberRequest, number: int) -> HttpResponse:
    """Of a cycle that has not begun there is only the plan."""
    cycle = cycle_or_404(request, number)
    if cycle.is_ahead:
        return redirect("cycles:plan", request.workspace.slug, number)
    page = report_page(cycle, request.member, at=timezone.now())
    return render(request, "planner/report.html", {"page": page})


@member_view(may_see)
@require_safe
def version(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """One that was superseded stays readable; the one that counts has its own address."""
    cycle = cycle_or_404(request, number)
    asked = get_object_or_404(
        CycleReport.objects.select_related("made_by__person"), cycle=cycle, pk=pk
    )
    if asked.superseded_at is None:
        return redirect("report", request.workspace.slug, number)
    page = report_page(cycle, request.member, at=timezone.now(), version=asked)
    return render(request, "planner/report.html", {"page": page})


@member_view(may_see)
@require_safe
def markdown(request: MemberRequest, number: int) -> HttpResponse:
    cycle = cycle_or_404(request, number)
    if cycle.is_ahead:
        return redirect("cycles:plan", request.workspace.slug, number)
    text = report_markdown(report_page(cycle, request.member, at=timezone.now()))
    headers = {"Content-Disposition": f'attachment; filename="cycle-{number}.md"'}
    return HttpResponse(text, content_type="text/markdown; charset=utf-8", headers=headers)
