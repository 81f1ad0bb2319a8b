"""How much of each day was reactive, and what for."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cycles.rules.seated import Worked
from support.rules.ratio import (
    Correction,
    Estimate,
    Part,
    Spent,
    Sums,
    by_week,
    ledger,
    percent_of,
    planned_sums,
    proactive_days,
    sums,
    ticks_a_day,
)
from support.rules.ratio_account import ticks_of

DAY = ticks_a_day(Decimal(8))
HOUR = DAY // 8
MON = date(2026, 5, 18)
REN, SHO = 1, 2
RELEASE = Worked(REN, MON, team=1, is_on_support=False)
SUPPORT = Worked(SHO, MON, team=2, is_on_support=True)


def came(hours, kind="ticket", **more):
    return Part(int(hours * HOUR), True, kind, **more)


def chosen(hours):
    return Part(int(hours * HOUR), False, "task")


def hours_of(days):
    total = sums(days)
    return total.reactive / HOUR, total.proactive / HOUR


@pytest.mark.parametrize(
    ("worked", "parts", "reactive", "proactive"),
    [
        (RELEASE, [], 0, 8),
        (RELEASE, [came(3, "interruption")], 3, 5),
        (RELEASE, [came(2), came(1.5)], 3.5, 4.5),
        (RELEASE, [chosen(4)], 0, 8),
        (RELEASE, [came(10)], 8, 0),  # no day has more than its capacity
        (RELEASE._replace(percent=50), [came(1)], 1, 3),
        (RELEASE._replace(percent=50), [came(6)], 4, 0),
        (SUPPORT, [], 8, 0),
        (SUPPORT, [came(1)], 8, 0),
        (SUPPORT, [chosen(3)], 5, 3),
        (SUPPORT, [chosen(3), came(8)], 5, 3),
        (SUPPORT, [chosen(12)], 0, 8),
    ],
)
def test_day_is_what_its_seat_says_less_what_was_logged(worked, parts, reactive, proactive):
    days = ledger([worked], [Spent(worked.member, MON, part) for part in parts], [], [], day=DAY)

    assert hours_of(days) == (reactive, proactive)


@pytest.mark.parametrize("worked", [RELEASE, SUPPORT])
@pytest.mark.parametrize(("percent", "reactive"), [(0, 0), (50, 4), (100, 8)])
def test_correction_has_the_last_word(worked, percent, reactive):
    spent = [Spent(worked.member, MON, came(5)), Spent(worked.member, MON, chosen(5))]
    said = Correction(worked.member, MON, percent)

    assert hours_of(ledger([worked], spent, [], [said], day=DAY)) == (reactive, 8 - reactive)


def test_correction_names_the_cause_of_what_was_not_logged():
    said = Correction(REN, MON, 100, cause=7, ref=3)
    (day,) = ledger([RELEASE], [Spent(REN, MON, came(2, cause=5))], [], [said], day=DAY)

    assert [(part.kind, part.cause, part.ticks // HOUR) for part in day.parts] == [
        ("ticket", 5, 2),
        ("correction", 7, 6),
    ]


def test_estimate_lies_on_the_days_that_have_room_from_the_day_on_which_it_was_let_through():
    days = [RELEASE._replace(on=MON + timedelta(n)) for n in range(4)]
    spent = [Spent(REN, MON + timedelta(2), came(6))]
    estimate = Estimate(REN, MON + timedelta(1), came(12, "estimate"))
    corrected = [Correction(REN, MON + timedelta(1), 0)]

    assert [one.reactive / HOUR for one in ledger(days, spent, [estimate], [], day=DAY)] == [
        0,
        8,
        8,
        2,
    ]
    told = ledger(days, spent, [estimate], corrected, day=DAY)
    assert [one.reactive / HOUR for one in told] == [0, 0, 8, 8]


def test_time_on_support_without_an_entry_is_unattributed():
    (day,) = ledger([SUPPORT], [Spent(SHO, MON, came(3, cause=5))], [], [], day=DAY)

    assert [(part.kind, part.cause) for part in day.parts] == [("ticket", 5), ("seat", None)]


def test_day_is_split_equally_among_the_epics_in_progress():
    (day,) = ledger([RELEASE._replace(epics=(4, 5, 6))], [], [], [], day=DAY)

    assert [part.epic for part in day.parts] == [4, 5, 6]
    assert sum(part.ticks for part in day.parts) == DAY
    assert max(part.ticks for part in day.parts) - min(part.ticks for part in day.parts) <= 1


def test_day_without_an_epic_in_progress_is_unassigned_and_debt_is_not():
    debt = Spent(SHO, MON, chosen(3))
    corrected = Correction(SHO, MON, 50)
    for epics, said, unassigned in [((), [], DAY), ((4,), [], 0), ((), [corrected], DAY)]:
        days = ledger([RELEASE._replace(epics=epics), SUPPORT], [debt], [], said, day=DAY)
        assert ticks_of(days).unassigned == unassigned


def test_seats_alone_make_the_plan():
    assert planned_sums([RELEASE, SUPPORT, SUPPORT._replace(percent=50)], DAY).share == 60


def test_days_are_told_apart_by_their_week():
    first = [MON, MON + timedelta(1)]
    second = [MON + timedelta(7)]
    outside = MON - timedelta(1)

    assert by_week([*second, outside, *first], lambda on: on, [first, second, []]) == (
        first,
        second,
        [],
    )


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(1, 2, 50), (1, 200, 1), (1, 201, 0), (0, 0, None), (5, 5, 100)]
)
def test_percent_is_rounded_half_up(part, whole, percent):
    assert percent_of(part, whole) == percent


_days = st.builds(
    Worked,
    member=st.integers(1, 3),
    on=st.dates(MON, MON + timedelta(4)),
    team=st.integers(1, 2),
    is_on_support=st.booleans(),
    percent=st.sampled_from([0, 50, 100]) | st.integers(0, 100),
    epics=st.lists(st.integers(1, 4), max_size=3, unique=True).map(tuple),
)
_parts = st.builds(
    Part,
    ticks=st.sampled_from([1, DAY // 2, DAY, DAY + 1]) | st.integers(1, 2 * DAY),
    is_reactive=st.booleans(),
    kind=st.sampled_from(["ticket", "interruption", "task"]),
    cause=st.none() | st.integers(1, 3),
    asker=st.sampled_from(["", "Search", "Checkout"]),
    ref=st.integers(1, 5),
)
_spent = st.builds(
    Spent, member=st.integers(1, 3), on=st.dates(MON, MON + timedelta(4)), part=_parts
)
_estimates = st.builds(
    Estimate,
    member=st.integers(1, 3),
    from_on=st.dates(MON, MON + timedelta(4)),
    part=_parts.map(lambda part: part._replace(is_reactive=True, kind="estimate")),
)
_corrections = st.builds(
    Correction,
    member=st.integers(1, 3),
    on=st.dates(MON, MON + timedelta(4)),
    percent=st.integers(0, 100),
    cause=st.none() | st.integers(1, 3),
)
_facts = st.tuples(
    st.lists(_days, max_size=12, unique_by=lambda one: (one.member, one.on)),
    st.lists(_spent, max_size=20),
    st.lists(_estimates, max_size=4),
    st.lists(_corrections, max_size=4, unique_by=lambda one: (one.member, one.on)),
    st.just(Decimal(8)) | st.decimals(1, 24, places=2),
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # of a machine that has other work
@given(_facts)
def test_reactive_and_proactive_are_the_capacity_whatever_was_written_down(facts):
    worked, spent, estimates, corrections, hours = facts
    day = ticks_a_day(hours)

    days = ledger(worked, spent, estimates, corrections, day=day)

    for one in days:
        assert one.capacity == one.worked.percent * day / 100
        assert 0 <= one.reactive <= one.capacity
        assert sum(part.ticks for part in one.parts if part.is_reactive) == one.reactive
        assert sum(part.ticks for part in one.parts if not part.is_reactive) == one.proactive
        assert all(part.ticks > 0 for part in one.parts)
    assert sum((sums([one]) for one in days), Sums()) == sums(days)
    assert sums(days).reactive + sums(days).proactive == sum(one.capacity for one in days)


@settings(suppress_health_check=[HealthCheck.too_slow])  # of a machine that has other work
@given(_facts)
def test_days_alone_say_of_epics_what_the_ledger_says(facts):
    worked, spent, estimates, corrections, hours = facts
    day, logged = ticks_a_day(hours), {True: Counter(), False: Counter()}
    for member, on, part in spent:
        logged[part.is_reactive][member, on] += part.ticks

    alone = proactive_days(worked, logged[True], logged[False], estimates, corrections, day=day)

    for one, (of, proactive, for_epics) in zip(
        ledger(worked, spent, estimates, corrections, day=day), alone, strict=True
    ):
        assert (one.worked, one.proactive) == (of, proactive)
        seat = [part for part in one.parts if part.kind == "seat" and not part.is_reactive]
        assert for_epics == sum(part.ticks for part in seat if part.epic)


@given(_facts)
def test_causes_come_to_the_same_whether_entries_are_read_one_by_one_or_summed_up(facts):
    worked, spent, estimates, corrections, hours = facts
    day = ticks_a_day(hours)
    summed = Counter()
    for one in spent:
        part = one.part._replace(ref=0, ticks=0)
        summed[one.member, one.on, part] += one.part.ticks
    few = [Spent(who, on, part._replace(ticks=n)) for (who, on, part), n in summed.items()]

    def by_cause(given):
        found = Counter()
        for one in ledger(worked, given, estimates, corrections, day=day):
            for part in one.parts:
                found[one.worked.member, part.is_reactive, part.cause, part.asker] += part.ticks
        return found

    assert by_cause(spent) == by_cause(few)
