"""A review while it is held: one theme at a time, and the lines that people write at once."""

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cycles.actions.decisions import decide
from cycles.actions.refusals import Refusal
from cycles.actions.review_questions import ask_in_review
from cycles.forms.reviews import DecisionForm, QuestionForm
from cycles.models import AgendaItem, Review
from cycles.queries.meeting import agenda_of, meeting_page, meeting_url
from cycles.views.reviews import review_or_404
from cycles.views.work import by
from planner.access import MemberRequest, may_see, may_shape, member_view


@member_view(may_see)
@require_safe
def meeting(request: MemberRequest, pk: int, place: int) -> HttpResponse:
    """One theme; with ``?seen=4`` nothing, where nothing was written since."""
    review = review_or_404(request, pk)
    if not review.is_open:
        return redirect(review)
    if request.GET.get("seen") == str(review.version):
        return HttpResponse(status=204)
    return _meet(request, review, place)


def _meet(
    request: MemberRequest, review: Review, place: int, *, status: int = 200, **forms: object
) -> HttpResponse:
    items = agenda_of(review)
    if not 1 <= place <= len(items):
        raise Http404
    page = meeting_page(review, items, place, reader=request.member, at=timezone.now())
    context = {
        "page": page,
        "decision": DecisionForm(auto_id="decision-%s"),
        "question": QuestionForm(auto_id="question-%s", workspace=request.workspace),
        **forms,
    }
    return render(request, "cycles/meeting.html", context, status=status)


@member_view(may_shape)
@require_POST
def write_decision(request: MemberRequest, pk: int, place: int) -> HttpResponse:
    form = DecisionForm(request.POST, auto_id="decision-%s")
    return _write(
        request, pk, place, form, "decision",
        lambda item: decide(item=item, text=form.cleaned_data["text"], **by(request)),
    )  # fmt: skip


@member_view(may_shape)
@require_POST
def write_question(request: MemberRequest, pk: int, place: int) -> HttpResponse:
    form = QuestionForm(request.POST, auto_id="question-%s", workspace=request.workspace)
    return _write(
        request, pk, place, form, "question",
        lambda item: ask_in_review(item=item, **form.asked, **by(request)),
    )  # fmt: skip


def _write(
    request: MemberRequest,
    pk: int,
    place: int,
    form: forms.Form,
    name: str,
    act: Callable[[AgendaItem], object],
) -> HttpResponse:
    """What is written is there, or stands in its field with the reason why not."""
    review = review_or_404(request, pk)
    items = agenda_of(review)
    if not 1 <= place <= len(items):
        raise Http404
    if form.is_valid():
        try:
            act(items[place - 1])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(meeting_url(review, place))
    return _meet(request, review, place, status=422, **{name: form})
