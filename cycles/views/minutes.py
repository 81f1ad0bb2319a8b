"""What a review leaves behind: its minutes as Markdown and on paper, and all decisions as CSV."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from cycles.queries.decisions import decision_rows, decisions_head
from cycles.queries.minutes import minutes_page
from cycles.queries.minutes_markdown import minutes_document, minutes_markdown
from cycles.views.reviews import review_or_404
from planner.access import MemberRequest, may_see, member_view
from planner.kit.csv import csv_response
from planner.kit.paper import TYPE, print_document


@member_view(may_see)
@require_safe
def markdown(request: MemberRequest, pk: int) -> HttpResponse:
    review = review_or_404(request, pk)
    if review.is_open:
        return redirect(review)
    text = minutes_markdown(minutes_page(review, reader=request.member))
    return _file(text.encode(), "text/markdown; charset=utf-8", f"review-{pk}.md")


@member_view(may_see)
@require_safe
def paper(request: MemberRequest, pk: int) -> HttpResponse:
    review = review_or_404(request, pk)
    if review.is_open:
        return redirect(review)
    document = minutes_document(minutes_page(review, reader=request.member))
    return _file(print_document(document), TYPE, f"review-{pk}.pdf")


@member_view(may_see)
@require_safe
def decisions(request: MemberRequest) -> HttpResponse:
    today = timezone.now().astimezone(request.workspace.zone).date()
    name, rows = f"decisions-{today}.csv", decision_rows(request.workspace)
    return csv_response(name, decisions_head(), rows)  # type: ignore[return-value]


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
