"""Where alerts come from: the senders, and the tokens they show."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planner.access import MemberRequest, may_manage_sources, may_see, member_view
from planner.forms.edits import VersionForm
from support.actions.sources import (
    SourceRefusal,
    add_token,
    create_source,
    remove_source,
    rename_source,
    revoke_token,
)
from support.forms.sources import RenameSourceForm, RequestsForm, SourceForm
from support.models import Source
from support.queries.sources import source_page, sources_page


@member_view(may_see)
@require_safe
def sources(request: MemberRequest) -> HttpResponse:
    page = sources_page(member=request.member, now=timezone.now())
    return render(request, "support/sources.html", {"page": page})


@member_view(may_manage_sources)
@require_http_methods(["GET", "POST"])
@never_cache
def new_source(request: MemberRequest) -> HttpResponse:
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            source, token = create_source(
                workspace=request.workspace,
                by=request.member,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except SourceRefusal as refusal:
            form.add_error("name", str(refusal))
        else:
            # The token is known only now: it is shown by this very answer, and kept nowhere.
            return show_source(request, source, token=token.text)
    status = 422 if form.is_bound else 200
    return render(request, "support/new_source.html", {"form": form}, status=status)


@member_view(may_see)
@require_safe
def source(request: MemberRequest, pk: int) -> HttpResponse:
    return show_source(request, source_or_404(request, pk))


@member_view(may_manage_sources)
@require_POST
def rename(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = source_or_404(request, pk), RenameSourceForm(request.POST)
    if form.is_valid():
        try:
            rename_source(
                source=found,
                name=form.cleaned_data["name"],
                seen_version=form.cleaned_data["version"],
                by=request.member,
                at=timezone.now(),
            )
        except SourceRefusal as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Renamed"))
            return redirect(found)
    found.refresh_from_db()
    return show_source(request, found, form=form, status=422)


@member_view(may_manage_sources)
@require_http_methods(["GET", "POST"])
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks once, on a page of its own."""
    found, refused = source_or_404(request, pk), ""
    if request.method == "POST":
        form = VersionForm(request.POST)
        try:
            remove_source(
                source=found, by=request.member, at=timezone.now(), seen_version=form.version_seen()
            )
        except SourceRefusal as refusal:
            refused = str(refusal)
        else:
            messages.success(request, _("%(name)s was removed") % {"name": found.name})
            return redirect("support:sources", request.workspace.slug)
    context = {"source": found, "refusal": refused}
    return render(request, "support/remove_source.html", context, status=422 if refused else 200)


@member_view(may_manage_sources)
@require_POST
@never_cache
def add(request: MemberRequest, pk: int) -> HttpResponse:
    found = source_or_404(request, pk)
    try:
        token = add_token(source=found, by=request.member, at=timezone.now())
    except SourceRefusal as refusal:
        return show_source(request, found, refusal=str(refusal), status=422)
    return show_source(request, found, token=token.text)


@member_view(may_manage_sources)
@require_POST
def revoke(request: MemberRequest, pk: int, token: int) -> HttpResponse:
    found = source_or_404(request, pk)
    kept = get_object_or_404(found.tokens, pk=token)
    return change_source(request, found, revoke_token, _("The token was revoked"), token=kept)


def source_or_404(request: MemberRequest, pk: int) -> Source:
    return get_object_or_404(Source.objects.sending().filter(workspace=request.workspace), pk=pk)


def change_source(
    request: MemberRequest, shown: Source, act: Callable[..., object], said: str, /, **given: Any
) -> HttpResponse:
    """Do it, say so, and go back to the page of the source, where a refusal is shown in place."""
    try:
        act(by=request.member, at=timezone.now(), **given)
    except SourceRefusal as refusal:
        return show_source(request, shown, refusal=str(refusal), status=422)
    messages.success(request, said)
    return redirect(shown)


def show_source(
    request: MemberRequest,
    source: Source,
    *,
    status: int = 200,
    token: str = "",
    secret: str = "",
    refusal: str = "",
    form: RenameSourceForm | None = None,
) -> HttpResponse:
    source.workspace = request.workspace
    page = source_page(
        source,
        member=request.member,
        now=timezone.now(),
        token=token,
        **RequestsForm(request.GET).asked(),
    )
    shown = {"name": source.name, "version": source.version}
    context = {
        "page": page,
        "form": form or RenameSourceForm(initial=shown),
        "token": token,
        "secret": secret,
        "refusal": refusal,
    }
    return render(request, "support/source.html", context, status=status)
