"""What is planned: cycles, the epics bet on in them, and who sits where."""

from cycles.models.cycles import Cycle, CycleSettings
from cycles.models.epics import Bet, Epic
from cycles.models.teams import Seat, SeatDay, Team
from cycles.models.visions import Theme, Vision

__all__ = ["Bet", "Cycle", "CycleSettings", "Epic", "Seat", "SeatDay", "Team", "Theme", "Vision"]
