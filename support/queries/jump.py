"""Tickets, as somebody looks for them by words or key."""

from django.db.models import Case, Q, Value, When
from django.urls import reverse

from planner.kit.hits import AT_MOST, Hit, all_words, number_of
from planner.models import Workspace
from support.models import Ticket, TicketWords
from support.queries.title_words import title_said
from support.rules.words import terms_of


def tickets_found(workspace: Workspace, words: str) -> tuple[Hit, ...]:
    """
    Of that key, with all the words in their title, or with them in whatever else they say; then
    open ones first, newest first.
    """
    by_key = Q(number=number) if (number := number_of(words, "S")) else Q(pk__in=())
    in_title = all_words(words, "title")
    tickets = (
        Ticket.objects.filter(by_key | in_title | _by_index(workspace, words), workspace=workspace)
        .annotate(
            place=Case(
                When(by_key, then=Value(0)),
                When(in_title, then=Value(1)),
                default=2,
            ),
            is_over=Case(When(state=Ticket.State.RESOLVED, then=Value(1)), default=0),
        )
        .order_by("place", "is_over", "-number")[:AT_MOST]
    )
    return tuple(
        Hit(
            "bell",
            title_said(ticket.title),
            reverse("support:ticket", args=[workspace.slug, ticket.key]),
            ticket.key,
            str(ticket.get_state_display()),
        )
        for ticket in tickets
    )


def _by_index(workspace: Workspace, words: str) -> Q:
    """The desk's own search: in it the planner's titles stand in every language."""
    if not (terms := terms_of(words)):
        return Q(pk__in=())
    found = TicketWords.objects.filter(workspace=workspace, words__has=terms)
    return Q(pk__in=found.values("ticket"))
