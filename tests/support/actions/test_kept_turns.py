from datetime import date, timedelta

import pytest

from cycles.models import Cycle
from support import tasks
from support.actions.kept_turns import keep_turns
from support.actions.rotation import take_over_now
from support.models import LeadDay
from support.queries.rotation import rotation_of
from tests.factories import NOON
from tests.support.turns import FRIDAY, MONDAY, THURSDAY, away, on_support

WEEK = timedelta(days=7)


@pytest.fixture
def team(sho, haruka):
    return on_support(sho, haruka)


def past(workspace, today=THURSDAY):
    return [(x.on, x.member) for x in rotation_of(workspace, today).leads if x.on < THURSDAY]


def test_what_is_over_stays_as_it_was(team, sho):
    before = past(sho.workspace)
    assert keep_turns(workspace=sho.workspace, at=NOON) == len(before) == 14
    sho.percent = 20
    sho.save()
    away(sho, date(2026, 5, 11), days=5)
    assert past(sho.workspace) == before
    assert keep_turns(workspace=sho.workspace, at=NOON) == 0


def test_without_it_a_later_change_would_move_what_is_over(team, sho):
    before = past(sho.workspace)
    away(sho, date(2026, 5, 11), days=5)
    assert past(sho.workspace) != before


def test_what_was_agreed_is_kept_with_those_who_were_there(team, sho, haruka):
    lead = rotation_of(sho.workspace, THURSDAY).lead_on(THURSDAY)
    other = sho if lead.member == haruka.pk else haruka
    take_over_now(workspace=sho.workspace, by=other, at=NOON)
    keep_turns(workspace=sho.workspace, at=NOON + timedelta(days=1))
    row = LeadDay.objects.get(on=THURSDAY)
    assert (row.kind, row.member) == (LeadDay.Kind.TOOK_OVER, other)
    assert row.among == {str(sho.pk): 100, str(haruka.pk): 100}


def test_who_was_away_after_all_did_not_lead(team, sho, haruka):
    lead = rotation_of(sho.workspace, THURSDAY).lead_on(THURSDAY)
    leading, other = (sho, haruka) if lead.member == sho.pk else (haruka, sho)
    take_over_now(workspace=sho.workspace, by=other, at=NOON)
    away(other, THURSDAY)
    keep_turns(workspace=sho.workspace, at=NOON + timedelta(days=1))
    row = LeadDay.objects.get(on=THURSDAY)
    assert (row.kind, row.member, row.by) == (LeadDay.Kind.TURN, leading, None)


def test_gap_leaves_nothing_behind(team, sho, haruka):
    for one in (sho, haruka):
        away(one, FRIDAY)
    keep_turns(workspace=sho.workspace, at=NOON + WEEK)
    assert not LeadDay.objects.filter(on=FRIDAY).exists()
    assert LeadDay.objects.filter(on=MONDAY).exists()


def test_last_team_is_kept_between_cycles_too(team, sho, haruka):
    Cycle.objects.update(state=Cycle.State.CLOSED, closed_at=NOON)
    late = NOON.replace(month=6, day=11)
    keep_turns(workspace=sho.workspace, at=late)
    between = LeadDay.objects.filter(on__gt=date(2026, 6, 7))
    assert [row.on.day for row in between] == [8, 9, 10]
    assert {row.member for row in between} == {sho, haruka}


def test_past_turns_count_in_the_next_cycle(team, sho, haruka, ren):
    """Sho led alone while Haruka was there: she has the first turns of the next."""
    LeadDay.objects.bulk_create(
        LeadDay(
            workspace=sho.workspace,
            on=date(2026, 4, 27) + timedelta(days=day),
            member=sho,
            kind="turn",
            at=NOON,
            among={str(sho.pk): 100, str(haruka.pk): 100},
        )
        for day in range(4)
    )
    Cycle.objects.update(state=Cycle.State.CLOSED, closed_at=NOON)
    on_support(sho, haruka, number=24)
    leads = rotation_of(sho.workspace, date(2026, 6, 8)).leads[:3]
    assert [lead.member for lead in leads] == [haruka.pk] * 3


def test_task_keeps_the_turns_of_every_workspace(team, sho, otto):
    on_support(otto)
    tasks.keep_turns()
    kept = LeadDay.objects.order_by().values_list("workspace", flat=True).distinct()
    assert set(kept) == {sho.workspace_id, otto.workspace_id}
