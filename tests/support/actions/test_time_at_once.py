"""Time of two days, of two cycles, corrected in both directions in the same moment."""

from datetime import timedelta

import pytest

from support.actions.ratio import correct_day, strike_correction
from support.actions.time import correct_time, log_time
from support.models import DayCorrection, TimeEntry
from tests.crossing import crossing
from tests.factories import NOON, CycleFactory, TicketFactory
from tests.support.turns import on_support

pytestmark = pytest.mark.django_db(transaction=True)

CYCLES = "cycles_cycle"


def test_two_who_move_time_crosswise_between_cycles_both_do(workspace, sho):
    before, after = NOON.date() - timedelta(days=60), NOON.date()
    for number, day in ((22, before), (23, after)):
        CycleFactory(
            workspace=workspace, number=number, starts_on=day - timedelta(days=3),
            ends_on=day + timedelta(days=3), state="active" if number == 23 else "planned",
            started_at=NOON if number == 23 else None,
        )  # fmt: skip
    ticket = TicketFactory(workspace=workspace)
    early, late = (
        log_time(member=sho, on=day, minutes=30, ticket=ticket, by=sho, at=NOON)
        for day in (before, after)
    )

    crossing(
        (CYCLES, lambda: correct_time(entry=early, on=after, reason="Slip", by=sho, at=NOON)),
        (CYCLES, lambda: correct_time(entry=late, on=before, reason="Slip", by=sho, at=NOON)),
    )

    days = dict(TimeEntry.objects.values_list("pk", "on"))
    assert days == {early.pk: after, late.pk: before}


def test_a_day_is_corrected_while_its_correction_is_struck(workspace, sho, haruka):
    on_support(sho, haruka)
    day = NOON.date()
    said = {"member": sho, "on": day, "reason": "Helped", "at": NOON}
    first = correct_day(**said, percent=20, by=sho)

    crossing(
        (CYCLES, lambda: correct_day(**said, percent=80, by=haruka)),
        (
            "support_daycorrection",
            lambda: strike_correction(correction=first, by=sho, at=NOON),
        ),
    )

    assert DayCorrection.objects.counted().get().percent == 80
