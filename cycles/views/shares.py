"""Sharing the roadmap with people who have no account, and what they read."""

from http import HTTPStatus
from math import ceil
from typing import Final

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles.actions.refusals import Refusal
from cycles.actions.sharing import note_share_use, revoke_share, share_roadmap
from cycles.forms.frames import ShareForm
from cycles.models import ShareLink
from cycles.queries.roadmap import roadmap_page
from cycles.queries.roadmap_asked import Asked
from cycles.queries.shares import share_of, shares_page
from cycles.views.work import by
from planner.access import MemberRequest, may_plan, member_view
from planner.kit.windows import seconds_to_wait

MOST_A_MINUTE: Final = 60  # of one address, whatever it guesses


@member_view(may_plan)
@require_http_methods(["GET", "HEAD", "POST"])
def show_shares(request: MemberRequest) -> HttpResponse:
    form = ShareForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            _link, token = share_roadmap(
                workspace=request.workspace, **form.cleaned_data, **by(request)
            )
        except Refusal as refusal:
            form.add_error("ends_on", str(refusal))
        else:
            return _render(request, ShareForm(), new_url=address_of(token))
    return _render(request, form, status=422 if form.is_bound else 200)


@member_view(may_plan)
@require_POST
def revoke(request: MemberRequest, share: int) -> HttpResponse:
    link = get_object_or_404(ShareLink, workspace=request.workspace, pk=share)
    try:
        revoke_share(link=link, **by(request))
    except Refusal as refusal:
        return _render(request, ShareForm(), refusal=str(refusal), status=422)
    messages.success(request, _("The link is revoked"))
    return redirect("cycles:shares", request.workspace.slug)


@never_cache
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """One answer for all that it does not know: unknown, revoked, over."""
    at, address = timezone.now(), get_adapter().get_client_ip(request)
    if wait := seconds_to_wait(f"shared:{address}", most=MOST_A_MINUTE, seconds=60):
        late = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        late.headers["Retry-After"] = str(ceil(wait))
        return late
    link = share_of(token, at=at)
    if link is None:
        return _unseen(render(request, "cycles/share_is_over.html", status=HTTPStatus.GONE))
    note_share_use(link=link, at=at)
    today = at.astimezone(link.workspace.zone).date()
    page = roadmap_page(link.workspace, today=today, asked=Asked(), may_shape=False, may_plan=False)
    return _unseen(render(request, "cycles/shared.html", {"page": page, "link": link}))


def _unseen(answer: HttpResponse) -> HttpResponse:
    """The address is the key: no search engine keeps it, and nobody else is told of it."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _render(
    request: MemberRequest,
    form: ShareForm,
    *,
    new_url: str = "",
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    today = timezone.now().astimezone(request.workspace.zone).date()
    page = shares_page(request.member, today=today)
    context = {"page": page, "form": form, "new_url": new_url, "refusal": refusal}
    return render(request, "cycles/shares.html", context, status=status)


def address_of(token: str) -> str:
    """As people type it: never from the Host header, which who asks may choose."""
    return f"{settings.ORIGIN}{reverse('shared', args=[token])}"
