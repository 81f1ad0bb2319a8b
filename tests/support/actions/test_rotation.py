from datetime import date, timedelta

import pytest

from cycles.models import Team
from planner.models import Activity
from support.actions.rotation import (
    DayIsOver,
    IsAway,
    IsShielded,
    LeadHasChanged,
    LeadsAlready,
    NobodyIsNeeded,
    NothingToSwap,
    NothingWasAgreed,
    NotOnSupport,
    NotYourTurn,
    cover_leave,
    override_lead,
    swap_turns,
    take_over_now,
    take_turn_back,
)
from support.models import LeadDay
from support.queries.rotation import rotation_of
from tests.factories import NOON, TeamFactory
from tests.support.turns import FRIDAY, MONDAY, THURSDAY, away, on_support, seat


@pytest.fixture
def team(sho, haruka):
    """Two people, in turn: Sho has the even days, counted from the first."""
    return on_support(sho, haruka)


@pytest.fixture
def us(team, sho, haruka):
    """Who leads today, and who does not."""
    leads = lead_on(sho.workspace, THURSDAY)
    return (sho, haruka) if leads == sho.pk else (haruka, sho)


def lead_on(workspace, day):
    lead = rotation_of(workspace, THURSDAY).lead_on(day)
    return lead.member if lead else None


def leads(workspace, days=10):
    return [lead.member for lead in rotation_of(workspace, THURSDAY).coming()[:days]]


def test_taking_over_now_is_told_and_made_up_for(us):
    leading, other = us
    before = leads(other.workspace)
    row = take_over_now(workspace=other.workspace, by=other, at=NOON, instead_of=leading)
    after = leads(other.workspace)

    assert (row.on, row.kind, row.instead_of) == (THURSDAY, LeadDay.Kind.TOOK_OVER, leading)
    assert after[0] == other.pk
    assert after[1] == before[1], "this week stays as it was"
    assert after.count(other.pk) == before.count(other.pk)
    assert Activity.objects.get().data["instead_of"] == leading.name


def test_second_to_take_over_is_told_who_did(us, ren):
    seat(Team.objects.get(kind=Team.Kind.ON_SUPPORT), ren)
    leading = rotation_of(ren.workspace, THURSDAY).members[lead_on(ren.workspace, THURSDAY)]
    first, second = [one for one in (*us, ren) if one != leading]
    take_over_now(workspace=ren.workspace, by=first, at=NOON, instead_of=leading)
    with pytest.raises(LeadHasChanged, match=first.name):
        take_over_now(workspace=ren.workspace, by=second, at=NOON, instead_of=leading)


def test_who_leads_cannot_take_over(us):
    with pytest.raises(LeadsAlready):
        take_over_now(workspace=us[0].workspace, by=us[0], at=NOON)


def test_only_who_is_there_and_on_support_takes_over(us, ren):
    with pytest.raises(NotOnSupport):
        take_over_now(workspace=ren.workspace, by=ren, at=NOON)
    away(us[1], THURSDAY)
    with pytest.raises(IsAway):
        take_over_now(workspace=ren.workspace, by=us[1], at=NOON)


def test_nobody_is_needed_at_the_weekend(us):
    with pytest.raises(NobodyIsNeeded):
        take_over_now(workspace=us[1].workspace, by=us[1], at=NOON + timedelta(days=2))


def test_swap_changes_two_days_and_no_other(us):
    mine, theirs = us
    workspace, before = mine.workspace, leads(mine.workspace)
    far = rotation_of(workspace, THURSDAY).coming()
    day = next(lead.on for lead in far[6:] if lead.member == theirs.pk)
    swap_turns(workspace=workspace, on=THURSDAY, with_on=day, by=mine, at=NOON)

    expected = list(before)
    expected[0], expected[before.index(theirs.pk, 6)] = theirs.pk, mine.pk
    assert leads(workspace) == expected
    assert {row.with_on for row in LeadDay.objects.all()} == {THURSDAY, day}


def test_swap_is_taken_back_on_both_days(us):
    mine, theirs = us
    before = leads(mine.workspace)
    swap_turns(workspace=mine.workspace, on=THURSDAY, with_on=FRIDAY, by=mine, at=NOON)
    take_turn_back(workspace=mine.workspace, on=FRIDAY, by=theirs, at=NOON)
    assert not LeadDay.objects.exists()
    assert leads(mine.workspace) == before


def test_swap_needs_two_people_who_are_there(us, ren):
    mine, _theirs = us
    far = rotation_of(mine.workspace, THURSDAY).coming()
    same = next(lead.on for lead in far[1:] if lead.member == mine.pk)
    with pytest.raises(NothingToSwap):
        swap_turns(workspace=mine.workspace, on=THURSDAY, with_on=same, by=mine, at=NOON)
    with pytest.raises(NotYourTurn):
        swap_turns(workspace=mine.workspace, on=THURSDAY, with_on=FRIDAY, by=ren, at=NOON)
    away(mine, MONDAY, days=2)  # then the other one has both
    with pytest.raises(IsAway):
        swap_turns(workspace=mine.workspace, on=THURSDAY, with_on=MONDAY, by=mine, at=NOON)


def test_taking_over_a_swapped_day_leaves_the_other_day_as_it_is(us):
    mine, _theirs = us
    swap_turns(workspace=mine.workspace, on=THURSDAY, with_on=FRIDAY, by=mine, at=NOON)
    take_over_now(workspace=mine.workspace, by=mine, at=NOON)
    assert [(r.on, r.kind, r.member) for r in LeadDay.objects.all()] == [
        (THURSDAY, LeadDay.Kind.TOOK_OVER, mine),
        (FRIDAY, LeadDay.Kind.COVER, mine),
    ]


def test_cover_is_agreed_by_either_and_by_no_third(us, ren):
    leading, other = us
    with pytest.raises(NotYourTurn):
        cover_leave(workspace=ren.workspace, on=THURSDAY, member=other, by=ren, at=NOON)
    row = cover_leave(
        workspace=ren.workspace, on=THURSDAY, member=other, by=leading, at=NOON, reason="Dentist"
    )
    assert (row.member, row.reason) == (other, "Dentist")


def test_where_the_whole_team_is_away_anybody_unshielded_may_cover(us, ren, sho, haruka):
    for one in us:
        away(one, FRIDAY)
    assert lead_on(ren.workspace, FRIDAY) is None
    cycle = Team.objects.get().cycle
    shield = seat(TeamFactory(cycle=cycle, kind=Team.Kind.SMALL), ren, to_on=FRIDAY)
    with pytest.raises(IsShielded, match="release team"):
        cover_leave(workspace=ren.workspace, on=FRIDAY, member=ren, by=haruka, at=NOON)
    shield.delete()
    cover_leave(workspace=ren.workspace, on=FRIDAY, member=ren, by=ren, at=NOON)
    assert lead_on(ren.workspace, FRIDAY) == ren.pk
    away(ren, FRIDAY)
    assert lead_on(ren.workspace, FRIDAY) is None, "what was agreed holds while they are there"


def test_manager_sets_a_day_and_nobody_else_does(team, sho, haruka):
    day, other = next(
        (lead.on, one)
        for lead in rotation_of(sho.workspace, THURSDAY).coming()
        for one in (sho, haruka)
        if lead.member != one.pk
    )
    with pytest.raises(NotYourTurn):
        override_lead(workspace=sho.workspace, on=day, member=other, by=sho, at=NOON)
    override_lead(workspace=sho.workspace, on=day, member=other, by=haruka, at=NOON)
    assert lead_on(sho.workspace, day) == other.pk
    take_turn_back(workspace=sho.workspace, on=day, by=haruka, at=NOON)
    assert lead_on(sho.workspace, day) != other.pk


@pytest.mark.parametrize(
    ("on", "refusal"),
    [
        (THURSDAY - timedelta(days=1), DayIsOver),
        (date(2026, 5, 23), NobodyIsNeeded),
        (date(2027, 5, 21), NobodyIsNeeded),
    ],
    ids=["yesterday", "a Saturday", "next year"],
)
def test_day_must_be_one_that_can_be_led(team, sho, haruka, on, refusal):
    with pytest.raises(refusal):
        override_lead(workspace=sho.workspace, on=on, member=sho, by=haruka, at=NOON)


def test_only_what_was_agreed_can_be_taken_back_by_those_whom_it_concerns(us, ren):
    leading, other = us
    with pytest.raises(NothingWasAgreed):
        take_turn_back(workspace=ren.workspace, on=THURSDAY, by=leading, at=NOON)
    take_over_now(workspace=ren.workspace, by=other, at=NOON)
    with pytest.raises(NotYourTurn):
        take_turn_back(workspace=ren.workspace, on=THURSDAY, by=ren, at=NOON)
    with pytest.raises(DayIsOver):
        take_turn_back(workspace=ren.workspace, on=THURSDAY, by=other, at=NOON + timedelta(days=1))
