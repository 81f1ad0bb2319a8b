"""Cycles 18 to 22: over before the story begins, with what became of their epics."""

from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from cycles.actions.history import remember_cycle
from planner.management.demo.cast import (
    CLUSTERS,
    COST,
    DELIVERY,
    NODES,
    SECURE,
    Cast,
    write_epic,
)


class Tried(NamedTuple):
    """An epic of a past cycle, by whom, what was decided at its end, and why."""

    title: str
    size: str
    origin: str
    theme: str
    people: tuple[str, ...]
    outcome: str
    reason: str


_ARGO: Final = ("Spinnaker → Argo CD migration", "big", "issue", DELIVERY)
_TOKYO: Final = ("Second Tokyo cluster", "big", "vision", CLUSTERS)
# The latest first: each cycle that is remembered lies before the first that is known.
PAST: Final = (
    (
        22, ("Daniel", "Naoki", "Mei", "Lukas"),
        (
            Tried(*_TOKYO, ("Ren", "Tomas"), "cut_and_ship",
                  "It serves; its own monitoring can be that of the first."),
            Tried(*_ARGO, ("Priya", "Sho", "Kenji"), "bet_again",
                  "The first 30 services moved without a hitch, and the way is known."),
            Tried("Cost report", "small", "vision", COST,
                  ("Aiko", "Yui", "Elena", "Sofia"), "ship",
                  "Every team reads its share on Mondays."),
            Tried("Kubelet flags in Git", "small", "issue", NODES, (), "ship",
                  "No node has flags that nobody knows of."),
            Tried("Old VPN switched off", "small", "issue", SECURE, (), "ship",
                  "Its last user has moved."),
            Tried("One image registry", "small", "issue", DELIVERY, (), "park",
                  "The vendor has to answer first."),
        ),
    ),
    (
        21, ("Yui", "Sofia", "Elena", "Sho", "Aiko"),
        (
            Tried(*_TOKYO, ("Ren", "Daniel"), "bet_again",
                  "The network came four weeks late; what is left is known."),
            Tried("Namespace templates", "big", "issue", DELIVERY, ("Naoki", "Priya"), "ship",
                  "A namespace takes ten minutes instead of three days."),
            Tried("Node pools as code", "big", "issue", NODES, ("Kenji", "Tomas"), "ship",
                  "All nine pools come from one repository."),
            Tried("Quieter node alerts", "small", "issue", NODES, ("Lukas", "Mei"), "ship",
                  "From 23 alerts a week to nine."),
        ),
    ),
    (
        20, ("Ren", "Kenji", "Tomas"),
        (
            Tried("Upgrade pipeline", "big", "issue", CLUSTERS, ("Sofia", "Daniel", "Elena"),
                  "ship", "Two upgrades went through without a person."),
            Tried("Secrets out of repos", "big", "issue", SECURE, ("Yui", "Lukas", "Naoki"),
                  "ship", "None is left in any repository."),
            Tried("Spend by label", "small", "vision", COST, ("Priya", "Aiko", "Sho", "Mei"),
                  "ship", "Half of the spend has an owner."),
            Tried("Chat commands", "small", "issue", DELIVERY, (), "drop",
                  "Nobody used the first two."),
        ),
    ),
    (
        19, ("Priya", "Aiko", "Elena", "Sho"),
        (
            Tried("Standard node images", "big", "issue", NODES, ("Ren", "Kenji"), "ship",
                  "Three images are left of eleven."),
            Tried("Log search by team", "small", "issue", COST, ("Naoki", "Sofia"), "ship",
                  "Searching costs a third of what it did."),
        ),
    ),
    (
        18, ("Ren", "Daniel", "Kenji", "Tomas"),
        (
            Tried("One way to make a cluster", "big", "issue", CLUSTERS, ("Sofia", "Lukas"),
                  "ship", "A cluster is there in an hour, from one command."),
        ),
    ),
)  # fmt: skip


def remember_past(cast: Cast, first_day: date, at: datetime) -> None:
    """Write down the cycles before the one that starts on ``first_day``, which is 23."""
    for number, on_support, tried in PAST:
        starts_on = first_day - timedelta(weeks=6 * (23 - number))
        epics = {one: write_epic(cast, *one[:4], at) for one in tried}
        remember_cycle(
            workspace=cast.workspace,
            number=number,
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=41),
            on_support=cast.named(*on_support),
            big={epics[one]: cast.named(*one.people) for one in tried if one.size == "big"},
            small={epics[one]: cast.named(*one.people) for one in tried if one.size == "small"},
            decisions={epics[one]: (one.outcome, one.reason) for one in tried},
            by=cast.haruka,
            at=at,
        )
