"""
Who may do what, in one table, and the doors that ask it.

A stranger to a workspace is told that it does not exist; a member without the right is told so.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from planner.models import Member, Person, Role, Workspace

_EVERYBODY: Final = frozenset(Role)
_INSIDERS: Final = frozenset({Role.MANAGER, Role.MEMBER, Role.VIEWER})
_WORKERS: Final = frozenset({Role.MANAGER, Role.MEMBER})
_MANAGERS: Final = frozenset({Role.MANAGER})
_ASKERS: Final = _WORKERS | {Role.REQUESTER}

# The whole table. Each row is asked through the function of its name below.
TABLE: Final[dict[str, frozenset[Role]]] = {
    "enter": _EVERYBODY,  # open the workspace at all
    "see": _INSIDERS,  # read cycles, epics, the desk
    "plan": _MANAGERS,  # cycles, seats, starting; what is planned
    "shape": _WORKERS,  # propose and edit epics
    "take_leave": _WORKERS,  # write down when they are away themselves
    "work_the_desk": _WORKERS,  # take, answer, resolve tickets
    "ask": _ASKERS,  # ask the desk themselves, and see what became of it
    "shield": _MANAGERS,  # answer for a release team
    "be_told": _WORKERS,  # of what happens at the desk, and choose by which way
    "manage_sources": _MANAGERS,  # where alerts come from, and their tokens
    "see_people": _INSIDERS,  # who is here, as what, and how much they work
    "see_activity": _INSIDERS,  # read the log
    "manage_people": _MANAGERS,  # invite, change roles, deactivate
    "change_settings": _MANAGERS,  # of the workspace
}

type Permission = Callable[[Member], bool]


def _asks(row: str) -> Permission:
    def may(member: Member) -> bool:
        return Role(member.role) in TABLE[row]

    may.__name__ = f"may_{row}"
    return may


may_enter = _asks("enter")
may_see = _asks("see")
may_plan = _asks("plan")
may_shape = _asks("shape")
may_take_leave = _asks("take_leave")
may_work_the_desk = _asks("work_the_desk")
may_ask = _asks("ask")
may_shield = _asks("shield")
may_be_told = _asks("be_told")
may_manage_sources = _asks("manage_sources")
may_see_people = _asks("see_people")
may_see_activity = _asks("see_activity")
may_manage_people = _asks("manage_people")
may_change_settings = _asks("change_settings")


def membership(person: Person, slug: str) -> Member | None:
    """The person's own place in the workspace, if they have one and it is active."""
    return (
        Member.objects.active()
        .select_related("person", "workspace")
        .filter(workspace__slug=slug, person=person)
        .first()
    )


class PersonRequest(HttpRequest):
    """The request that a view behind ``signed_in`` receives."""

    user: Person


class MemberRequest(HttpRequest):
    """The request that a view behind ``member_view`` receives."""

    user: Person
    member: Member
    workspace: Workspace


type View[**P] = Callable[Concatenate[MemberRequest, P], HttpResponseBase]
type Guarded = Callable[..., HttpResponseBase]


def signed_in[V: Callable[..., HttpResponseBase]](view: V) -> V:
    """
    Sign-in first; then back to where one was.

    Who was signed out while they typed is told that nothing was changed. A part of a page is
    never answered with the page to sign in on, which would be put in its place.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if request.user.is_authenticated else _away(request)

    return cast("V", guarded)


def _away(request: HttpRequest) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        said = _("You were signed out, and nothing was changed. Sign in, and do it once more.")
        messages.warning(request, said)
    page: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    if not page:
        return redirect_to_login(request.get_full_path())
    return HttpResponseClientRedirect(redirect_to_login(page.current_url_abs_path or "/").url)


def member_view[**P](permission: Permission) -> Callable[[View[P]], Guarded]:
    """
    Guard a page of ``/w/<slug>/``: sign-in first, then 404 for a stranger, 403 without the right.

    The view is called without the slug: it has ``request.workspace`` and ``request.member``.
    """

    def decorate(view: View[P]) -> Guarded:
        @signed_in
        @wraps(view)
        def guarded(request: MemberRequest, slug: str, **kwargs: object) -> HttpResponseBase:
            member = get_object_or_404(
                Member.objects.active().select_related("person", "workspace"),
                workspace__slug=slug,
                person=request.user,
            )
            # Before the refusal, so that its page can show the way back into the workspace.
            request.member, request.workspace = member, member.workspace
            if not permission(member):
                raise PermissionDenied
            timezone.activate(member.zone)  # person_settings puts the old one back
            return view(request, **kwargs)  # type: ignore[arg-type, call-arg]

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate
