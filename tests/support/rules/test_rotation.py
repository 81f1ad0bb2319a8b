"""The working days of cycle 23 are those of the shared story: Monday 27 April 2026 and on."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cycles.rules.calendar import Span
from cycles.rules.capacity import Worker
from support.rules.rotation import (
    Account,
    DeskDay,
    Fixed,
    Hand,
    Lead,
    Strain,
    Term,
    accounts_of,
    balances_of,
    plan_leads,
    strains_of,
    watches_of,
)

MONDAY = date(2026, 4, 27)
THREE = {1: 100, 2: 100, 3: 100}
CYCLE = Span(MONDAY, date(2026, 6, 7))
NEXT = Span(date(2026, 6, 8), date(2026, 7, 19))


def working_days(count):
    days = (MONDAY + timedelta(days=n) for n in range(count * 2 + 7))
    return [day for day in days if day.weekday() < 5][:count]


def plan(hands, **more):
    return plan_leads(
        [DeskDay(day, some) for day, some in zip(working_days(len(hands)), hands, strict=True)],
        **more,
    )


def members(leads):
    return [lead.member for lead in leads]


def balances_after(leads):
    return balances_of(accounts_of((lead.member, lead.hands) for lead in leads if lead.member))


def test_three_people_take_turns():
    assert members(plan([THREE] * 7)) == [1, 2, 3, 1, 2, 3, 1]


def test_who_works_half_leads_half_as_often():
    led = members(plan([{1: 100, 2: 50}] * 30))
    assert (led.count(1), led.count(2)) == (20, 10)


def test_nobody_leads_while_away_and_nobody_makes_up_for_leave():
    away = {1: 100, 2: 100}
    leads = plan([THREE] * 3 + [away] * 4 + [THREE] * 6)
    assert members(leads[3:7]) == [1, 2, 1, 2]
    assert members(leads[7:]).count(3) == 2


def test_day_without_anybody_is_a_gap():
    assert members(plan([{1: 100}, {}, {1: 100}])) == [1, None, 1]


def test_who_joins_in_mid_cycle_takes_turns_from_then_on():
    leads = plan([{1: 100, 2: 100}] * 10 + [THREE] * 9)
    assert [members(leads[10:]).count(one) for one in (1, 2, 3)] == [3, 3, 3]


def test_past_cycles_count():
    before = balances_of(accounts_of([(1, THREE), (1, THREE), (1, THREE)]))
    assert before == {1: -2, 2: 1, 3: 1}
    assert members(plan([THREE] * 6, balances=before)) == [2, 3, 2, 3, 2, 3], "until all are even"


def test_what_was_agreed_moves_no_other_day_of_the_week():
    days = [DeskDay(day, THREE) for day in working_days(10)]
    days[0] = DeskDay(MONDAY, THREE, fixed=Fixed(3, settles_on=MONDAY))
    led = members(plan_leads(days))
    assert led[:5] == [3, 2, 3, 1, 2]
    assert led[5:] == [1, 1, 2, 3, 1], "made up for in the next week"


def test_two_days_swapped_move_no_other_day():
    days = [DeskDay(day, THREE) for day in working_days(12)]
    plain = members(plan_leads(days))
    for mine, theirs in ((1, 9), (9, 1)):
        days[mine] = DeskDay(days[mine].on, THREE, Fixed(plain[theirs], days[9].on))
    expected = [*plain]
    expected[1], expected[9] = plain[9], plain[1]
    assert members(plan_leads(days)) == expected


def test_somebody_from_outside_can_lead_on_a_gap():
    days = [DeskDay(MONDAY, {}, Fixed(9, MONDAY)), DeskDay(MONDAY + timedelta(days=1), THREE)]
    assert members(plan_leads(days)) == [9, 1]


def test_what_is_over_stays_whoever_works_how_much_by_now():
    days = [DeskDay(day, THREE, led_by=2) for day in working_days(2)]
    later = [DeskDay(day, THREE) for day in working_days(6)[2:]]
    assert members(plan_leads([*days, *later])) == [2, 2, 1, 3, 1, 3]


PEOPLE = st.dictionaries(st.integers(1, 6), st.sampled_from([20, 40, 50, 60, 80, 100]), min_size=1)


@given(PEOPLE, st.integers(1, 60))
@settings(max_examples=40)
def test_turns_stay_within_one_of_the_share(people, count):
    balances = balances_after(plan([people] * count))
    assert all(abs(one) < 1 for one in balances.values())


@st.composite
def _with_leave(draw):
    people = draw(st.dictionaries(st.integers(1, 4), st.sampled_from([50, 80, 100]), min_size=1))
    days = draw(st.lists(st.sets(st.sampled_from(sorted(people))), min_size=1, max_size=30))
    return [{one: percent for one, percent in people.items() if one not in away} for away in days]


@given(_with_leave())
@settings(max_examples=40)
def test_with_leave_turns_are_fair_all_the_same(days):
    leads = plan(days)
    assert all((lead.member in lead.hands) if lead.hands else lead.member is None for lead in leads)
    assert all(abs(one) <= 2 for one in balances_after(leads).values())


@given(_with_leave(), st.data())
@settings(max_examples=40)
def test_what_comes_later_changes_no_earlier_day(days, data):
    upto = data.draw(st.integers(0, len(days)))
    changed = days[:upto] + [{} for _day in days[upto:]]
    assert plan(days)[:upto] == plan(changed)[:upto]


def test_accounts_say_days_share_and_turns():
    found = accounts_of([(1, {1: 100, 2: 50}), (2, {2: 50}), (9, {})])
    assert found == {
        1: Account(1, Fraction(2, 3), 1),
        2: Account(2, Fraction(4, 3), 1),
        9: Account(0, Fraction(0), 1),
    }


@pytest.mark.parametrize(
    ("next_begins", "today", "first_days"),
    [
        (NEXT, CYCLE.starts_on, [CYCLE.starts_on, NEXT.starts_on]),
        (NEXT.moved(1), CYCLE.starts_on, [CYCLE.starts_on, NEXT.moved(1).starts_on]),
        (NEXT, NEXT.starts_on, [CYCLE.starts_on]),
    ],
    ids=["one after the other", "a gap between", "the next should have begun and has not"],
)
def test_last_team_keeps_the_desk_until_the_next_cycle_starts(next_begins, today, first_days):
    watches = watches_of([Term(24, next_begins, False), Term(23, CYCLE, True)], today)
    assert [watch.span.starts_on for watch in watches] == first_days
    assert all(
        before.span.ends_on == after.span.starts_on - timedelta(days=1)
        for before, after in pairwise(watches)
    )
    assert watches[-1].span.ends_on >= today


def test_between_cycles_those_of_the_last_day_stay():
    hands = (
        Hand(1, CYCLE, Worker()),
        Hand(2, Span(MONDAY, MONDAY + timedelta(days=3)), Worker()),
        Hand(3, CYCLE, Worker(80, "1234", leave=frozenset({date(2026, 6, 9)}))),
    )
    (watch,) = watches_of([Term(23, CYCLE, True, hands)], today=date(2026, 6, 12))
    assert watch.hands_on(MONDAY) == {1: 100, 2: 100, 3: 80}
    assert watch.hands_on(date(2026, 6, 8)) == {1: 100, 3: 80}
    assert watch.hands_on(date(2026, 6, 9)) == {1: 100}, "on leave"
    assert watch.hands_on(date(2026, 6, 12)) == {1: 100}, "a Friday, which 3 does not work"
    assert watch.is_between(date(2026, 6, 8))
    assert not watch.is_between(CYCLE.ends_on)


def test_gaps_and_overload_are_warned_of():
    rows = [(None, {}), (1, {1: 100}), (1, {1: 100}), *[(2, THREE)] * 3, (1, THREE), (1, THREE)]
    days = working_days(len(rows))
    leads = [Lead(day, who, who, hands) for day, (who, hands) in zip(days, rows, strict=True)]
    assert strains_of(leads) == (
        Strain("gap", days[0], days[0], 1, None),
        Strain("alone", days[1], days[2], 2, 1),
        Strain("in_a_row", days[3], days[5], 3, 2),
    )
