import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cycles.models import Seat
from tests.factories import (
    NOON,
    CycleFactory,
    SourceFactory,
    TaskFactory,
    TeamFactory,
    TicketFactory,
)

DESK = "/w/platform/support/"


@pytest.fixture
def card(sho, time_machine):
    time_machine.move_to(NOON, tick=False)
    cycle = CycleFactory(workspace=sho.workspace, number=23, state="active", started_at=NOON)
    team = TeamFactory(cycle=cycle)
    Seat.objects.create(team=team, member=sho, from_on=cycle.starts_on, to_on=cycle.ends_on)
    return TaskFactory(team=team, nature="debt", title="Drop the old ingress")


@pytest.fixture
def as_sho(client, sho):
    client.force_login(sho.person)
    return client


def test_quiet_desk_offers_the_next_card(as_sho, card):
    take = f"{DESK}tasks/{card.key}/take/"
    assertContains(as_sho.get(DESK), "Drop the old ingress")
    assertContains(as_sho.get(DESK), take)
    assertRedirects(as_sho.post(take), f"/w/platform/tasks/{card.key}/")
    assertContains(as_sho.post(take), "Sho Minagawa already has", status_code=422)


def test_desk_with_somebody_waiting_leads_to_the_board_alone(as_sho, card, sho):
    TicketFactory(workspace=sho.workspace)
    shown = as_sho.get(DESK)
    assertContains(shown, f"/w/platform/boards/{card.team_id}/")
    assertNotContains(shown, "Drop the old ingress")


def test_card_of_another_workspace_is_not_there(as_sho, otto, sho):
    theirs = TaskFactory(team=TeamFactory(cycle=CycleFactory(workspace=otto.workspace)))
    assert as_sho.post(f"{DESK}tasks/T-{theirs.number}/take/").status_code == 404


def test_time_on_debt_is_logged_by_one_click(as_sho, card):
    as_sho.post(f"{DESK}tasks/{card.key}/take/")
    log = f"{DESK}tasks/{card.key}/time/"
    assertContains(as_sho.get(DESK), log)
    assertNotContains(as_sho.get(DESK), "–</b>")  # no dash that makes a minus of +15
    assertContains(as_sho.post(log, {"minutes": "30"}, follow=True), "30 min logged")
    assertContains(as_sho.post(log, {"minutes": "0"}), "from 1 to 1440", status_code=422)


def test_quiet_desk_without_a_source_leads_its_manager_to_connect_one(as_sho, client, haruka):
    assertNotContains(as_sho.get(DESK), "Connect a source")
    client.force_login(haruka.person)
    assertContains(client.get(DESK), "/w/platform/settings/sources/new/")
    SourceFactory(workspace=haruka.workspace)
    assertNotContains(client.get(DESK), "Connect a source")
