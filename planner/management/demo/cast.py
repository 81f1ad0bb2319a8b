"""Who and what the demo tells of."""

from dataclasses import dataclass, field
from datetime import datetime

from cycles.actions.epics import create_epic
from cycles.models import Epic, Theme
from planner.models import Member, Workspace

CLUSTERS, DELIVERY, SECURE, NODES, COST = (
    "One platform, many clusters",
    "Self-service delivery",
    "Secure by default",
    "Boring nodes",
    "Cost we can explain",
)
SUMMARIES = {
    "Multi-cluster ingress": (
        "Services of one region answer from two clusters behind one ingress, so that a cluster "
        "can be drained **without dropping a request**.\n\n"
        "- route by header first, then by host\n- one certificate for both"
    ),
    "Ingress failover across regions": (
        "When a region is lost, traffic moves to the other within a minute, by itself."
    ),
}


@dataclass
class Cast:
    """Everybody by their first name, and what they work on; Nadia is a developer who asks."""

    workspace: Workspace
    haruka: Member
    nadia: Member
    people: dict[str, Member] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    epics: dict[str, Epic] = field(default_factory=dict)

    def named(self, *names: str) -> list[Member]:
        return [self.people[name] for name in names]


def write_epic(cast: Cast, title: str, size: str, origin: str, theme: str, at: datetime) -> Epic:
    """Write it down once: what was begun in one cycle goes on in another."""
    if title not in cast.epics:
        cast.epics[title] = create_epic(
            workspace=cast.workspace, title=title, size=size, origin=origin,
            theme=cast.themes[theme], summary=SUMMARIES.get(title, ""), by=cast.haruka, at=at,
        )  # fmt: skip
    return cast.epics[title]
