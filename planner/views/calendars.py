"""The calendar addresses of a person, on their own page."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cycles.actions.feeds import make_feed, revoke_feed
from cycles.actions.refusals import Refusal
from cycles.forms.feeds import FeedForm
from cycles.models import CalendarFeed
from planner.access import PersonRequest, signed_in
from planner.views.profile import render_profile


@never_cache
@signed_in
@require_POST
def make(request: PersonRequest) -> HttpResponse:
    """Answers with the address, which is neither kept nor can it be asked for again."""
    form = FeedForm(request.POST)
    if not form.is_valid():
        raise Http404  # the page offers nothing that could be wrong
    asked = form.cleaned_data
    member = get_object_or_404(request.user.memberships.active(), pk=asked["member"])
    try:
        token = make_feed(member=member, kind=asked["kind"], at=timezone.now())
    except Refusal as refusal:
        return render_profile(request, refusal=str(refusal), status=422)
    path = reverse("calendar", args=[token.text])
    return render_profile(request, new_calendar=f"{settings.ORIGIN}{path}")


@never_cache
@signed_in
@require_POST
def revoke(request: PersonRequest, pk: int) -> HttpResponse:
    feed = get_object_or_404(CalendarFeed, member__person=request.user, pk=pk)
    try:
        revoke_feed(feed=feed, at=timezone.now())
    except Refusal as refusal:
        return render_profile(request, refusal=str(refusal), status=422)
    messages.success(request, _("The address is revoked."))
    return redirect("profile")
