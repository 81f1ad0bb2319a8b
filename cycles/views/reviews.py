"""Reviews of the roadmap: their list, opening one, its agenda, closing it, its minutes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles.actions.refusals import Refusal
from cycles.actions.review_closing import add_addendum, close_review
from cycles.actions.reviews import (
    arrange_agenda,
    call_off_review,
    name_participants,
    open_review,
)
from cycles.forms.reviews import AddendumForm, AgendaForm, CloseReviewForm, ParticipantsForm
from cycles.models import Review
from cycles.queries.meeting import agenda_of, agenda_page
from cycles.queries.minutes import minutes_page
from cycles.queries.reviews import reviews_page
from cycles.views.work import by
from planner.access import MemberRequest, may_plan, may_see, may_shape, member_view


@member_view(may_see)
@require_safe
def reviews(request: MemberRequest) -> HttpResponse:
    today = timezone.now().astimezone(request.workspace.zone).date()
    page = reviews_page(request.workspace, reader=request.member, today=today)
    return render(request, "cycles/reviews.html", {"page": page})


@member_view(may_plan)
@require_http_methods(["GET", "HEAD", "POST"])
def new_review(request: MemberRequest) -> HttpResponse:
    """Open one, or go on in the one that is open."""
    held = Review.objects.open().filter(workspace=request.workspace).first()
    if held:
        return redirect("cycles:review", request.workspace.slug, held.pk)
    form = ParticipantsForm(
        request.POST or None,
        initial={"people": [request.member.pk]},
        workspace=request.workspace,
    )
    if form.is_bound and form.is_valid():
        try:
            review = open_review(
                workspace=request.workspace, participants=form.there, **by(request)
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(review)
    status = 422 if form.is_bound else 200
    return render(request, "cycles/new_review.html", {"form": form}, status=status)


@member_view(may_see)
@require_safe
def show_review(request: MemberRequest, pk: int) -> HttpResponse:
    """Its agenda while it is held, its minutes afterwards."""
    return _show(request, review_or_404(request, pk))


def _show(
    request: MemberRequest, review: Review, *, status: int = 200, **forms: object
) -> HttpResponse:
    if not review.is_open:
        page = minutes_page(review, reader=request.member)
        context = {"page": page, "form": AddendumForm(), **forms}
        return render(request, "cycles/minutes.html", context, status=status)
    people = [one.pk for one in review.participants.all()]
    context = {
        "page": agenda_page(review, reader=request.member),
        "review": review,
        "people": ParticipantsForm(initial={"people": people}, workspace=request.workspace),
        "refusal": "",
        **forms,
    }
    return render(request, "cycles/agenda.html", context, status=status)


@member_view(may_plan)
@require_POST
def arrange(request: MemberRequest, pk: int) -> HttpResponse:
    review = review_or_404(request, pk)
    form = AgendaForm(request.POST, items=agenda_of(review))
    if not form.is_valid():
        said = _("Give each theme 1 to 240 minutes.")
        return _show(request, review, status=422, refusal=said) if review.is_open else _closed()
    try:
        arrange_agenda(review=review, order=form.order, minutes=form.minutes, **by(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(review)


def _closed() -> HttpResponse:
    return HttpResponse(status=409)


@member_view(may_plan)
@require_POST
def participants(request: MemberRequest, pk: int) -> HttpResponse:
    review = review_or_404(request, pk)
    form = ParticipantsForm(request.POST, workspace=request.workspace)
    if form.is_valid():
        try:
            name_participants(review=review, members=form.there, **by(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
    return redirect(review)


@member_view(may_plan)
@require_POST
def call_off(request: MemberRequest, pk: int) -> HttpResponse:
    review = review_or_404(request, pk)
    try:
        call_off_review(review=review, **by(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(review)
    messages.success(request, _("The review is called off."))
    return redirect("cycles:reviews", request.workspace.slug)


@member_view(may_plan)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: MemberRequest, pk: int) -> HttpResponse:
    review = review_or_404(request, pk)
    if not review.is_open:
        return redirect(review)
    form = CloseReviewForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            close_review(review=review, next_on=form.cleaned_data["next_on"], **by(request))
        except Refusal as refusal:
            form.add_error("next_on", str(refusal))
        else:
            messages.success(request, _("The review is closed, and these are its minutes."))
            return redirect(review)
    context = {"form": form, "page": agenda_page(review, reader=request.member), "review": review}
    status = 422 if form.is_bound else 200
    return render(request, "cycles/close_review.html", context, status=status)


@member_view(may_shape)
@require_POST
def addendum(request: MemberRequest, pk: int) -> HttpResponse:
    review = review_or_404(request, pk)
    form = AddendumForm(request.POST)
    if form.is_valid():
        try:
            add_addendum(review=review, text=form.cleaned_data["text"], **by(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect(review)
    return redirect(review) if review.is_open else _show(request, review, status=422, form=form)


def review_or_404(request: MemberRequest, pk: int) -> Review:
    review = get_object_or_404(Review, workspace=request.workspace, pk=pk)
    review.workspace = request.workspace
    return review
