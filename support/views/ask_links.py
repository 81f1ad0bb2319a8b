"""The link for people without an account, in the settings."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from planner.access import MemberRequest, may_change_settings, member_view
from support.actions.ask_links import AskLinkIsOver, make_ask_link, revoke_ask_link
from support.queries.ask_links import ask_link_page, live_link


@member_view(may_change_settings)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_link(request: MemberRequest) -> HttpResponse:
    """A POST makes a new one, and answers with it: it is neither kept nor can it be asked again."""
    url = ""
    if request.method == "POST":
        token = make_ask_link(workspace=request.workspace, by=request.member, at=timezone.now())
        url = f"{settings.ORIGIN}{reverse('asking', args=[token.text])}"
    return _show(request, url=url)


@member_view(may_change_settings)
@require_POST
def revoke(request: MemberRequest) -> HttpResponse:
    link = live_link(request.workspace)
    if link is None:
        return _show(request, refusal=_("There is no link to revoke."), status=422)
    try:
        revoke_ask_link(link=link, by=request.member, at=timezone.now())
    except AskLinkIsOver as refusal:
        return _show(request, refusal=str(refusal), status=422)
    messages.success(request, _("The link is revoked"))
    return redirect("support:ask_link", request.workspace.slug)


def _show(
    request: MemberRequest, *, url: str = "", refusal: str = "", status: int = 200
) -> HttpResponse:
    page = ask_link_page(member=request.member, now=timezone.now())
    context = {"page": page, "new_url": url, "refusal": refusal}
    return render(request, "support/ask_link.html", context, status=status)
