from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.rules.roadmap import Standing
from cycles.rules.windows import NoWindow, Window

WINDOWS = st.one_of(
    st.builds(
        lambda first, more: Window("cycle", first, first + more),
        st.integers(1, 9_000),
        st.integers(0, 90),
    ),
    st.builds(
        lambda text: Window.of(text),
        st.from_regex(r"20[0-9]{2}(-(Q[1-4]|H[12]))?", fullmatch=True, alphabet="0123456789-QH"),
    ),
    st.just(Window()),
)


@given(WINDOWS)
def test_what_is_written_is_read_again(window):
    assert Window.of(window.text) == window


@given(WINDOWS, st.integers(-30, 30))
def test_there_and_back_is_where_it_was(window, steps):
    assert window.moved(steps).moved(-steps) == window


@pytest.mark.parametrize(
    ("text", "steps", "after"),
    [
        ("C25-C27", 2, "C27-C29"),
        ("2027-Q4", 1, "2028-Q1"),
        ("2027-Q1", -1, "2026-Q4"),
        ("2027-H2", 1, "2028-H1"),
        ("2028", -1, "2027"),
        ("", 3, ""),
    ],
)
def test_a_step_is_one_of_its_own_unit(text, steps, after):
    assert Window.of(text).moved(steps).text == after


@pytest.mark.parametrize("text", ["C0", "C5-C4", "c5", "2027-Q5", "2027-H3", "soon", "C5-", "٢٠٢٧"])
def test_other_text_is_no_window(text):
    with pytest.raises(NoWindow):
        Window.of(text)


def test_a_standing_has_its_window():
    facts = {"key": "E-1", "title": "", "theme": "", "size": "big", "origin": "issue"}
    lies = Standing(**facts, state="idea", unit="half", from_on=date(2028, 7, 1))
    assert Window.of_standing(lies).text == "2028-H2"
    bet_on = Standing(**facts, state="planned", unit="cycle", first=24, last=24)
    assert Window.of_standing(bet_on).text == "C24"
    assert Window.of_standing(Standing(**facts, state="idea")) == Window()
