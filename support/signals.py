"""News of this room, sent inside its transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.dispatch import Signal

from support.models import DeveloperTeam, Ticket

# workspace, reached (several ``Reached``, a batch is told of as one): tickets that wait belong to
# developers' teams, who should hear of them.
tickets_reached_owners = Signal()

OPENED: Final = "opened"
REOPENED: Final = "reopened"
WOKE: Final = "woke"  # a silence had kept it quiet
HANDED: Final = "handed"  # it was another's before


@dataclass(frozen=True)
class Reached:
    """``team`` is none where only its name is known; ``why`` is one of the words above."""

    ticket: Ticket
    team: DeveloperTeam | None
    at: datetime
    why: str
