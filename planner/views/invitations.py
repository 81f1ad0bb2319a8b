"""The page behind an invitation's link."""

from functools import wraps
from typing import Any

from allauth.account.utils import perform_login
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from planner.actions.invitations import InvitationIsOver, accept_invitation, find_invitation
from planner.actions.people import PasswordIsSet
from planner.forms.people import AcceptForm
from planner.models import Member


def _tells_nobody(view: Any) -> Any:
    """
    The token is in the address: it goes to nobody who is asked from here, and to no cache.

    Not "no-referrer": browsers then send the form from "null", which is no origin of ours.
    """

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        response: HttpResponse = view(request, token)
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    return answer


@_tells_nobody
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    try:
        invited = find_invitation(token=token, at=timezone.now())
    except InvitationIsOver:
        return render(request, "planner/invitation_over.html", status=410)
    if invited.member.person.has_usable_password():
        return _sign_in(invited.member)
    form = AcceptForm(request.POST or None, initial={"name": invited.member.name})
    if form.is_bound and form.is_valid():
        try:
            return _accept(request, token, form)
        except InvitationIsOver:
            return render(request, "planner/invitation_over.html", status=410)
        except ValidationError as weak:
            form.add_error("password", weak.messages)
    context = {"form": form, "invitation": invited}
    status = 422 if form.is_bound else 200
    return render(request, "planner/invitation.html", context, status=status)


def _accept(request: HttpRequest, token: str, form: AcceptForm) -> HttpResponse:
    try:
        member = accept_invitation(token=token, at=timezone.now(), **form.cleaned_data)
    except PasswordIsSet as refusal:
        messages.info(request, str(refusal))
        return redirect("account_login")
    first = member.workspace.get_absolute_url()
    response: HttpResponse = perform_login(request, member.person, redirect_url=first)
    return response


def _sign_in(member: Member) -> HttpResponse:
    return redirect(f"{reverse('account_login')}?next={member.workspace.get_absolute_url()}")
