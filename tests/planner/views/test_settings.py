import time_machine
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from planner.activity import record
from planner.models import Activity, Member
from tests.factories import NOON

SETTINGS = "/w/platform/settings/"
FORM = {
    "version": 1,
    "name": "Infrastructure",
    "time_zone": "Asia/Tokyo",
    "country": "JP",
    "working_days": ["1", "2", "3", "4"],
}


def test_manager_changes_the_workspace(client, haruka, workspace):
    client.force_login(haruka.person)

    assertRedirects(client.post(SETTINGS, FORM), SETTINGS)

    workspace.refresh_from_db()
    assert (workspace.name, workspace.working_days) == ("Infrastructure", "1234")


def test_conflict_says_what_it_is_now_in_words(client, haruka, workspace):
    client.force_login(haruka.person)
    client.post(SETTINGS, FORM)

    mine = {**FORM, "name": "Foundations", "country": "DE", "working_days": ["1"]}
    response = client.post(SETTINGS, mine)

    assertContains(response, "Haruka Mori changed this", status_code=409)
    assertContains(response, "It is now: Infrastructure", status_code=409)
    assertContains(response, "It is now: Mon–Thu", status_code=409)
    assertContains(response, 'name="version" value="2"', status_code=409)


def test_refused_settings_keep_what_was_typed(client, haruka):
    client.force_login(haruka.person)

    response = client.post(SETTINGS, {**FORM, "time_zone": "Mars"})

    assertContains(response, 'value="Infrastructure"', status_code=422)


def test_settings_are_only_for_managers(client, ren, vera, nadia):
    for member in (ren, vera, nadia):
        client.force_login(member.person)
        assert client.get(SETTINGS).status_code == 403


def tell(workspace, by, n, at=NOON):
    record(workspace=workspace, verb="add_member", thing=by, by=by, at=at, name=f"P{n}", role="x")


def test_activity_is_told_page_by_page_and_new_rows_shift_nothing(client, ren, workspace):
    for n in range(60):
        tell(workspace, ren, n)
    client.force_login(ren.person)

    latest = client.get("/w/platform/activity/")
    assertContains(latest, "added P59 (")
    assertNotContains(latest, "added P9 (")
    older = latest.context["page"].older
    tell(workspace, ren, "new")

    page = client.get(f"/w/platform/activity/?before={older}")

    assertContains(page, "added P9 (")
    assertNotContains(page, "added P10 (")
    assert page.context["page"].older is None


def test_activity_of_another_workspace_is_not_told(client, ren, otto):
    tell(otto.workspace, otto, 1)
    client.force_login(ren.person)

    assertNotContains(client.get("/w/platform/activity/"), "added")


def test_activity_with_a_meaningless_cursor_begins_at_the_top(client, ren, workspace):
    tell(workspace, ren, 1)
    client.force_login(ren.person)

    for cursor in ("x", "-1", "9" * 40, "١"):
        assertContains(client.get("/w/platform/activity/", {"before": cursor}), "added P1 (")


def test_times_are_the_persons_own_else_the_workspaces(client, ren, workspace):
    tell(workspace, ren, 1)  # noon in UTC
    client.force_login(ren.person)

    assertContains(client.get("/w/platform/activity/"), "21:00")  # in Tokyo
    ren.person.time_zone = "Europe/Berlin"
    ren.person.save()
    assertContains(client.get("/w/platform/activity/"), "14:00")


def test_unknown_verb_does_not_break_the_page(client, ren, workspace):
    record(workspace=workspace, verb="sing_loudly", thing=ren, by=None, at=NOON)
    client.force_login(ren.person)

    assertContains(client.get("/w/platform/activity/"), "sing loudly")


def test_member_is_seen_once_an_hour(client, ren):
    Member.objects.update(last_seen_at=None)
    client.force_login(ren.person)
    seen = []
    for minute in (0, 30, 70):
        with time_machine.travel(NOON.replace(minute=0), tick=False) as clock:
            clock.shift(minute * 60)
            client.get("/w/platform/activity/")
        ren.refresh_from_db()
        seen.append((ren.last_seen_at - NOON).total_seconds() // 60)

    assert seen == [0, 0, 70]
    assert ren.version == 1
    assert not Activity.objects.exists()
