"""The people of a workspace: the list, inviting, changing, letting go and in again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from planner.access import MemberRequest, may_manage_people, may_see_people, member_view
from planner.actions.invitations import (
    NothingToInviteTo,
    is_known_elsewhere,
    resend_invitation,
)
from planner.actions.members import (
    AlreadyActive,
    AlreadyAMember,
    AlreadyDeactivated,
    LastManager,
    LeftBefore,
    change_member,
    deactivate_member,
    invite_member,
    reactivate_member,
)
from planner.edits import ChangedMeanwhile
from planner.forms.workspaces import InviteForm, MemberForm
from planner.invitation_mail import invitation_url, mail_invitation
from planner.kit.secrets import NewToken
from planner.models import Member
from planner.queries.people import people_page, person_page


@dataclass(frozen=True)
class Link:
    """
    An invitation's address at the only moment it can be shown.

    ``url`` is empty where it would open other workspaces too: then it goes by mail, or not at all.
    """

    name: str
    email: str
    url: str
    was_mailed: bool


@never_cache
@require_http_methods(["GET", "HEAD"])
@member_view(may_see_people)
def people(request: MemberRequest) -> HttpResponse:
    return _page(request)


@never_cache
@require_POST
@member_view(may_manage_people)
def invite(request: MemberRequest) -> HttpResponse:
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    try:
        invited = invite_member(
            workspace=request.workspace, by=request.member, at=timezone.now(), **form.cleaned_data
        )
    except (AlreadyAMember, LeftBefore) as refusal:
        form.add_error("email", str(refusal))
        return _page(request, form=form, status=422)
    if invited.invitation is None:
        messages.success(request, _("{name} can sign in.").format(name=invited.member.name))
        return redirect("people", request.workspace.slug)
    return _show_link(request, invited.member, invited.invitation)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(may_manage_people)
def person(request: MemberRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)
    form = MemberForm(request.POST or None, initial=model_to_dict(member))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            change_member(member=member, by=request.member, at=timezone.now(), **form.cleaned_data)
        except LastManager as refusal:
            form.add_error("role", str(refusal))
        except ChangedMeanwhile as refusal:
            form.show_conflict(refusal, _member(request, pk).version)
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect("people", request.workspace.slug)
    page = person_page(member, reader=request.member)
    return render(request, "planner/person.html", {"form": form, "page": page}, status=status)


@require_POST
@member_view(may_manage_people)
def deactivate(request: MemberRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)
    try:
        deactivate_member(member=member, by=request.member, at=timezone.now())
    except (LastManager, AlreadyDeactivated) as refusal:
        return _page(request, refusal=str(refusal), status=422)
    messages.success(request, _("{name} is deactivated.").format(name=member.name))
    return redirect("people", request.workspace.slug)


@never_cache
@require_POST
@member_view(may_manage_people)
def reactivate(request: MemberRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)
    try:
        again = reactivate_member(member=member, by=request.member, at=timezone.now())
    except AlreadyActive as refusal:
        return _page(request, refusal=str(refusal), status=422)
    if again.invitation:
        return _show_link(request, again.member, again.invitation)
    messages.success(request, _("{name} can sign in again.").format(name=member.name))
    return redirect("people", request.workspace.slug)


@never_cache
@require_POST
@member_view(may_manage_people)
def resend(request: MemberRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)
    try:
        token = resend_invitation(member=member, by=request.member, at=timezone.now())
    except NothingToInviteTo as refusal:
        return _page(request, refusal=str(refusal), status=422)
    return _show_link(request, member, token)


def _member(request: MemberRequest, pk: int) -> Member:
    members = Member.objects.filter(workspace=request.workspace)
    return get_object_or_404(members.select_related("person", "workspace"), pk=pk)


def _show_link(request: MemberRequest, member: Member, token: NewToken) -> HttpResponse:
    """The only answer that holds the link: it is neither kept nor can it be asked for again."""
    url = invitation_url(token.text)
    mailed = mail_invitation(member, url)
    shown = "" if is_known_elsewhere(member) else url
    link = Link(name=member.name, email=member.person.email, url=shown, was_mailed=mailed)
    return _page(request, link=link)


def _page(request: MemberRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    context: Mapping[str, Any] = {
        "page": people_page(request.member, at=timezone.now()),
        "form": InviteForm(),
        "link": None,
        "refusal": "",
        **more,
    }
    return render(request, "planner/people.html", context, status=status)
