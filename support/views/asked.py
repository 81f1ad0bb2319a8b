"""
Asking without an account, through the workspace's link; and the page of what was asked.

The address is the key: it goes to nobody who is asked from here, and to no cache.
"""

from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from support.actions.ask_links import AskLinkIsOver, find_ask_link
from support.actions.asking import (
    NoSuchInquiry,
    UrgentNeedsAReason,
    ask_through_link,
    find_inquiry,
    open_page,
)
from support.actions.rates import wait_to_ask
from support.actions.replies import can_mail
from support.forms.asking import AskThroughLinkForm
from support.models import AskLink
from support.queries.asking import ask_page
from support.views import answers, rates

type _View = Callable[[HttpRequest, str], HttpResponse]


def _tells_nobody(view: _View) -> _View:
    """Not "no-referrer": browsers then send the form from "null", which is no origin of ours."""

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    return answer


@_tells_nobody
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, token: str) -> HttpResponse:
    try:
        link = find_ask_link(token=token)
    except AskLinkIsOver:
        return render(request, "support/link_is_over.html", status=410)
    form, wait = AskThroughLinkForm(request.POST if request.method == "POST" else None), 0.0
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        address = get_adapter().get_client_ip(request)
        if wait := wait_to_ask(link=link, email=form.cleaned_data["email"], address=address):
            status = rates.refuse(form, wait)
        elif key := _ask(request, link, form):
            return redirect("asked", key)
    page = ask_page(link.workspace, None, now=timezone.now())
    context = {"page": page, "form": form, "mails": can_mail()}
    answer = render(request, "support/asking.html", context, status=status)
    return rates.with_retry(answer, wait)


def _ask(request: HttpRequest, link: AskLink, form: AskThroughLinkForm) -> str:
    """The key to the page of what was asked; empty where it was refused."""
    try:
        inquiry, key = ask_through_link(link=link, at=timezone.now(), **form.asked())
    except UrgentNeedsAReason as refusal:
        form.add_error("reason", str(refusal))
        return ""
    messages.success(request, _("%(key)s is on the desk") % {"key": inquiry.key})
    return key


@_tells_nobody
@require_safe
def asked(request: HttpRequest, token: str) -> HttpResponse:
    return answers.show(_door(request, token))


@_tells_nobody
@require_POST
def write(request: HttpRequest, token: str) -> HttpResponse:
    return answers.write(_door(request, token))


@_tells_nobody
@require_POST
def solved(request: HttpRequest, token: str) -> HttpResponse:
    return answers.solve(_door(request, token))


@_tells_nobody
@require_POST
def unsolved(request: HttpRequest, token: str) -> HttpResponse:
    return answers.unsolve(_door(request, token))


def _door(request: HttpRequest, token: str) -> answers.Door:
    try:
        inquiry = find_inquiry(token=token)
    except NoSuchInquiry as error:
        raise Http404 from error
    return answers.Door(
        request,
        inquiry,
        url=reverse("asked", args=[token]),
        page_of=lambda other: reverse("asked", args=[open_page(inquiry=other, at=timezone.now())]),
        template="support/asked_by_key.html",
    )
