"""What a calendar reads by its secret address, parsed as a calendar would."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from pytest_django.asserts import assertContains, assertNotContains

from cycles.actions.calendar import shift_cycles
from cycles.actions.feeds import FeedExists, FeedIsRevoked, NothingToSee, make_feed, revoke_feed
from cycles.models import CalendarFeed, Cycle, Epic, Seat
from cycles.queries.ical import calendar_of
from cycles.views import feeds
from planner.models import Activity, Role
from tests.api import client_of
from tests.api import url as api
from tests.cycles.conftest import worker
from tests.factories import NOON, MemberFactory

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def address(member, kind):
    return f"/calendar/{make_feed(member=member, kind=kind, at=NOON).text}.ics"


def events(answer):
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["summary"]): event for event in Calendar.from_ical(answer.content).events}


def test_cycles_are_whole_days_with_an_end_that_is_not_of_them(client, ready, ren):
    found = events(client.get(address(ren, "cycles")))

    assert list(found) == ["Cycle 23", "Cycle 24", "Cycle 25"]
    event = found["Cycle 23"]
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 4, 27), date(2026, 6, 8))
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert (event["status"], event["transp"]) == ("TENTATIVE", "TRANSPARENT")
    assert str(event["url"]).endswith("/w/platform/plan/23/")


def test_running_cycle_is_sure(client, ready, ren):
    Cycle.objects.filter(pk=ready.pk).update(state="active", started_at=NOON)

    assert events(client.get(address(ren, "cycles")))["Cycle 23"]["status"] == "CONFIRMED"


def test_team_on_support_is_named(client, ready, ren):
    found = events(client.get(address(ren, "on_support")))

    assert list(found) == ["Sho Minagawa on support"]


def test_own_seats_are_those_of_the_member_alone(client, ready, ren, sho):
    assert list(events(client.get(address(ren, "seats")))) == ["Ingress failover, cycle 23"]
    assert list(events(client.get(address(sho, "seats")))) == ["On support, cycle 23"]


@pytest.mark.parametrize(
    "title", ["レジストリのキャッシュ 🚢", "a; b, c\\d\nend", "ش" * 100, "X" * 120]
)
def test_any_title_survives(client, ready, ren, title):
    Epic.objects.update(title=title)
    answer = client.get(address(ren, "seats"))

    assert f"{title}, cycle 23" in events(answer)
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_calendar_speaks_the_language_of_its_person(client, ready, ren):
    ren.person.language = "ja"
    ren.person.save()

    answer = client.get(address(ren, "cycles"))

    assert "サイクル23" in events(answer)
    assert str(Calendar.from_ical(answer.content)["x-wr-calname"]).startswith("Platform: ")


@pytest.mark.parametrize("zone", ["Pacific/Apia", "America/Sao_Paulo", "Pacific/Kiritimati"])
def test_no_time_zone_moves_a_day(client, ready, ren, zone):
    ren.person.time_zone = zone
    ren.person.save()
    ready.workspace.time_zone = zone
    ready.workspace.save()

    event = events(client.get(address(ren, "seats")))["Ingress failover, cycle 23"]

    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 4, 27), date(2026, 6, 8))


def test_entry_that_moves_keeps_its_name_and_counts_on(client, ready, ren):
    path = address(ren, "seats")
    before = events(client.get(path))["Ingress failover, cycle 23"]

    shift_cycles(cycle=ready, weeks=1, by=None, at=NOON)

    after = events(client.get(path))["Ingress failover, cycle 23"]
    assert after["uid"] == before["uid"]
    assert after["dtstart"].dt == before["dtstart"].dt + timedelta(weeks=1)
    assert after["sequence"] > before["sequence"]


def test_what_is_long_over_is_left_out(client, ready, ren, time_machine):
    path = address(ren, "cycles")
    time_machine.move_to(NOON + timedelta(days=400))

    assert "Cycle 23" not in events(client.get(path))


def test_unchanged_calendar_is_not_sent_again(client, ready, ren, time_machine):
    path = address(ren, "cycles")
    first = client.get(path)
    time_machine.move_to(NOON + timedelta(hours=5))

    again = client.get(path, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    shift_cycles(cycle=ready, weeks=1, by=None, at=NOON)
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_head_says_the_same_and_nothing_can_be_sent(client, ready, ren):
    path = address(ren, "cycles")

    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


def deactivate(member):
    member.person.is_active = False
    member.person.save()


def leave(member):
    member.left_at = NOON
    member.save()


def only_asks(member):
    member.role = Role.REQUESTER
    member.save()


def revoked(member):
    revoke_feed(feed=CalendarFeed.objects.get(member=member), at=NOON)


@pytest.mark.parametrize("ends", [deactivate, leave, only_asks, revoked])
def test_calendar_of_who_may_not_read_it_is_not_there(client, ready, ren, ends):
    path = address(ren, "cycles")
    ends(ren)

    gone, unknown = client.get(path), client.get("/calendar/0123456789abcdef.ics")

    assert gone.status_code == unknown.status_code == 404
    assert gone.content == unknown.content


def test_prefix_alone_opens_nothing(client, ready, ren):
    path = address(ren, "cycles")

    assert client.get(f"{path[:-6]}AA.ics").status_code == 404
    assert client.get("/calendar/é\u0000.ics").status_code == 404


def test_nobody_elses_cycles_are_in_it(client, ready, otto):
    assert events(client.get(address(otto, "cycles"))) == {}
    assert events(client.get(address(otto, "on_support"))) == {}


def test_who_reads_too_often_is_told_to_wait(client, ready, ren, monkeypatch):
    monkeypatch.setattr(feeds, "MOST_AN_HOUR", 2)
    path = address(ren, "cycles")

    answers = [client.get(path) for _time in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 3600
    assert client.get(address(ren, "seats")).status_code == 200


def test_use_is_noted_at_most_once_an_hour(client, ready, ren, time_machine):
    path, feed = address(ren, "cycles"), CalendarFeed.objects.get()
    for minutes in (0, 30, 61):
        time_machine.move_to(NOON + timedelta(minutes=minutes), tick=False)
        client.get(path)
        feed.refresh_from_db()
        assert feed.used_at == NOON + timedelta(minutes=61 if minutes == 61 else 0)


def test_calendar_asks_the_same_for_1_and_for_20_seats(ready, ren):
    make_feed(member=ren, kind="on_support", at=NOON)
    feed = CalendarFeed.objects.select_related("member__person", "member__workspace").get()

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            calendar_of(feed, at=NOON)
        return len(captured)

    few = asked()
    team = ready.teams.get(kind="on_support")
    for number in range(20):
        member = worker(ready.workspace, f"Engineer {number}")
        Seat.objects.create(team=team, member=member, from_on=ready.starts_on, to_on=ready.ends_on)
    assert asked() == few == 1


# --- Made and revoked on one's own page


@pytest.fixture
def ren_at(client, ren):
    client.force_login(ren.person)
    return client


def test_address_is_shown_once_and_works(ren_at, ready, ren):
    made = ren_at.post("/profile/calendars/", {"member": ren.pk, "kind": "seats"})

    shown = re.search(r'value="http[^"]+(/calendar/[\w-]+\.ics)"', made.content.decode())
    assert shown
    assert "no-store" in made["Cache-Control"]
    assert list(events(Client().get(shown[1]))) == ["Ingress failover, cycle 23"]
    page = ren_at.get("/profile/")
    assertNotContains(page, shown[1])
    assertContains(page, "read on 21 May 2026")
    assert Activity.objects.filter(verb="make_feed", by=ren).exists()


def test_address_is_revoked(ren_at, ready, ren):
    path, feed = address(ren, "cycles"), CalendarFeed.objects.get()

    done = ren_at.post(f"/profile/calendars/{feed.pk}/revoke/", follow=True)

    assertContains(done, "The address is revoked.")
    assert ren_at.get(path).status_code == 404
    again = ren_at.post(f"/profile/calendars/{feed.pk}/revoke/")
    assertContains(again, "revoked already", status_code=422)
    address(ren, "cycles")  # and another one can be made


def test_one_address_of_a_kind_is_live(ren_at, ready, ren):
    address(ren, "cycles")

    again = ren_at.post("/profile/calendars/", {"member": ren.pk, "kind": "cycles"})

    assertContains(again, "You have this address already", status_code=422)
    with pytest.raises(FeedExists):
        make_feed(member=ren, kind="cycles", at=NOON)


def test_nobody_makes_or_revokes_an_address_of_somebody_else(ren_at, ready, sho):
    address(sho, "cycles")
    feed = CalendarFeed.objects.get()

    assert (
        ren_at.post("/profile/calendars/", {"member": sho.pk, "kind": "seats"}).status_code == 404
    )
    assert ren_at.post(f"/profile/calendars/{feed.pk}/revoke/").status_code == 404
    assert ren_at.post("/profile/calendars/", {"member": "x", "kind": "?"}).status_code == 404


def test_requester_is_offered_no_calendar(client, nadia):
    client.force_login(nadia.person)

    assertContains(client.get("/profile/"), "no workspace whose cycles you may see")
    with pytest.raises(NothingToSee):
        make_feed(member=nadia, kind="cycles", at=NOON)


def test_revoked_feed_is_not_revoked_again(ready, ren):
    address(ren, "cycles")
    revoked(ren)
    with pytest.raises(FeedIsRevoked):
        revoked(ren)


def test_profile_asks_the_same_for_1_and_for_3_workspaces(ren_at, ren):
    def asked() -> int:
        ren_at.get("/profile/")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert ren_at.get("/profile/").status_code == 200
        return len(captured)

    one = asked()
    for _number in range(2):
        MemberFactory(person=ren.person)
    assert asked() == one


def test_program_makes_reads_and_revokes_its_own(client, ready, ren, vera):
    program = client_of(ren)
    made = program.post(api(ren, "calendars/"), {"kind": "seats"}, format="json")
    assert made.status_code == 201
    path = "/calendar/" + made.json()["url"].rpartition("/calendar/")[2]
    assert list(events(client.get(path))) == ["Ingress failover, cycle 23"]

    (listed,) = program.get(api(ren, "calendars/")).json()["results"]
    assert listed == {
        "id": made.json()["id"],
        "kind": "seats",
        "created_at": "2026-05-21T12:00:00Z",
        "used_at": "2026-05-21T12:00:00Z",
        "revoked_at": None,
    }
    again = program.post(api(ren, "calendars/"), {"kind": "seats"}, format="json")
    assert (again.status_code, again.json()["type"]) == (409, "urn:sixweek:problem:feed-exists")

    # Vera has none, makes one of her own, and reaches none of his.
    hers, revoke = client_of(vera), api(vera, f"calendars/{listed['id']}/revoke/")
    assert hers.get(api(vera, "calendars/")).json()["results"] == []
    assert hers.post(revoke).status_code == 404
    assert hers.post(api(vera, "calendars/"), {"kind": "cycles"}, format="json").status_code == 201

    assert program.post(revoke).json()["revoked_at"]
    assert program.post(revoke).status_code == 409
    assert client.get(path).status_code == 404
