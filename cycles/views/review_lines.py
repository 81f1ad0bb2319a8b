"""One line of a review on a page of its own: changed, taken back, answered, handed on."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.actions.decisions import edit_decision, restore_decision, withdraw_decision
from cycles.actions.refusals import Refusal
from cycles.actions.review_questions import (
    answer_review_question,
    edit_review_question,
    make_unknown,
)
from cycles.forms.reviews import (
    AnswerQuestionForm,
    EditDecisionForm,
    EditQuestionForm,
    MakeUnknownForm,
)
from cycles.models import AgendaItem, Decision, Epic, ReviewQuestion
from cycles.queries.meeting import agenda_of, meeting_url
from cycles.views.work import by
from planner.access import MemberRequest, may_see, may_shape, member_view
from planner.edits import ChangedMeanwhile
from planner.forms.edits import EditForm
from planner.kit.toasts import undoable


@member_view(may_see)
@require_http_methods(["GET", "HEAD"])
def show_decision(request: MemberRequest, decision: int) -> HttpResponse:
    found = _decision_or_404(request, decision)
    return _edit_decision(request, found, EditDecisionForm(initial=vars(found)))


@member_view(may_shape)
@require_POST
def change_decision(request: MemberRequest, decision: int) -> HttpResponse:
    found = _decision_or_404(request, decision)
    form = EditDecisionForm(request.POST)
    return _submit(
        form,
        lambda: edit_decision(
            decision=found, version=form.cleaned_data["version"], wanted=form.wanted,
            **by(request),
        ),
        done=lambda: redirect(_way_back(found.item)),
        row=lambda: _decision_or_404(request, decision),
        again=lambda status: _edit_decision(request, found, form, status),
    )  # fmt: skip


def _edit_decision(
    request: MemberRequest, found: Decision, form: forms.Form, status: int = 200
) -> HttpResponse:
    context = {
        "decision": found,
        "form": form,
        "back": _way_back(found.item),
        "may_write": may_shape(request.member) and found.item.review.is_open,
    }
    return render(request, "cycles/decision.html", context, status=status)


@member_view(may_shape)
@require_POST
def withdraw(request: MemberRequest, decision: int) -> HttpResponse:
    found = _decision_or_404(request, decision)
    undo = reverse("cycles:restore_decision", args=[request.workspace.slug, decision])
    return _line(
        request, found,
        lambda: withdraw_decision(decision=found, **by(request)),
        undoable(_("The decision is taken back"), url=undo),
    )  # fmt: skip


@member_view(may_shape)
@require_POST
def restore(request: MemberRequest, decision: int) -> HttpResponse:
    found = _decision_or_404(request, decision)
    return _line(
        request, found,
        lambda: restore_decision(decision=found, **by(request)),
        _("The decision stands again"),
    )  # fmt: skip


def _line(
    request: MemberRequest, found: Decision, act: Callable[[], object], said: str
) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(_way_back(found.item))


@member_view(may_see)
@require_http_methods(["GET", "HEAD"])
def show_question(request: MemberRequest, question: int) -> HttpResponse:
    return _question(request, _question_or_404(request, question))


@member_view(may_shape)
@require_POST
def change_question(request: MemberRequest, question: int) -> HttpResponse:
    found = _question_or_404(request, question)
    form = EditQuestionForm(request.POST, workspace=request.workspace, owner=found.owner)
    return _submit(
        form,
        lambda: edit_review_question(
            question=found, version=form.cleaned_data["version"], wanted=form.wanted,
            **by(request),
        ),
        done=lambda: redirect(_way_back(found.item)),
        row=lambda: _question_or_404(request, question),
        again=lambda status: _question(request, found, status, form=form),
    )  # fmt: skip


@member_view(may_shape)
@require_POST
def answer_question(request: MemberRequest, question: int) -> HttpResponse:
    found = _question_or_404(request, question)
    form = AnswerQuestionForm(request.POST)
    return _submit(
        form,
        lambda: answer_review_question(question=found, **form.cleaned_data, **by(request)),
        done=lambda: redirect(_way_back(found.item)),
        again=lambda status: _question(request, found, status, answer=form),
    )


@member_view(may_shape)
@require_POST
def hand_on(request: MemberRequest, question: int) -> HttpResponse:
    """To an epic, whose team has one unknown more."""
    found = _question_or_404(request, question)
    form = MakeUnknownForm(request.POST, workspace=request.workspace)

    def act() -> None:
        epic = Epic.objects.get(workspace=request.workspace, pk=form.cleaned_data["epic"])
        made = make_unknown(question=found, epic=epic, **by(request))
        messages.success(request, _("It is an unknown of %(epic)s now.") % {"epic": epic})
        found.unknown = made.unknown

    return _submit(
        form,
        act,
        done=lambda: redirect(_way_back(found.item)),
        again=lambda status: _question(request, found, status, unknown=form),
    )


def _question(
    request: MemberRequest, found: ReviewQuestion, status: int = 200, **forms: object
) -> HttpResponse:
    workspace = request.workspace
    if found.unknown and status == 200:
        return redirect(
            "cycles:unknown", workspace.slug, found.unknown.epic.key, found.unknown.number
        )
    context = {
        "question": found,
        "back": _way_back(found.item),
        "form": EditQuestionForm(initial=vars(found), workspace=workspace, owner=found.owner),
        "answer": AnswerQuestionForm(auto_id="answer-%s"),
        "unknown": MakeUnknownForm(auto_id="unknown-%s", workspace=workspace),
        "may_write": may_shape(request.member) and not found.answered_at,
        **forms,
    }
    return render(request, "cycles/review_question.html", context, status=status)


def _submit(
    form: forms.Form,
    act: Callable[[], object],
    *,
    done: Callable[[], HttpResponse],
    again: Callable[[int], HttpResponse],
    row: Callable[[], Any] | None = None,
) -> HttpResponse:
    """Done leads back; refused says why at the form; a conflict shows both."""
    if not form.is_valid():
        return again(422)
    try:
        act()
    except ChangedMeanwhile as refusal:
        assert isinstance(form, EditForm)  # noqa: S101 - for the type checker
        form.show_conflict(refusal, row().version if row else 1)
        return again(409)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return again(422)
    return done()


def _way_back(item: AgendaItem) -> str:
    """To its theme in the meeting, or to the minutes."""
    review = item.review
    if not review.is_open:
        return review.get_absolute_url()
    ids = [one.pk for one in agenda_of(review)]
    return meeting_url(review, ids.index(item.pk) + 1)


def _decision_or_404(request: MemberRequest, pk: int) -> Decision:
    rows = Decision.objects.select_related("item__review", "item__theme", "made_by__person")
    found = get_object_or_404(rows, item__review__workspace=request.workspace, pk=pk)
    found.item.review.workspace = request.workspace
    return found


def _question_or_404(request: MemberRequest, pk: int) -> ReviewQuestion:
    rows = ReviewQuestion.objects.select_related(
        "item__review", "item__theme", "owner__person", "asked_by__person", "unknown__epic"
    )
    found = get_object_or_404(rows, item__review__workspace=request.workspace, pk=pk)
    found.item.review.workspace = request.workspace
    return found
