from datetime import date

import pytest

from cycles.rules.calendar import Span
from cycles.rules.roadmap import Standing, certainty_of, window


@pytest.mark.parametrize(
    ("unit", "day", "first", "last"),
    [
        ("quarter", date(2026, 5, 21), date(2026, 4, 1), date(2026, 6, 30)),
        ("quarter", date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
        ("half", date(2026, 7, 1), date(2026, 7, 1), date(2026, 12, 31)),
        ("half", date(2028, 2, 29), date(2028, 1, 1), date(2028, 6, 30)),
        ("year", date(2027, 1, 1), date(2027, 1, 1), date(2027, 12, 31)),
    ],
)
def test_window_is_a_whole_part_of_its_year(unit: str, day: date, first: date, last: date) -> None:
    assert window(unit, day) == Span(first, last)


@pytest.mark.parametrize(
    ("state", "unit", "certainty"),
    [
        ("shipped", "cycle", "shipped"),
        ("exploring", "cycle", "now"),
        ("committed", "cycle", "now"),
        ("planned", "cycle", "planned"),
        ("candidate", "year", "candidate"),
        ("idea", "cycle", "idea"),
        ("idea", "quarter", "idea"),
        ("idea", "half", "direction"),
        ("idea", "year", "direction"),
        ("parked", "", ""),
        ("dropped", "cycle", ""),
    ],
)
def test_certainty_falls_with_the_state_and_with_the_window(
    state: str, unit: str, certainty: str
) -> None:
    assert certainty_of(state, unit) == certainty


def test_standing_comes_back_as_it_was_kept() -> None:
    standing = Standing(
        key="E-7",
        title="大阪リージョン",
        theme="One platform",
        size="big",
        origin="vision",
        state="candidate",
        unit="cycle",
        first=25,
        last=26,
        from_on=date(2026, 7, 20),
        to_on=date(2026, 10, 11),
    )
    assert Standing.of(standing.kept) == standing
    assert standing.span == Span(date(2026, 7, 20), date(2026, 10, 11))
