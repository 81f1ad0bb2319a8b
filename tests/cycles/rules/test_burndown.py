from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cycles.rules.burndown import Step, burndown

MON, TUE, WED, THU, FRI = (date(2026, 5, day) for day in range(11, 16))
SAT, NEXT_MON = date(2026, 5, 16), date(2026, 5, 18)


def left(counts):
    return [one.left for one in counts]


def test_counts_are_those_at_the_end_of_each_day():
    steps = [
        Step(MON, 1, "open"),
        Step(MON, 2, "open"),
        Step(TUE, 1, "investigating"),
        Step(WED, 1, "resolved"),
    ]

    counts = burndown(steps, [MON, TUE, WED, THU])

    assert [(one.open, one.investigating) for one in counts] == [(2, 0), (1, 1), (1, 0), (1, 0)]
    assert [(one.found, one.answered) for one in counts] == [(2, 0), (0, 0), (0, 1), (0, 0)]


def test_what_happened_before_the_first_day_is_there_without_being_found():
    (count,) = burndown([Step(MON, 1, "open")], [TUE])

    assert (count.left, count.found) == (1, 0)


def test_a_weekend_is_told_on_the_next_day_that_is_drawn():
    counts = burndown([Step(SAT, 1, "open")], [FRI, NEXT_MON])

    assert [(one.left, one.found) for one in counts] == [(0, 0), (1, 1)]


def test_one_found_and_answered_on_one_day_is_told_as_both():
    counts = burndown([Step(TUE, 1, "open"), Step(TUE, 1, "resolved")], [MON, TUE])

    assert (counts[1].left, counts[1].found, counts[1].answered) == (0, 1, 1)


def test_a_reopened_one_is_found_again():
    steps = [Step(MON, 1, "open"), Step(TUE, 1, "resolved"), Step(THU, 1, "open")]

    counts = burndown(steps, [MON, TUE, WED, THU])

    assert left(counts) == [1, 0, 0, 1]
    assert counts[3].found == 1


@given(
    st.lists(
        st.tuples(
            st.integers(0, 20),
            st.integers(1, 5),
            st.sampled_from(["open", "investigating", "resolved"]),
        ),
        max_size=40,
    ),
    st.integers(1, 20),
)
def test_no_later_step_changes_an_earlier_day(rows, today):
    days = [date.fromordinal(MON.toordinal() + n) for n in range(21)]
    steps = [Step(days[n], unknown, state) for n, unknown, state in sorted(rows)]
    before = [step for step in steps if step.on <= days[today]]

    assert burndown(steps, days)[: today + 1] == burndown(before, days)[: today + 1]
