"""Three years of roadmap: what comes after the next cycle, with less certainty further out."""

from typing import Final

from cycles.actions.epics import create_epic
from cycles.actions.places import move_epic
from cycles.rules.windows import Window
from planner.management.demo.cast import CLUSTERS, COST, DELIVERY, NODES, SECURE, Cast
from planner.management.demo.clock import Clock

# (title, where), of what is a candidate already
CANDIDATES: Final = (
    ("Multi-tenant GPU pool", "C27-C28"),
    ("Namespace templates v2", "C25"),
    ("Remove 31 unused cluster roles", "C25"),
    ("One status page for all clusters", "C26"),
    ("Quieter disk alerts", "C25"),
    ("CoreDNS alerts, rest", "C25"),
    ("Log retention by team", "C26"),
)
# What the first review has seen elsewhere.
LATER: Final = (
    ("Argo CD: last 40 services", "C25"),
    ("Node image pipeline", "C26"),
    ("Signed images only", "C27-C28"),
)
# (title, size, origin, theme, state, where)
FURTHER: Final = (
    ("Osaka region ready", "big", "vision", CLUSTERS, "candidate", "C25-C26"),
    ("Deploy without a ticket", "big", "vision", DELIVERY, "candidate", "C26-C27"),
    ("Right-size by default", "big", "vision", COST, "candidate", "C25"),
    ("One-day service move", "big", "vision", CLUSTERS, "idea", "C29-C32"),
    ("Rebuild a cluster in an hour", "big", "vision", CLUSTERS, "idea", "C33-C36"),
    ("Progressive delivery by default", "big", "vision", DELIVERY, "idea", "C30-C34"),
    ("Nodes replace themselves weekly", "big", "vision", NODES, "idea", "C29-C33"),
    ("No standing access to production", "big", "vision", SECURE, "idea", "C31-C35"),
    ("Cost in every pull request", "big", "vision", COST, "idea", "C30-C33"),
    ("Kernel upgrades without a window", "small", "issue", NODES, "idea", "C34-C35"),
    ("Any region, one command", "big", "vision", CLUSTERS, "idea", "half"),
    ("No team waits for a quota", "big", "vision", DELIVERY, "idea", "half"),
    ("No node wakes anyone", "big", "vision", NODES, "idea", "year"),
    ("Audits from data", "big", "vision", SECURE, "idea", "half"),
    ("Teams own their bill", "big", "vision", COST, "idea", "year"),
    ("Chaos days twice a year", "small", "vision", NODES, "idea", ""),
)  # fmt: skip


def look_ahead(cast: Cast, clock: Clock) -> None:
    """Lay it all out, before it is reviewed for the first time."""
    at = clock.at(5, 6, 14)
    last = clock.day(12, 31, 2028).year
    directions = {"half": f"{last}-H1", "year": str(last)}
    for title, where in CANDIDATES:
        move_epic(epic=cast.epics[title], to=Window.of(where), by=cast.haruka, at=at)
    for title, size, origin, theme, state, where in FURTHER:
        epic = create_epic(
            workspace=cast.workspace, title=title, size=size, origin=origin, state=state,
            theme=cast.themes[theme], by=cast.haruka, at=at,
        )  # fmt: skip
        to = Window.of(directions.get(where, where))
        move_epic(epic=epic, to=to, by=cast.haruka, at=at)


def look_again(cast: Cast, clock: Clock) -> None:
    """In the week of the story's today some of it comes later than was thought."""
    for title, where in LATER:
        move_epic(
            epic=cast.epics[title], to=Window.of(where), by=cast.haruka, at=clock.at(5, 18, 14)
        )
