"""Who would be told, if a ticket waited too long just now."""

from dataclasses import dataclass
from datetime import datetime

from planner.kit.lists import listed
from planner.models import Workspace
from support.queries.listeners import desk_team, managers


@dataclass(frozen=True)
class EscalationPage:
    team: str
    managers: str


def escalation_page(workspace: Workspace, *, at: datetime) -> EscalationPage:
    return EscalationPage(
        team=listed(member.name for member in desk_team(workspace, at)),
        managers=listed(member.name for member in managers(workspace)),
    )
