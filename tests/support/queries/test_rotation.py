from datetime import date, timedelta

import pytest

from cycles.models import Cycle
from support.queries.listeners import desk_team
from support.queries.rotation import rotation_of
from tests.factories import NOON, MemberFactory
from tests.support.turns import LAST, THURSDAY, away, on_support, seat


def members(team):
    return [seat.member for seat in team]


def test_workspace_without_cycles_has_no_rotation(workspace):
    found = rotation_of(workspace, THURSDAY)
    assert (found.leads, found.lead_on(THURSDAY), found.team_on(THURSDAY)) == ((), None, ())


def test_every_working_day_of_this_cycle_and_the_next_has_a_lead(sho, haruka, ren):
    on_support(sho, haruka)
    on_support(ren, number=24, state="planned")
    on_support(sho, number=25, state="draft")
    found = rotation_of(sho.workspace, THURSDAY)
    assert found.leads[0].on == date(2026, 4, 27)
    assert found.leads[-1].on == date(2026, 7, 17)
    assert date(2026, 5, 4) not in {lead.on for lead in found.leads}, "a holiday in Japan"
    assert {lead.member for lead in found.leads if lead.on > LAST} == {ren.pk}
    assert found.team_on(THURSDAY) == (haruka, sho)


def test_late_start_leaves_the_desk_with_the_last_team(sho, ren):
    on_support(sho)
    on_support(ren, number=24, state="planned")
    Cycle.objects.filter(number=23).update(state="closed", closed_at=NOON)
    tuesday = date(2026, 6, 9)
    found = rotation_of(sho.workspace, tuesday)
    assert found.lead_on(tuesday).member == sho.pk
    assert found.watch_on(tuesday).is_between(tuesday)


def test_who_joins_or_leaves_in_mid_cycle_leads_only_while_seated(sho, ren):
    team = on_support(sho)
    seat(team, ren, THURSDAY, THURSDAY + timedelta(days=6))
    days = [lead.on for lead in rotation_of(sho.workspace, THURSDAY).leads if lead.member == ren.pk]
    assert days
    assert THURSDAY <= days[0] <= days[-1] <= THURSDAY + timedelta(days=6)


def test_part_time_and_own_holidays_count(sho, ren):
    ren.percent, ren.working_days, ren.country = 40, "12", "GB"
    ren.save()
    on_support(sho, ren)
    led = [lead.on for lead in rotation_of(sho.workspace, THURSDAY).leads if lead.member == ren.pk]
    assert {day.isoweekday() for day in led} <= {1, 2}
    assert date(2026, 5, 25) not in led, "a bank holiday in Britain"


@pytest.mark.parametrize("count", [1, 3])
def test_rotation_takes_six_queries(sho, count, django_assert_num_queries):
    people = [sho, *(MemberFactory(workspace=sho.workspace) for _n in range(count))]
    on_support(*people)
    for person in people:
        away(person, THURSDAY)
    with django_assert_num_queries(6):
        rotation_of(sho.workspace, THURSDAY)


def test_told_as_on_support_are_those_of_the_running_cycle(sho, ren, haruka):
    team = on_support(sho)
    seat(team, ren, to_on=THURSDAY - timedelta(days=1))
    assert desk_team(sho.workspace, NOON) == [sho]


@pytest.mark.parametrize("state", ["active", "closed"])
def test_between_cycles_the_last_team_is_on_support(sho, ren, haruka, state):
    team = on_support(sho, state=state)
    seat(team, ren, to_on=THURSDAY)
    on_support(haruka, number=24, state="planned")
    tuesday = NOON.replace(month=6, day=9)
    assert desk_team(sho.workspace, tuesday) == [sho]
    Cycle.objects.filter(number=23).update(state="closed", closed_at=NOON)
    Cycle.objects.filter(number=24).update(state="active", started_at=NOON)
    assert desk_team(sho.workspace, tuesday) == [haruka]
