"""Asking the desk with an account, and what became of it: all that a requester sees."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planner.access import MemberRequest, may_ask, member_view
from support.actions.asking import UrgentNeedsAReason, ask_desk
from support.actions.rates import wait_of
from support.forms.asking import AskForm
from support.models import Inquiry
from support.queries.asking import ask_page, inquiry_of, mine_page
from support.views import answers, rates


@member_view(may_ask)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: MemberRequest) -> HttpResponse:
    page = ask_page(request.workspace, request.member, now=timezone.now())
    form = AskForm(request.POST if request.method == "POST" else None, initial={"team": page.team})
    status, wait = 422 if form.is_bound else 200, 0.0
    if form.is_bound and form.is_valid():
        if wait := wait_of(request.member):
            status = rates.refuse(form, wait)
        elif inquiry := _ask(request, form):
            messages.success(request, _("%(key)s is on the desk") % {"key": inquiry.key})
            return redirect("support:asked", request.workspace.slug, inquiry.key)
    answer = render(request, "support/ask_desk.html", {"page": page, "form": form}, status=status)
    return rates.with_retry(answer, wait)


def _ask(request: MemberRequest, form: AskForm) -> Inquiry | None:
    try:
        return ask_desk(
            workspace=request.workspace, by=request.member, at=timezone.now(), **form.cleaned_data
        )
    except UrgentNeedsAReason as refusal:
        form.add_error("reason", str(refusal))
        return None


@member_view(may_ask)
@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    page = mine_page(request.member, now=timezone.now())
    return render(request, "support/mine.html", {"page": page})


@member_view(may_ask)
@require_safe
def asked(request: MemberRequest, key: str) -> HttpResponse:
    return answers.show(_door(request, key))


@member_view(may_ask)
@require_POST
def write(request: MemberRequest, key: str) -> HttpResponse:
    return answers.write(_door(request, key))


@member_view(may_ask)
@require_POST
def solved(request: MemberRequest, key: str) -> HttpResponse:
    return answers.solve(_door(request, key))


@member_view(may_ask)
@require_POST
def unsolved(request: MemberRequest, key: str) -> HttpResponse:
    return answers.unsolve(_door(request, key))


def _door(request: MemberRequest, key: str) -> answers.Door:
    try:
        inquiry = inquiry_of(request.member, key)
    except Inquiry.DoesNotExist as error:
        raise Http404 from error
    slug = request.workspace.slug
    return answers.Door(
        request,
        inquiry,
        url=reverse("support:asked", args=[slug, inquiry.key]),
        page_of=lambda other: reverse("support:asked", args=[slug, other.key]),
        template="support/asked.html",
    )
