"""The answers that are kept for everybody at the desk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planner.access import MemberRequest, may_see, may_work_the_desk, member_view
from planner.edits import ChangedMeanwhile
from planner.kit.toasts import undoable
from support.actions.answers import (
    AnswerRefusal,
    edit_answer,
    remove_answer,
    restore_answer,
    save_answer,
)
from support.forms.answers import AnswerForm, EditAnswerForm
from support.models import SavedAnswer
from support.models.answers import SavedAnswerQuerySet
from support.queries.answers import answers_page


@member_view(may_see)
@require_safe
def answers(request: MemberRequest) -> HttpResponse:
    return _show(request, AnswerForm())


@member_view(may_work_the_desk)
@require_POST
def new(request: MemberRequest) -> HttpResponse:
    form = AnswerForm(request.POST)
    if form.is_valid():
        given = {"by": request.member, "at": timezone.now(), **form.cleaned_data}
        try:
            save_answer(workspace=request.workspace, **given)
        except AnswerRefusal as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Saved"))
            return redirect("support:answers", request.workspace.slug)
    return _show(request, form, status=422)


@member_view(may_work_the_desk)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    answer = get_object_or_404(_kept(request), pk=pk)
    known = {"name": answer.name, "text": answer.text, "version": answer.version}
    form = EditAnswerForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid() and _edited(request, answer, form):
        messages.success(request, _("Saved"))
        return redirect("support:answers", request.workspace.slug)
    status = 422 if form.is_bound else 200
    context = {"form": form, "answer": answer}
    return render(request, "support/answer.html", context, status=status)


def _edited(request: MemberRequest, answer: SavedAnswer, form: EditAnswerForm) -> bool:
    wanted = dict(form.cleaned_data)
    version = wanted.pop("version")
    given = {"version": version, "wanted": wanted, "by": request.member, "at": timezone.now()}
    try:
        edit_answer(answer=answer, **given)
    except ChangedMeanwhile as refusal:
        answer.refresh_from_db()
        form.show_conflict(refusal, answer.version)
    except AnswerRefusal as refusal:
        form.add_error("name", str(refusal))
    else:
        return True
    return False


@member_view(may_work_the_desk)
@require_POST
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    answer = get_object_or_404(_kept(request), pk=pk)
    try:
        remove_answer(answer=answer, by=request.member, at=timezone.now())
    except AnswerRefusal as refusal:
        return _show(request, AnswerForm(), refusal=str(refusal), status=422)
    url = reverse("support:restore_answer", args=[request.workspace.slug, answer.pk])
    messages.success(request, undoable(_("Removed"), url=url))
    return redirect("support:answers", request.workspace.slug)


@member_view(may_work_the_desk)
@require_POST
def restore(request: MemberRequest, pk: int) -> HttpResponse:
    answer = get_object_or_404(SavedAnswer, workspace=request.workspace, pk=pk)
    try:
        restore_answer(answer=answer, by=request.member, at=timezone.now())
    except AnswerRefusal as refusal:
        return _show(request, AnswerForm(), refusal=str(refusal), status=422)
    messages.success(request, _("It is back"))
    return redirect("support:answers", request.workspace.slug)


def _kept(request: MemberRequest) -> SavedAnswerQuerySet:
    return SavedAnswer.objects.kept().filter(workspace=request.workspace)


def _show(
    request: MemberRequest, form: AnswerForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {"page": answers_page(member=request.member), "form": form, "refusal": refusal}
    return render(request, "support/answers.html", context, status=status)
