"""How a source is set up: what it signs with, what may send, where things lie, whether it works."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from planner.access import MemberRequest, may_manage_sources, member_view
from support.actions.mappings import MappingIsNoGood, map_source
from support.actions.secrets import add_signing_secret, name_topic, remove_signing_secret
from support.actions.sources import SourceRefusal, change_repeat
from support.actions.trials import send_test_alert
from support.forms.sources import GivenForm, MappingForm, RepeatForm
from support.queries.mappings import mapping_page
from support.views.sources import change_source, show_source, source_or_404


@member_view(may_manage_sources)
@require_POST
@never_cache
def add_secret(request: MemberRequest, pk: int) -> HttpResponse:
    """One that was made here is shown by this very answer, and never again."""
    found, given = source_or_404(request, pk), GivenForm(request.POST).given("secret")
    try:
        text = add_signing_secret(source=found, secret=given, by=request.member, at=timezone.now())
    except SourceRefusal as refusal:
        return show_source(request, found, refusal=str(refusal), status=422)
    if not given.strip():
        return show_source(request, found, secret=text)
    messages.success(request, _("Requests must be signed from now on"))
    return redirect(found)


@member_view(may_manage_sources)
@require_POST
def remove_secret(request: MemberRequest, pk: int, secret: int) -> HttpResponse:
    found = source_or_404(request, pk)
    kept = get_object_or_404(found.signing_secrets, pk=secret)
    said = _("The signing secret was removed")
    return change_source(request, found, remove_signing_secret, said, secret=kept)


@member_view(may_manage_sources)
@require_POST
def topic(request: MemberRequest, pk: int) -> HttpResponse:
    found, given = source_or_404(request, pk), GivenForm(request.POST).given("topic")
    return change_source(request, found, name_topic, _("Saved"), source=found, topic=given)


@member_view(may_manage_sources)
@require_POST
def repeat(request: MemberRequest, pk: int) -> HttpResponse:
    found, minutes = source_or_404(request, pk), RepeatForm(request.POST).asked()
    return change_source(request, found, change_repeat, _("Saved"), source=found, minutes=minutes)


@member_view(may_manage_sources)
@require_POST
def try_out(request: MemberRequest, pk: int) -> HttpResponse:
    found = source_or_404(request, pk)
    said = _("A test alert is on its way")
    return change_source(request, found, send_test_alert, said, source=found)


@member_view(may_manage_sources)
@require_http_methods(["GET", "POST"])
def mapping(request: MemberRequest, pk: int) -> HttpResponse:
    """Shows what a mapping finds while it is written; “save” keeps it."""
    found = source_or_404(request, pk)
    form = MappingForm(request.POST or {"version": found.version, **found.mapping})
    typed, status = form.mapping(), 200
    if "save" in request.POST and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            map_source(
                source=found, mapping=typed, seen_version=seen, by=request.member, at=timezone.now()
            )
        except SourceRefusal as refusal:
            field = refusal.field if isinstance(refusal, MappingIsNoGood) else None
            form.add_error(field, str(refusal))
            status = 422
        else:
            messages.success(request, _("Saved"))
            return redirect(found)
    page = mapping_page(found, mapping=typed, member=request.member, now=timezone.now())
    return render(request, "support/mapping.html", {"page": page, "form": form}, status=status)
