"""A person's own page: how they read, and the keys of their programs."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cycles.queries.feeds import calendars_of
from planner.access import PersonRequest, signed_in
from planner.actions.people import change_profile
from planner.actions.tokens import (
    AlreadyRevoked,
    ExpiresInThePast,
    TokenNameIsTaken,
    create_token,
    revoke_token,
)
from planner.forms.people import ProfileForm, TokenForm
from planner.models import ApiToken
from planner.queries.profile import memberships, profile_page


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: PersonRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, initial=model_to_dict(request.user))
    if not form.is_bound:
        return render_profile(request, form=form)
    if not form.is_valid():
        return render_profile(request, form=form, status=422)
    person = change_profile(person=request.user, at=timezone.now(), **form.cleaned_data)
    with override(person.language or None):  # said in the language that was chosen
        messages.success(request, _("Saved."))
    return redirect("profile")


@never_cache
@signed_in
@require_POST
def make_token(request: PersonRequest) -> HttpResponse:
    """Answers with the token, which is neither kept nor can it be asked for again."""
    workspaces = [member.workspace for member in memberships(request.user)]
    form = TokenForm(request.POST, workspaces=workspaces)
    if not form.is_valid():
        return render_profile(request, token_form=form, status=422)
    try:
        token = create_token(
            person=request.user,
            name=form.cleaned_data["name"],
            workspaces=form.chosen(),
            read_only=form.cleaned_data["read_only"],
            expires_at=_end_of(form.cleaned_data["expires_on"]),
            at=timezone.now(),
        )
    except TokenNameIsTaken as refusal:
        form.add_error("name", str(refusal))
    except ExpiresInThePast as refusal:
        form.add_error("expires_on", str(refusal))
    else:
        return render_profile(request, new_token=token)
    return render_profile(request, token_form=form, status=422)


@never_cache
@signed_in
@require_POST
def end_token(request: PersonRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, person=request.user, pk=pk)
    try:
        revoke_token(token=token, at=timezone.now())
    except AlreadyRevoked as refusal:
        return render_profile(request, refusal=str(refusal), status=422)
    messages.success(request, _("{name} is revoked.").format(name=token.name))
    return redirect("profile")


def _end_of(day: date | None) -> datetime | None:
    """A last day is included, where the person is."""
    if day is None:
        return None
    return datetime.combine(day, time(), timezone.get_current_timezone()) + timedelta(days=1)


def render_profile(request: PersonRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    page = profile_page(request.user, at=timezone.now())
    context = {
        "page": page,
        "form": ProfileForm(initial=model_to_dict(request.user)),
        "token_form": TokenForm(workspaces=page.workspaces),
        "new_token": None,
        "new_calendar": "",
        "calendars": calendars_of(request.user),
        "refusal": "",
        **more,
    }
    return render(request, "planner/profile.html", context, status=status)
