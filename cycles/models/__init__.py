"""What is planned and worked on: cycles, the epics bet on in them, who sits where, what they do."""

from cycles.models.cycles import Cycle, CycleSettings
from cycles.models.epics import Bet, Epic
from cycles.models.feeds import CalendarFeed
from cycles.models.hill import HillPoint
from cycles.models.leave import Leave
from cycles.models.links import EpicLink
from cycles.models.reports import CycleReport
from cycles.models.reviews import Addendum, AgendaItem, Decision, Review, ReviewQuestion
from cycles.models.roadmap import Dependency, Marker, Place, ShareLink, VisionTarget
from cycles.models.scope import Commitment, CommitmentCheck, ScopeItem, Signature
from cycles.models.standings import KeptStanding, Snapshot
from cycles.models.tasks import Task
from cycles.models.teams import Seat, SeatDay, Team
from cycles.models.unknowns import Unknown, UnknownStep
from cycles.models.visions import Reading, Theme, Vision

__all__ = [
    "Addendum",
    "AgendaItem",
    "Bet",
    "CalendarFeed",
    "Commitment",
    "CommitmentCheck",
    "Cycle",
    "CycleReport",
    "CycleSettings",
    "Decision",
    "Dependency",
    "Epic",
    "EpicLink",
    "HillPoint",
    "KeptStanding",
    "Leave",
    "Marker",
    "Place",
    "Reading",
    "Review",
    "ReviewQuestion",
    "ScopeItem",
    "Seat",
    "SeatDay",
    "ShareLink",
    "Signature",
    "Snapshot",
    "Task",
    "Team",
    "Theme",
    "Unknown",
    "UnknownStep",
    "Vision",
    "VisionTarget",
]
