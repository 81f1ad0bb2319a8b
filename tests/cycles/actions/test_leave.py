from datetime import date, timedelta

import pytest

from cycles.actions.cycle import start_cycle
from cycles.actions.leave import (
    LeaveIsGone,
    LeaveIsHistory,
    LeaveOfOthers,
    LeaveOverlaps,
    NotALeave,
    cancel_leave,
    edit_leave,
    take_leave,
)
from cycles.models import Cycle, Leave
from cycles.queries.staffing import staffing_of
from planner.edits import ChangedMeanwhile
from planner.models import Activity
from tests.factories import NOON

FIRST, LAST = date(2026, 6, 8), date(2026, 6, 12)


def away(member, by=None, first=FIRST, last=LAST, **more):
    return take_leave(member=member, from_on=first, to_on=last, by=by or member, at=NOON, **more)


def test_leave_is_taken_and_told(ren):
    leave = away(ren, note="Hokkaido")

    assert (leave.from_on, leave.to_on, leave.note) == (FIRST, LAST, "Hokkaido")
    assert Activity.objects.get(verb="take_leave").data["from_on"] == "2026-06-08"


def test_the_manager_writes_down_that_of_others_and_nobody_else_does(haruka, ren, sho):
    away(ren, by=haruka)

    with pytest.raises(LeaveOfOthers):
        away(sho, by=ren)
    with pytest.raises(LeaveOfOthers):
        cancel_leave(leave=ren.leaves.get(), by=sho, at=NOON)


@pytest.mark.parametrize(
    ("first", "last"),
    [(LAST, FIRST), (date(2026, 6, 8), date(2036, 6, 8))],
)
def test_days_that_make_no_leave_are_refused(ren, first, last):
    with pytest.raises(NotALeave):
        away(ren, first=first, last=last)


def test_two_leaves_never_overlap(ren, sho):
    away(ren)
    away(sho)

    with pytest.raises(LeaveOverlaps, match="8 Jun to 12 Jun 2026"):
        away(ren, first=LAST, last=LAST + timedelta(days=3))
    away(ren, first=LAST + timedelta(days=1), last=LAST + timedelta(days=3))


def test_it_moves_and_keeps_its_own_days_out_of_the_way(ren):
    leave = away(ren)

    edit_leave(
        leave=leave, version=1, wanted={"from_on": FIRST + timedelta(days=1)}, by=ren, at=NOON
    )

    leave.refresh_from_db()
    assert (leave.from_on, leave.version) == (date(2026, 6, 9), 2)


def test_two_who_edit_it_do_not_overwrite_each_other(haruka, ren):
    leave = away(ren)
    edit_leave(
        leave=leave, version=1, wanted={"to_on": LAST - timedelta(days=1)}, by=haruka, at=NOON
    )

    # Ren saw version 1, changes the note alone, and sends the old days along: both changes stand.
    edit_leave(
        leave=leave, version=1, wanted={"from_on": FIRST, "to_on": LAST, "note": "Nara"},
        by=ren, at=NOON,
    )  # fmt: skip
    leave.refresh_from_db()
    assert (leave.to_on, leave.note) == (LAST - timedelta(days=1), "Nara")

    with pytest.raises(ChangedMeanwhile):
        edit_leave(
            leave=leave, version=1, wanted={"to_on": LAST + timedelta(days=2)}, by=ren, at=NOON
        )


def test_what_was_cancelled_is_gone(ren):
    leave = away(ren)
    cancel_leave(leave=leave, by=ren, at=NOON)

    assert not Leave.objects.exists()
    with pytest.raises(LeaveIsGone):
        cancel_leave(leave=leave, by=ren, at=NOON)


def test_days_of_a_closed_cycle_stay(cycle, ren):
    leave = away(ren, first=cycle.starts_on, last=cycle.starts_on)
    Cycle.objects.filter(pk=cycle.pk).update(state="closed", started_at=NOON, closed_at=NOON)

    for refused in (
        lambda: away(ren, first=cycle.ends_on, last=cycle.ends_on + timedelta(days=1)),
        lambda: cancel_leave(leave=leave, by=ren, at=NOON),
        lambda: edit_leave(leave=leave, version=1, wanted={"to_on": FIRST}, by=ren, at=NOON),
    ):
        with pytest.raises(LeaveIsHistory, match="Cycle 23"):
            refused()


def test_leave_takes_capacity_away_but_not_on_holidays(ready, haruka, ren):
    # 29 April to 6 May 2026: four of these days are holidays in Japan, two are a weekend.
    away(ren, first=date(2026, 4, 29), last=date(2026, 5, 7))
    start_cycle(cycle=ready, by=haruka, at=NOON, on=ready.starts_on)

    staffing = staffing_of(ready)
    worker = staffing.workers[ren.pk]

    assert len(worker.working_days(staffing.span)) == 26
    assert [day.isoformat() for day in worker.days_away(staffing.span)] == [
        "2026-04-30",
        "2026-05-01",
        "2026-05-07",
    ]
    assert len(worker.days(staffing.span)) == 23
