"""News from the ground, and from the cycles."""

from datetime import date, datetime
from typing import Any

from cycles.models import Cycle
from planner.models import Workspace
from support.actions.causes import make_first_causes
from support.actions.desk import open_desk
from support.actions.news import spread
from support.actions.notices import slack_channel, tell
from support.models import DeveloperTeam, Ticket
from support.queries.report import desk_account
from support.rules import hearing


def make_settings(*, workspace: Workspace, **kwargs: Any) -> None:
    """Every workspace has settings for its desk and causes to choose, from its first moment on."""
    open_desk(workspace=workspace)
    make_first_causes(workspace=workspace)


def write_report_part(
    *, cycle: Cycle, last: date, at: datetime, parts: dict[str, Any], **kwargs: Any
) -> None:
    """What the desk was in a cycle is frozen together with it."""
    parts["support"] = desk_account(cycle.workspace, first=cycle.starts_on, last=last, at=at)


def tell_people(*, workspace: Workspace, written: Any, **kwargs: Any) -> None:
    """Whatever is recorded may be news for somebody."""
    spread(workspace=workspace, written=written)


def tell_owner(
    *, ticket: Ticket, team: DeveloperTeam | None, at: datetime, why: str, **kwargs: Any
) -> None:
    """The developers hear of a ticket in their channel, and at their address."""
    if team is None:
        return
    workspace = ticket.workspace
    tell(
        workspace=workspace,
        reason=hearing.OWNER,
        at=at,
        ticket=ticket,
        email=team.email,
        slack=slack_channel(workspace, team.slack_channel) if team.slack_channel else None,
        critical=ticket.severity == Ticket.Severity.CRITICAL,
        why=why,
    )
