"""News from the ground, and from the cycles."""

from datetime import date, datetime
from typing import Any

from cycles.models import Cycle
from planner.models import Member, Workspace
from support.actions.causes import make_first_causes
from support.actions.desk import open_desk
from support.actions.leaving import keep_news_from, release_tickets_of
from support.actions.news import spread
from support.actions.ratio import keep_ratio
from support.queries.handoff import note_of
from support.queries.report import desk_part


def make_settings(*, workspace: Workspace, **kwargs: Any) -> None:
    """Every workspace has settings for its desk and causes to choose, from its first moment on."""
    open_desk(workspace=workspace)
    make_first_causes(workspace=workspace)


def let_go(*, member: Member, by: Member | None, at: datetime, **kwargs: Any) -> None:
    """What who left had open can be taken by others, and they are told nothing more."""
    release_tickets_of(member=member, by=by, at=at)
    keep_news_from(member=member)


def write_report_part(
    *, cycle: Cycle, last: date, at: datetime, parts: dict[str, Any], **kwargs: Any
) -> None:
    """What the desk was in a cycle is frozen together with it."""
    note = note_of(cycle)
    parts["support"] = {
        **desk_part(cycle, last=last, at=at),
        "handoff": note.said if note else "",
        "handoff_told": note.told if note else {},
        "ratio": keep_ratio(cycle=cycle, last=last, by=None, at=at),
    }


def tell_people(*, workspace: Workspace, written: Any, **kwargs: Any) -> None:
    """Whatever is recorded may be news for somebody."""
    spread(workspace=workspace, written=written)
