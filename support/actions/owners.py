"""Whoever owns a ticket hears of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from planner.models import Workspace
from support.actions.notices import News, slack_channels, tell_all
from support.models import DeveloperTeam, SlackChannel, Ticket
from support.queries.owners import teams_by_name
from support.rules import hearing


def tell_owners(workspace: Workspace, reached: Iterable[tuple[Ticket, datetime, str]]) -> None:
    """
    Write down what Slack channels and addresses of developers are told of those that belong to
    them and wait (tickets, when, why): all at once.

    To be called in the transaction of the change, once the tickets are saved. What is ours, or
    keeps quiet, is passed over.
    """
    theirs = [one for one in reached if one[0].owner and one[0].state == Ticket.State.OPEN]
    if not theirs:
        return
    teams = teams_by_name(workspace, {ticket.owner for ticket, _at, _why in theirs})
    channels = slack_channels(workspace)
    tell_all(
        workspace=workspace,
        news=[_news(ticket, teams.get(ticket.owner), channels, why) for ticket, _at, why in theirs],
        at=max(at for _ticket, at, _why in theirs),
    )


def _news(
    ticket: Ticket, team: DeveloperTeam | None, channels: Mapping[str, SlackChannel], why: str
) -> News:
    """A team that nobody wrote down has no channel and no address: nobody is told then."""
    return News(
        hearing.OWNER,
        ticket=ticket,
        email=team.email if team else "",
        slack=channels.get(team.slack_channel.removeprefix("#")) if team else None,
        critical=ticket.severity == Ticket.Severity.CRITICAL,
        key=f"{why} {ticket.version}",
    )
