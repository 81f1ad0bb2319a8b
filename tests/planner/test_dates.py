from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from planner.kit import dates
from planner.kit.moments import moment

STARTS, ENDS = date(2026, 4, 27), date(2026, 6, 5)


@pytest.mark.parametrize(
    ("language", "short", "weekday", "cycle", "exact"),
    [
        ("en", "27 Apr", "Mon 27 Apr", "27 Apr to 5 Jun 2026", "21 May 2026, 15:10"),
        ("ja", "4月27日", "4月27日(月)", "2026年4月27日", "2026年5月21日 15:10"),
    ],
)
def test_dates_are_written_as_their_language_writes_them(language, short, weekday, cycle, exact):
    at = datetime(2026, 5, 21, 15, 10, tzinfo=UTC)
    with translation.override(language):
        assert dates.short_day(STARTS) == short
        assert dates.weekday_day(STARTS) == weekday
        assert dates.day_range(STARTS, ENDS).startswith(cycle)
        assert moment(at, now=at + timedelta(days=1), zone=UTC).exact == exact


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "15:10"),
        (1, "21 May, 15:10"),
        (-1, "21 May, 15:10"),
        (183, "21 May, 15:10"),
        (184, "21 May 2026, 15:10"),
        (-184, "21 May 2026, 15:10"),
    ],
)
def test_day_that_is_near_is_said_without_its_year(days, said):
    at = datetime(2026, 5, 21, 15, 10, tzinfo=UTC)
    assert moment(at, now=at + timedelta(days=days), zone=UTC).clock == said


def test_japanese_says_a_near_day_without_its_year_too():
    at = datetime(2026, 5, 21, 15, 10, tzinfo=UTC)
    with translation.override("ja"):
        assert moment(at, now=at + timedelta(days=1), zone=UTC).clock == "5月21日 15:10"


def test_range_over_new_year_says_both_years():
    assert dates.day_range(date(2026, 12, 14), date(2027, 1, 22)) == "14 Dec 2026 to 22 Jan 2027"


def test_range_of_one_day_is_that_day():
    assert dates.day_range(date(2026, 6, 12), date(2026, 6, 12)) == "12 Jun 2026"
