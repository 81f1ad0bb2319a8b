"""The page of one request, for who made it: the same behind a sign-in and behind a key."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from support.actions.asking import AskingRefusal, ask_again, call_solved, call_unsolved, write_more
from support.actions.rates import wait_to_write
from support.forms.asking import MessageForm, UnsolvedForm
from support.models import Inquiry
from support.queries.asking import asked_page, reopens_until
from support.views import rates


@dataclass(frozen=True)
class Door:
    """Who looks at which request, from where; ``page_of`` leads them to another one of theirs."""

    request: HttpRequest
    inquiry: Inquiry
    url: str
    page_of: Callable[[Inquiry], str]
    template: str


def show(
    door: Door, *, form: forms.Form | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    page = asked_page(door.inquiry, now=timezone.now(), url=door.url)
    context = {
        "page": page,
        "form": form or (UnsolvedForm() if page.is_solved else MessageForm()),
        "refusal": refusal,
        "address": f"{settings.ORIGIN}{door.url}",
    }
    return render(door.request, door.template, context, status=status)


def write(door: Door) -> HttpResponse:
    return _change(door, write_more, MessageForm(door.request.POST), said=_("Written."))


def solve(door: Door) -> HttpResponse:
    return _change(door, call_solved, forms.Form({}), said=_("Called solved. Thank you."))


def unsolve(door: Door) -> HttpResponse:
    """It is reopened; what was solved long ago goes on in a new request."""
    now, form = timezone.now(), UnsolvedForm(door.request.POST)
    if (until := reopens_until(door.inquiry.ticket)) and now > until:
        return _change(door, partial(_again, door), form, said=_("It goes on as a new request."))
    return _change(door, call_unsolved, form, said=_("It is open again."))


def _again(door: Door, **facts: Any) -> str:
    return door.page_of(ask_again(**facts))


def _change(door: Door, act: Callable[..., Any], form: forms.Form, *, said: str) -> HttpResponse:
    if not form.is_valid():
        return show(door, form=form, status=422)
    if wait := wait_to_write(door.inquiry):
        answer = show(door, form=form, status=rates.refuse(form, wait))
        return rates.with_retry(answer, wait)
    try:
        led = act(inquiry=door.inquiry, at=timezone.now(), **form.cleaned_data)
    except AskingRefusal as refusal:
        # It may have changed while we waited for its lock: show it as it is now.
        door.inquiry.ticket.refresh_from_db()
        return show(door, refusal=str(refusal), status=422)
    messages.success(door.request, said)
    return redirect(led if isinstance(led, str) else door.url)
