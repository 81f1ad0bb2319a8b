"""Tickets, as somebody looks for them by words or key."""

from django.db.models import Case, Q, Value, When
from django.urls import reverse

from planner.kit.hits import AT_MOST, Hit, all_words, number_of
from planner.models import Workspace
from support.models import Ticket


def tickets_found(workspace: Workspace, words: str) -> tuple[Hit, ...]:
    """Tickets with all the words in their title, or of that key; open ones first, newest first."""
    by_key = Q(number=number) if (number := number_of(words, "S")) else Q(pk__in=())
    tickets = (
        Ticket.objects.filter(by_key | all_words(words, "title"), workspace=workspace)
        .annotate(
            place=Case(
                When(by_key, then=Value(0)),
                When(state=Ticket.State.RESOLVED, then=Value(2)),
                default=1,
            )
        )
        .order_by("place", "-number")[:AT_MOST]
    )
    return tuple(
        Hit(
            "bell",
            ticket.title,
            reverse("support:ticket", args=[workspace.slug, ticket.key]),
            ticket.key,
            str(ticket.get_state_display()),
        )
        for ticket in tickets
    )
