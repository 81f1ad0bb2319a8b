from datetime import date
from decimal import Decimal

import pytest

from cycles.rules.vision_share import TeamDays, progress, target_on, vision_based


def test_days_of_a_team_are_split_equally_among_its_epics():
    teams = [TeamDays(Decimal(40), 1, 1), TeamDays(Decimal(20), 4, 1), TeamDays(Decimal(9), 0, 0)]
    assert vision_based(teams) == 75  # 45 of 60; a team without an epic works on none


def test_nobody_seated_has_no_share():
    assert vision_based([TeamDays(Decimal(0), 1, 1)]) is None


def test_target_holds_from_its_day_on():
    targets = {date(2027, 1, 1): 70, date(2026, 7, 1): 60}
    days = (date(2026, 6, 30), date(2026, 7, 1), date(2027, 3, 1))
    assert [target_on(day, targets, 50) for day in days] == [50, 60, 70]


@pytest.mark.parametrize(
    ("was", "now", "target", "come"),
    [(40, 61, 90, 42), (23, 9, 2, 67), (23, 30, 2, 0), (5, 9, 9, 100), (5, 5, 5, None)],
)
def test_progress_counts_from_where_it_was_up_or_down(was, now, target, come):
    assert progress(Decimal(was), Decimal(now), Decimal(target)) == come
