"""Telling people: news is written with the change that it tells of, and leaves afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.urls import reverse

from planner.activity import NotInATransaction
from planner.kit.waker import Waker
from planner.models import Member, Workspace
from support.models import Notification, SlackChannel, Ticket
from support.queries.listeners import Ways, listeners, ways_of
from support.rules.hearing import APP, EMAIL, SLACK, Listener, who_hears

waker = Waker("support.tasks.send_notices")


@dataclass(frozen=True)
class News:
    """What ``tell`` says in one go, to be written together with others."""

    reason: str
    to: Sequence[Member] = ()
    ticket: Ticket | None = None
    by: Member | None = None
    email: str = ""
    slack: SlackChannel | None = None
    critical: bool = False
    key: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def tell(
    *,
    workspace: Workspace,
    reason: str,
    at: datetime,
    to: Sequence[Member] = (),
    ticket: Ticket | None = None,
    by: Member | None = None,
    email: str = "",
    slack: SlackChannel | None = None,
    critical: bool = False,
    key: str = "",
    **facts: Any,
) -> None:
    """
    Let people know. To be called in the transaction of the change that is told of.

    ``reason`` is one of ``support.rules.hearing``: it decides the words, and by which channels
    each of ``to`` hears it (their own choice, else their workspace's, else the usual); never who
    did it (``by``). ``email`` tells an address outside (who asked and is no member, a developers'
    team), ``slack`` a channel of such a team: ``slack_channels`` has them by name.

    About ``ticket`` at most one message a minute goes to one place: what happens meanwhile is
    merged. The same ``reason``, ``ticket`` and ``key`` is told to one receiver once; without a key
    the moment is it. ``facts`` fill the words; ``path`` leads to another page than the ticket's,
    ``title`` names what has no ticket, ``text`` is what was written (cut for Slack).
    ``critical`` lets an escalation pass quiet hours.

    :raises NotInATransaction: change and news could part.
    """
    news = News(reason, to, ticket, by, email, slack, critical, key, facts)
    tell_all(workspace=workspace, news=[news], at=at)


def tell_all(*, workspace: Workspace, news: Iterable[News], at: datetime) -> None:
    """
    The same for many at once: four queries, and one that writes, however many there are.

    :raises NotInATransaction: as ``tell`` does.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInATransaction
    news = list(news)
    if not news:
        return
    people = {member.pk: member for one in news for member in one.to}
    heard_by = listeners(workspace, people.values(), at) if people else {}
    ways = ways_of(workspace)
    rows = [row for one in news for row in _rows(workspace, one, at, heard_by, people, ways)]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.channel != APP for row in rows):
        transaction.on_commit(lambda: waker.wake(workspace.pk))


def slack_channels(workspace: Workspace) -> dict[str, SlackChannel]:
    """The workspace's channels by their names, each without its #."""
    rows = SlackChannel.objects.kept().filter(workspace=workspace).order_by("-pk")
    return {row.name.removeprefix("#"): row for row in rows}


def _rows(
    workspace: Workspace,
    news: News,
    at: datetime,
    heard_by: Mapping[int, Listener],
    people: Mapping[int, Member],
    ways: Ways,
) -> list[Notification]:
    by = news.by.pk if news.by else None
    heard = who_hears(
        news.reason,
        [heard_by[member.pk] for member in news.to if member.pk in heard_by],
        at=at,
        by=by,
        critical=news.critical,
        open_channels=ways.channels,
    )
    rows = [
        _row(workspace, news, at, each.channel, _place(each.channel, people[each.listener], ways),
             member=people[each.listener], due=each.at)
        for each in heard
    ]  # fmt: skip
    if news.email:
        rows.append(_row(workspace, news, at, EMAIL, f"mail:{news.email.lower()}", due=at))
    if news.slack:
        rows.append(_row(workspace, news, at, SLACK, f"slack:{news.slack.pk}", due=at))
    return rows


def _place(channel: str, member: Member, ways: Ways) -> str:
    match channel:
        case "email":
            return f"mail:{member.person.email}"
        case "slack":
            return f"slack:{ways.slack.pk}" if ways.slack else ""
    return f"app:{member.pk}"


def _row(
    workspace: Workspace,
    news: News,
    at: datetime,
    channel: str,
    place: str,
    *,
    due: datetime,
    member: Member | None = None,
) -> Notification:
    in_app = channel == APP
    what = [news.reason, news.ticket.pk if news.ticket else 0, news.key or at.isoformat()]
    key = "\0".join(map(str, [*what, channel, place, member.pk if member else ""]))
    return Notification(
        workspace=workspace,
        reason=news.reason,
        channel=channel,
        member=member,
        destination=place,
        ticket=news.ticket,
        data=_facts(workspace, news),
        key=sha256(key.encode()).hexdigest(),
        state=Notification.State.SENT if in_app else Notification.State.PENDING,
        created_at=at,
        sent_at=at if in_app else None,
        next_attempt_at=due,
    )


def _facts(workspace: Workspace, news: News) -> dict[str, Any]:
    facts: dict[str, Any] = {"by": news.by.name if news.by else ""}
    if news.ticket:
        facts |= {
            "key": news.ticket.key,
            "title": news.ticket.title,
            "severity": news.ticket.severity,
            "path": reverse("support:ticket", args=[workspace.slug, news.ticket.key]),
        }
    return facts | dict(news.facts)
