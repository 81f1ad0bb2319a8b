"""What frames the demo's roadmap: measures, marked days, targets, and what needs what."""

from datetime import timedelta
from decimal import Decimal
from typing import Final

from cycles.actions.dependencies import need_epic
from cycles.actions.markers import add_marker, set_vision_target
from cycles.actions.measures import note_reading
from cycles.actions.visions import edit_theme
from cycles.models import Cycle, Epic
from planner.management.demo.cast import CLUSTERS, COST, DELIVERY, NODES, SECURE, Cast
from planner.management.demo.clock import Clock

# theme: (what is measured, unit, was, should be, readings six weeks apart, the last in May)
MEASURES: Final = {
    CLUSTERS: ("of 214 services in two clusters", "", 0, 214, (3, 9, 17, 26)),
    DELIVERY: ("of deploys without us", "%", 38, 95, (41, 46, 54, 61)),
    NODES: ("node alerts a week", "", 23, 3, (21, 18, 12, 9)),
    SECURE: ("of workloads have an identity", "%", 20, 100, (24, 31, 40, 48)),
    COST: ("of spend has an owner", "%", 55, 100, (58, 63, 69, 72)),
}
TARGETS: Final = ((25, 60), (29, 70), (33, 75), (38, 80))  # from a cycle on, in percent
NEEDS: Final = (  # the second comes first
    ("Osaka region ready", "Multi-cluster ingress"),
    ("Multi-tenant GPU pool", "Signed images only"),
    ("Deploy without a ticket", "Namespace templates v2"),
    ("One-day service move", "Osaka region ready"),
)


def frame(cast: Cast, clock: Clock) -> None:
    """After everything is laid out, in the week before the story's today."""
    at = clock.at(5, 18, 15)
    for name, (measure, unit, was, target, figures) in MEASURES.items():
        wanted = {
            "measure": measure, "measure_unit": unit,
            "measure_was": Decimal(was), "measure_target": Decimal(target),
        }  # fmt: skip
        theme = edit_theme(
            theme=cast.themes[name], version=cast.themes[name].version, wanted=wanted,
            by=cast.haruka, at=at,
        )  # fmt: skip
        for back, figure in enumerate(reversed(figures)):
            on = clock.day(5, 18) - timedelta(weeks=6 * back)
            note_reading(theme=theme, on=on, value=Decimal(figure), by=cast.haruka, at=at)
    starts = dict(Cycle.objects.filter(workspace=cast.workspace).values_list("number", "starts_on"))
    for number, percent in TARGETS:
        set_vision_target(
            workspace=cast.workspace, from_on=starts[number], percent=percent,
            by=cast.haruka, at=at,
        )  # fmt: skip
    for title, on in (
        ("Billing freeze", clock.day(12, 14)),
        ("Data centre contract ends", clock.day(3, 31, 2027)),
    ):
        add_marker(workspace=cast.workspace, on=on, title=title, by=cast.haruka, at=at)
    epics = {one.title: one for one in Epic.objects.filter(workspace=cast.workspace)}
    for title, first in NEEDS:
        if title in epics and first in epics:
            need_epic(epic=epics[title], needed=epics[first], by=cast.haruka, at=at)
