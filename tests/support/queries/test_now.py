from datetime import date, timedelta

from support.queries.now import DeskNow

MONDAY = date(2026, 5, 18)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)


def desk(**figures: object) -> DeskNow:
    known = {"oldest_at": None, "work_alerts": 0, "untaken": 0, "unheard_work_alerts": 0}
    return DeskNow(**known, **figures)


def test_open_tickets_are_counted_back_from_now() -> None:
    found = desk(
        open=5, arrived={MONDAY: 4, WEDNESDAY: 3}, resolved={TUESDAY: 1, WEDNESDAY: 2}
    ).open_by_day(MONDAY, WEDNESDAY)

    assert found == {MONDAY: 5, TUESDAY: 4, WEDNESDAY: 5}


def test_day_before_anything_arrived_has_what_was_there_before() -> None:
    found = desk(open=2, arrived={TUESDAY: 2}, resolved={}).open_by_day(MONDAY, TUESDAY)

    assert found == {MONDAY: 0, TUESDAY: 2}
