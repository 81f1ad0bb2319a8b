"""What the ratio was in the cycles before the story begins."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from cycles.models import Cycle
from planner.management.demo.cast import Cast
from support.actions.ratio import remember_ratio
from support.models import Cause

PEOPLE: Final = 13
# Reactive percent of each week.
WEEKS: Final = {
    18: (66, 63, 58, 64, 60, 55),
    19: (61, 57, 60, 54, 58, 52),
    20: (50, 62, 62, 48, 46, 44),
    21: (49, 47, 45, 52, 43, 40),
    22: (44, 41, 36, 40, 38, 35),
}
# Of the reactive days of those cycles, in percent.
CAUSES: Final = {
    "Node alerts": (21, 22, 22, 21, 20),
    "Deployment failures": (14, 16, 18, 19, 18),
    "Latency and error alerts": (17, 16, 14, 13, 12),
    "How-to questions": (9, 10, 11, 12, 13),
    "Quota and capacity": (8, 9, 11, 12, 13),
    "Access requests": (5, 6, 6, 8, 9),
    "Incidents": (14, 12, 10, 9, 9),
}


def remember_ratios(cast: Cast, at: datetime) -> None:
    """As far back as somebody has kept count."""
    causes = {cause.name: cause for cause in Cause.objects.filter(workspace=cast.workspace)}
    whole = Decimal(5 * PEOPLE)
    for place, (number, shares) in enumerate(WEEKS.items()):
        weeks = [(whole * share / 100, whole) for share in shares]
        reactive = sum((part for part, _all in weeks), Decimal(0))
        remember_ratio(
            cycle=Cycle.objects.get(workspace=cast.workspace, number=number),
            weeks=weeks,
            causes={
                causes[name]: reactive * percents[place] / 100 for name, percents in CAUSES.items()
            },
            by=cast.haruka,
            at=at,
        )
