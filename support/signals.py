"""News of this room, sent inside its transaction."""

from typing import Final

from django.dispatch import Signal

# ticket, team (a DeveloperTeam, or none where only its name is known), at, why (one of the words
# below): a ticket that waits belongs to a developers' team, who should hear of it.
ticket_reached_owner = Signal()

OPENED: Final = "opened"
REOPENED: Final = "reopened"
WOKE: Final = "woke"  # a silence had kept it quiet
HANDED: Final = "handed"  # it was another's before
