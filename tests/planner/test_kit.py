from datetime import timedelta

import pytest

from planner.kit.moments import duration
from planner.kit.names import first_name, first_names, initials, isolated


@pytest.mark.parametrize(
    ("name", "short"),
    [("Haruka Mori", "HM"), ("森遥", "森遥"), ("Ana de la Cruz", "AC"), ("x", "X")],
)
def test_initials_are_at_most_two_characters(name, short):
    assert initials(name) == short


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "1 min"), (87.9, "87 min"), (120, "2 h"), (3000, "2 d")]
)
def test_what_took_time_took_a_minute_at_least(minutes, said):
    assert duration(timedelta(minutes=minutes)) == said


def test_name_read_from_the_right_does_not_turn_its_sentence_round():
    assert isolated("Haruka Mori") == "Haruka Mori"
    assert isolated("نادية حداد") == "\u2068نادية حداد\u2069"
    assert first_name("نادية حداد") == "\u2068نادية\u2069"


def test_who_shares_a_first_name_is_called_by_the_whole_one():
    assert first_names(["Yui Nakahara", "Ren Kuroda", "Yui Sato"]) == [
        "Yui Nakahara",
        "Ren",
        "Yui Sato",
    ]
