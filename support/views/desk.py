"""The desk's list, and what one ticket shows beside it."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from planner.access import MemberRequest, may_see, may_work_the_desk, member_view
from support.actions.bulk import Refused
from support.actions.tickets import open_ticket
from support.forms.desk import DeskForm
from support.forms.tickets import NoteForm, TicketForm
from support.models import Ticket
from support.queries.alerts import alert_page, alerts_page
from support.queries.answers import answer_text
from support.queries.debt import debt_corner
from support.queries.desk import desk_page, desk_state
from support.queries.filters import filter_page
from support.queries.sources import first_source_url
from support.queries.tickets import ticket_of, ticket_page


@member_view(may_see)
@require_safe
def desk(request: MemberRequest) -> HttpResponse:
    if not _is_for(request, "queue"):
        return _desk(request, "support/desk.html", {})
    # Every open desk asks again every quarter of a minute: mostly nothing has changed.
    tag = _tag(request)
    known = get_conditional_response(request, etag=tag)
    response = known or _desk(request, "support/queue_alone.html", {})
    response["ETag"] = tag
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["HX-Target", "Cookie"])
    return response


@member_view(may_see)
@require_safe
def narrow(request: MemberRequest) -> HttpResponse:
    """All filters: a dialog over the desk, or a page; what is chosen goes to the desk's address."""
    form = DeskForm(request.GET)
    if "go" in request.GET:
        return redirect(reverse("support:desk", args=[request.workspace.slug]) + form.suffix())
    page = filter_page(member=request.member, **form.looked_at())
    return render(request, "support/filter.html", {"page": page})


@member_view(may_see)
@require_safe
def ticket(request: MemberRequest, key: str) -> HttpResponse:
    return show_ticket(request, ticket_or_404(request, key))


@member_view(may_work_the_desk)
@require_http_methods(["GET", "POST"])
def new_ticket(request: MemberRequest) -> HttpResponse:
    form = TicketForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opened = open_ticket(
            workspace=request.workspace,
            by=request.member,
            at=timezone.now(),
            **form.cleaned_data,
        )
        return redirect(opened)
    status = 422 if form.is_bound else 200
    return render(request, "support/new_ticket.html", {"form": form}, status=status)


@member_view(may_see)
@require_safe
def alerts(request: MemberRequest, key: str) -> HttpResponse:
    page = alerts_page(
        ticket=ticket_or_404(request, key),
        member=request.member,
        now=timezone.now(),
        page=DeskForm(request.GET).asked()["page"],
    )
    return render(request, "support/alerts.html", {"page": page})


@member_view(may_see)
@require_safe
def alert(request: MemberRequest, key: str, pk: int) -> HttpResponse:
    ticket = ticket_or_404(request, key)
    found = get_object_or_404(ticket.alerts, pk=pk)
    page = alert_page(alert=found, ticket=ticket, member=request.member, now=timezone.now())
    return render(request, "support/alert.html", {"page": page})


def ticket_or_404(request: MemberRequest, key: str) -> Ticket:
    try:
        return ticket_of(request.workspace, key)
    except Ticket.DoesNotExist as error:
        raise Http404 from error


def show_ticket(
    request: MemberRequest,
    ticket: Ticket,
    *,
    status: int = 200,
    refusal: str = "",
    form: NoteForm | None = None,
    offers_to_ask: bool = False,
) -> HttpResponse:
    """The ticket beside the list; alone where the script asks for nothing else."""
    page = ticket_page(
        ticket,
        member=request.member,
        now=timezone.now(),
        whole_timeline=request.GET.get("timeline") == "all",
    )
    context = {
        "ticket": page,
        "selected": page.key,
        "form": form or _note(request),
        "refusal": refusal,
        "offers_to_ask": offers_to_ask,
    }
    if _is_for(request, "pane"):
        context["suffix"] = suffix_of(request.GET)
        return render(request, "support/pane_alone.html", context, status=status)
    return _desk(request, "support/desk.html", context, status=status)


def suffix_of(asked: QueryDict) -> str:
    """What keeps the list as it is while one goes from ticket to ticket."""
    return DeskForm(asked).suffix()


def _note(request: MemberRequest) -> NoteForm:
    """Empty, or begun with a saved answer."""
    asked = request.GET.get("answer", "")
    is_id = asked.isascii() and asked.isdecimal() and len(asked) < 19
    text = answer_text(request.workspace, int(asked)) if is_id else ""
    return NoteForm(initial={"text": text, "kind": "answer"} if text else None)


def show_desk(
    request: MemberRequest, *, status: int, refusal: str = "", refused: Sequence[Refused] = ()
) -> HttpResponse:
    """The desk with why something was not done; the list alone where the script asks for it."""
    context = {"desk_refusal": refusal, "refused": refused}
    if _is_for(request, "queue"):
        return _desk(request, "support/queue_alone.html", context, status=status)
    return _desk(request, "support/desk.html", context, status=status)


def _desk(
    request: MemberRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    now = timezone.now()
    page = desk_page(member=request.member, now=now, **DeskForm(request.GET).asked())
    is_quiet = page.show == "open" and not page.search and not page.found
    context = {
        "desk": page,
        "debt": debt_corner(member=request.member, now=now, is_quiet=is_quiet),
        "connect_url": first_source_url(request.member) if is_quiet else "",
        "desk_refusal": "",
        "suffix": page.suffix,
        "selected": "",
        **context,
    }
    return render(request, template, context, status=status)


def _is_for(request: HttpRequest, region: str) -> bool:
    return request.headers.get("HX-Target") == region


def _tag(request: MemberRequest) -> str:
    hour = timezone.now().strftime("%Y%m%d%H")
    state = desk_state(request.workspace)
    return f'"{request.member.pk}-{get_language()}-{hour}-{state}"'
