from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.rules.calendar import Span
from cycles.rules.capacity import Worker
from cycles.rules.staffing import (
    RULES,
    Code,
    Plan,
    PlannedTeam,
    Severity,
    Sitting,
    blocking,
    headcount,
    reactive_share,
    rule_check,
    vision_share,
)

CYCLE = Span(date(2026, 6, 8), date(2026, 7, 19))
FIRST_HALF = Span(CYCLE.starts_on, date(2026, 6, 28))
SECOND_HALF = Span(date(2026, 6, 29), CYCLE.ends_on)


def sitting(*members: int, span: Span = CYCLE) -> tuple[Sitting, ...]:
    return tuple(Sitting(member, span) for member in members)


def plan(*teams: PlannedTeam, **facts) -> Plan:
    people = {one.member: Worker() for team in teams for one in team.sittings}
    return Plan(CYCLE, teams, people, **facts)


BIG = PlannedTeam(1, "big", (11,), sitting(1, 2))
LANE = PlannedTeam(2, "small", (12, 13), sitting(3, 4))
SUPPORT = PlannedTeam(3, "on_support", (), sitting(5, 6, 7))


def found(a_plan: Plan) -> dict[Code, list]:
    findings = [one for one in rule_check(a_plan) if one.severity is not Severity.PASSES]
    return {code: [one for one in findings if one.code is code] for code in RULES}


def codes(a_plan: Plan) -> set[Code]:
    return {code for code, findings in found(a_plan).items() if findings}


def test_good_plan_passes_every_rule():
    good = plan(BIG, LANE, SUPPORT, vision_epics=frozenset({11, 12}), on_support_seats=3)

    assert {one.severity for one in rule_check(good)} == {Severity.PASSES}
    assert [one.code for one in rule_check(good)] == list(RULES)


@pytest.mark.parametrize(
    ("team", "code", "have"),
    [
        (PlannedTeam(1, "big", (11,), sitting(1)), Code.TEAM_SIZE, 1),
        (PlannedTeam(1, "big", (11,), sitting(1, 2, 8, 9)), Code.TEAM_SIZE, 4),
        (PlannedTeam(1, "big", (11,)), Code.EPIC_WITHOUT_TEAM, 0),
        (PlannedTeam(1, "small", (12,), sitting(1)), Code.TEAM_SIZE, 1),
        (PlannedTeam(1, "small", (12, 13)), Code.EPIC_WITHOUT_TEAM, 0),
        (PlannedTeam(1, "on_support", (), sitting(5, 6)), Code.SUPPORT_SEATS, 2),
        (PlannedTeam(1, "on_support"), Code.SUPPORT_SEATS, 0),
        (
            PlannedTeam(1, "big", (11,), sitting(1) + sitting(2, span=FIRST_HALF)),
            Code.TEAM_SIZE,
            1,
        ),
    ],
)
def test_wrong_teams_block_the_start(team, code, have):
    [finding] = blocking(rule_check(plan(team)))

    assert (finding.code, finding.team, finding.have) == (code, 1, have)


def test_handing_over_in_the_middle_keeps_the_team_complete():
    handed = PlannedTeam(
        1, "big", (11,), sitting(1) + sitting(2, span=FIRST_HALF) + sitting(8, span=SECOND_HALF)
    )

    assert blocking(rule_check(plan(handed))) == ()


def test_two_seats_on_one_day_block():
    other = PlannedTeam(4, "big", (14,), sitting(1, 8))

    [finding] = found(plan(BIG, other))[Code.TWO_SEATS]

    assert (finding.team, finding.members) == (4, (1,))


def test_seat_of_somebody_who_has_left_blocks():
    [finding] = found(plan(BIG, LANE, idlers=frozenset({3})))[Code.SEATED_IDLER]

    assert (finding.severity, finding.team, finding.members) == (Severity.BLOCKS, 2, (3,))


def test_two_seats_one_after_the_other_are_fine():
    first = PlannedTeam(1, "big", (11,), sitting(1, span=FIRST_HALF))
    second = PlannedTeam(4, "big", (14,), sitting(1, span=SECOND_HALF))

    assert Code.TWO_SEATS not in codes(plan(first, second))


def test_people_without_a_seat_are_named_but_do_not_block():
    [finding] = found(plan(BIG, SUPPORT, expected=frozenset({1, 9, 8})))[Code.PEOPLE_WITHOUT_SEAT]

    assert finding.members == (8, 9)
    assert finding.severity is Severity.LOOK


def test_support_twice_in_a_row_is_worth_a_look():
    twice = found(plan(SUPPORT, on_support_before=frozenset({6, 1})))[Code.SUPPORT_TWICE]

    assert [one.members for one in twice] == [(6,)]


def test_epic_left_over_is_named_until_it_is_chosen():
    assert Code.UNFINISHED_EPIC in codes(plan(BIG, left_over=frozenset({99})))
    assert Code.UNFINISHED_EPIC not in codes(plan(BIG, left_over=frozenset({11})))


def test_lane_with_people_and_no_epics_is_worth_a_look():
    assert Code.TEAM_WITHOUT_EPIC in codes(plan(PlannedTeam(2, "small", (), sitting(3, 4))))


def test_cycle_without_a_big_epic_is_worth_a_look():
    assert Code.NO_BIG_EPIC in codes(plan(LANE, SUPPORT))


def test_lane_is_split_equally_among_its_epics():
    a_plan = plan(BIG, LANE, SUPPORT, vision_epics=frozenset({12}))

    assert vision_share(a_plan) == 25
    assert found(a_plan)[Code.VISION_SHARE][0].have == 25


def test_reactive_share_counts_the_seats_on_support():
    assert reactive_share(plan(BIG, LANE, SUPPORT)) == 43
    assert Code.REACTIVE_SHARE not in codes(plan(BIG, LANE, SUPPORT))
    assert found(plan(BIG, LANE, SUPPORT, reactive_target=30))[Code.REACTIVE_SHARE][0].have == 43
    assert reactive_share(plan()) is None


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(-5, 41), st.integers(0, 20)), max_size=8))
def test_headcount_is_that_of_the_worst_days(drawn):
    sittings = tuple(
        Sitting(
            member,
            Span(
                CYCLE.starts_on + timedelta(start),
                CYCLE.starts_on + timedelta(start + length),
            ),
        )
        for member, start, length in drawn
    )
    by_day = [len({one.member for one in sittings if day in one.span}) for day in CYCLE.days]

    assert headcount(sittings, CYCLE) == (min(by_day), max(by_day))
