from pytest_django.asserts import assertContains, assertNotContains

from planner.pages.first_steps import first_steps
from planner.pages.now import now_page
from tests.cycles.conftest import cycle, settings_of  # noqa: F401
from tests.factories import NOON, EpicFactory, SourceFactory

NOW, PLAN = "/w/platform/", "/w/platform/plan/23/"


def stands(workspace):
    return [(one.stands, one.is_done) for one in first_steps(workspace)]


def test_new_workspace_has_every_step_before_it(workspace, haruka):
    workspace.country, workspace.time_zone = "", "UTC"
    assert stands(workspace) == [
        ("UTC, no public holidays", False),
        ("1 person", False),
        ("0 epics", False),
        ("0 sources", False),
    ]


def test_step_that_is_taken_is_done(workspace, haruka, ren):
    EpicFactory(workspace=workspace)
    SourceFactory(workspace=workspace)
    assert stands(workspace) == [
        ("Asia/Tokyo, public holidays of Japan", True),
        ("2 people", True),
        ("1 epic", True),
        ("1 source", True),
    ]


def test_steps_lead_somewhere(workspace, haruka, client):
    client.force_login(haruka.person)
    empty = [one.url for one in first_steps(workspace)]
    EpicFactory(workspace=workspace)
    SourceFactory(workspace=workspace)
    filled = [one.url for one in first_steps(workspace)]
    assert len({*empty, *filled}) == 6
    assert {client.get(url).status_code for url in empty + filled} == {200}


def test_manager_sees_them_until_the_first_cycle_starts(cycle, haruka, ren, client):  # noqa: F811
    client.force_login(haruka.person)
    assertContains(client.get(NOW), "Write down epics")
    assert now_page(ren, at=NOON).steps == ()
    cycle.state, cycle.started_at, cycle.closed_at = "closed", NOON, NOON
    cycle.save()
    assert now_page(haruka, at=NOON).steps == ()


def test_step_taken_by_somebody_else_shows_on_the_open_page(cycle, haruka):  # noqa: F811
    before = now_page(haruka, at=NOON).stamp
    EpicFactory(workspace=haruka.workspace)
    assert now_page(haruka, at=NOON).stamp != before


def test_manager_alone_in_the_plan_is_led_to_invitations(cycle, haruka, client, request):  # noqa: F811
    client.force_login(haruka.person)
    assertContains(client.get(PLAN), "Invite people")
    request.getfixturevalue("ren")
    assertNotContains(client.get(PLAN), "Invite people")
