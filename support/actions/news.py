"""From what was recorded to who is told of it, inside and outside."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from django.db.models import Model

from cycles.models import Review
from planner.models import Activity, Member, Workspace
from support.actions.messages import write_messages
from support.actions.notices import News, tell_all
from support.actions.reminders import news_of_the_shield
from support.actions.replies import tell_solved
from support.actions.reviews import news_of_reviews
from support.models import Interruption, Note, Ticket
from support.queries.listeners import desk_team
from support.rules import hearing

type Written = Sequence[tuple[Activity, Model]]


def spread(*, workspace: Workspace, written: Written) -> None:
    """
    Write down who is to be told. In the transaction of the change; a batch is told of as one.

    Most of what happens is told to nobody, and costs at most one query.
    """
    if not written:
        return
    write_messages(workspace=workspace, written=written)
    at = max(activity.at for activity, _ in written)
    finder = _Finder(workspace)
    news = [each for activity, thing in written for each in finder.news_of(activity, thing)]
    tell_all(workspace=workspace, news=news, at=at)
    tell_solved(tickets=list(_resolved(written)), at=at)


def _resolved(written: Written) -> Iterator[Ticket]:
    for activity, thing in written:
        if isinstance(thing, Ticket) and activity.verb == "resolve_ticket":
            yield thing


class _Finder:
    """Whom a happening concerns; who is on support is asked once, and only when it matters."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def news_of(self, activity: Activity, thing: Model) -> Iterator[News]:
        if isinstance(thing, Interruption):
            yield from news_of_the_shield(activity, thing)
        if isinstance(thing, Review):
            yield from news_of_reviews(activity, thing)
        if not isinstance(thing, Ticket):
            return
        self._at = activity.at
        match activity.verb:
            case "open_ticket" | "reopen_ticket" | "wake_ticket" | "ask_desk" | "hear_question":
                yield from self._arrived(thing, activity)
            case "call_unsolved" | "hear_unsolved":
                yield from self._arrived(thing, activity)
                yield from self._wrote(thing, activity)
            case "write_to_desk" | "hear_more":
                yield from self._wrote(thing, activity)
            case "assign_ticket" if thing.assignee:
                yield self._news(hearing.ASSIGNED, [thing.assignee], thing, activity)
            case "answer_ticket":
                yield from self._answered(thing, activity)

    def _arrived(self, ticket: Ticket, activity: Activity) -> Iterator[News]:
        if ticket.owner or ticket.state != Ticket.State.OPEN or ticket.assignee_id:
            return
        if ticket.kind == Ticket.Kind.URGENT:
            yield self._news(hearing.URGENT, self._team, ticket, activity)
        elif ticket.kind == Ticket.Kind.ALERT and ticket.health == Ticket.Health.WORK:
            yield self._news(hearing.WORK_METRIC, self._team, ticket, activity)

    def _wrote(self, ticket: Ticket, activity: Activity) -> Iterator[News]:
        """Who has the ticket hears what who asked has to say."""
        if ticket.assignee:
            facts = {"by": activity.data["asker"], "text": activity.data.get("text", "")}
            yield self._news(hearing.WROTE, [ticket.assignee], ticket, activity, facts)

    def _answered(self, ticket: Ticket, activity: Activity) -> Iterator[News]:
        """Who asked is who opened it, unless they wrote down what somebody else had asked."""
        if ticket.kind == Ticket.Kind.ALERT or ticket.asker:
            return
        opened = Activity.objects.filter(
            thing_kind="ticket", thing_id=ticket.pk, verb="open_ticket"
        ).select_related("by__person")
        first = opened.order_by("pk").first()
        if first and first.by:
            note = Note.objects.filter(pk=activity.data.get("note"), ticket=ticket).first()
            facts = {"text": note.text if note else ""}
            yield self._news(hearing.ANSWERED, [first.by], ticket, activity, facts)

    def _news(
        self,
        reason: str,
        to: Sequence[Member],
        ticket: Ticket,
        activity: Activity,
        facts: dict[str, str] | None = None,
    ) -> News:
        key = str(activity.pk)
        return News(reason, to, ticket, activity.by, key=key, facts=facts or {})

    @cached_property
    def _team(self) -> list[Member]:
        return desk_team(self._workspace, self._at)
