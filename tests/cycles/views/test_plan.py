import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cycles.actions.cycle import start_cycle
from cycles.actions.epics import choose_epic, create_epic
from cycles.actions.seats import seat_member
from cycles.models import Cycle, Epic, Seat
from tests.cycles.conftest import seated, team, worker
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def at_noon(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def signed_in(client, haruka):
    client.force_login(haruka.person)
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"cycles:{name}", args=["platform", *args])


def queries(client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


def test_plan_shows_what_is_missing(signed_in, ready, ren):
    page = signed_in.get(url("plan", 23))

    assertContains(page, "Plan cycle 23")
    assertContains(page, "was to start 24 days ago")
    assertContains(page, "Ren Kuroda")
    assertNotContains(page, "Can’t start")


def test_next_plan_is_that_of_the_first_cycle_ahead(signed_in, ready):
    assertContains(signed_in.get(url("plan_next")), "Plan cycle 23")


def test_reasons_lead_to_the_seat_that_is_missing(signed_in, ready, ren):
    signed_in.post(url("seat_remove", 23, ren.seats.get().pk))

    page = signed_in.get(url("plan", 23)).content.decode()

    anchor = re.search(r'href="#(seat-\d+-2)" data-fix>Ingress failover needs 1 more', page)
    assert anchor
    assert f'id="{anchor[1]}"' in page
    assert "Start cycle</button>" in page  # and no way to start


def test_name_that_is_read_from_the_right_leaves_the_rules_in_order(signed_in, ready, ingress, ren):
    Epic.objects.filter(pk=ingress.pk).update(title="بوابة الدخول 5")
    ready.teams.get(kind="big").seats.get(member=ren).delete()

    page = signed_in.get(url("plan", 23))

    assertContains(page, "<b>\u2068بوابة الدخول 5\u2069 has 1 of 2–3 people.</b>", html=True)


def test_plan_asks_the_same_with_1_and_with_60_members(signed_in, cycle):
    seated(cycle, 1)
    few = queries(signed_in, url("plan", 23))
    seated(cycle, 59)

    assert queries(signed_in, url("plan", 23)) == few
    assert len(signed_in.get(url("plan", 23)).content) < 150_000


def test_empty_plan_of_60_people_stays_small(signed_in, cycle):
    seated(cycle, 60)
    Seat.objects.all().delete()

    assert len(signed_in.get(url("plan", 23)).content) < 150_000


def test_epic_is_chosen_and_taken_out_by_forms(signed_in, cycle, ingress):
    assertRedirects(signed_in.post(url("choose", 23), {"epic": ingress.pk}), url("plan", 23))
    assert cycle.bets.get().epic == ingress

    signed_in.post(url("remove", 23), {"epic": ingress.pk})
    assert not cycle.bets.exists()


def test_refused_choice_shows_the_plan_with_the_reason(signed_in, ready, ingress):
    page = signed_in.post(url("choose", 23), {"epic": ingress.pk})

    assertContains(page, "Ingress failover is in cycle 23.", status_code=422)


def test_small_epics_are_reordered_by_form(signed_in, cycle, quota, haruka):
    other = create_epic(
        workspace=cycle.workspace, title="Drill", size="small", origin="issue",
        by=haruka, at=NOON,
    )  # fmt: skip
    for epic in (quota, other):
        choose_epic(cycle=cycle, epic=epic, by=haruka, at=NOON)

    signed_in.post(url("move", 23), {"move": f"{other.pk}:-1"})

    assert [bet.epic for bet in cycle.bets.order_by("position")] == [other, quota]


def test_person_is_seated_moved_and_taken_off(signed_in, ready, ren):
    seat, small = ren.seats.get(), team(ready, "small")

    signed_in.post(url("seats", 23), {"team": small.pk, "member": f"{ren.pk}@{seat.pk}"})
    assert ren.seats.get().team == small

    signed_in.post(url("seat_remove", 23, seat.pk))
    assert not ren.seats.exists()

    signed_in.post(url("seats", 23), {"team": small.pk, "member": str(ren.pk)})
    assert ren.seats.get().team == small


def test_seat_that_somebody_else_took_is_refused_with_where(signed_in, ready, ren):
    small = team(ready, "small")

    page = signed_in.post(url("seats", 23), {"team": small.pk, "member": str(ren.pk)})

    assertContains(page, "Ren Kuroda already sits in Ingress failover.", status_code=422)
    assert ren.seats.get().team == team(ready, "big")


def test_seat_emptied_meanwhile_is_refused_in_words(signed_in, ready, ren):
    seat = ren.seats.get()
    signed_in.post(url("seat_remove", 23, seat.pk))

    assertContains(signed_in.post(url("seat_remove", 23, seat.pk)), "empty now", status_code=422)


def test_days_of_a_seat_can_be_changed(signed_in, ready, ren):
    page = url("seat", 23, ren.seats.get().pk)
    assertContains(signed_in.get(page), "Ren Kuroda in Ingress failover")

    signed_in.post(page, {"from_on": "2026-05-04", "to_on": "2026-06-07"})

    assert ren.seats.get().from_on.isoformat() == "2026-05-04"
    assertContains(signed_in.get(url("plan", 23)), "from 4 May")
    assert signed_in.post(page, {"from_on": "x"}).status_code == 422


def test_days_of_a_seat_that_two_change_are_both_kept_or_refused(signed_in, ready, ren):
    page = url("seat", 23, ren.seats.get().pk)
    seen = {"seen_from": "2026-04-27", "seen_to": "2026-06-07"}
    assertContains(signed_in.get(page), '<input type="hidden" name="seen_to" value="2026-06-07"')
    signed_in.post(page, {"from_on": "2026-05-04", "to_on": "2026-06-07", **seen})

    signed_in.post(page, {"from_on": "2026-04-27", "to_on": "2026-05-31", **seen})
    refused = signed_in.post(page, {"from_on": "2026-05-11", "to_on": "2026-06-07", **seen})

    said = "Not saved: Ren Kuroda sits there from 4 May to 31 May by now."
    assertContains(refused, said, status_code=422)
    seat = ren.seats.get()
    assert (seat.from_on.isoformat(), seat.to_on.isoformat()) == ("2026-05-04", "2026-05-31")


def test_who_was_moved_meanwhile_is_not_moved_or_taken_off_unseen(signed_in, ready, ren):
    seat, teams = ren.seats.get(), {kind: team(ready, kind) for kind in ("small", "on_support")}
    signed_in.post(url("seat_remove", 23, teams["on_support"].seats.get().pk))
    plan = signed_in.get(url("plan", 23)).content.decode()
    shown = re.search(rf'data-value="({ren.pk}@[\d.]+)"', plan)[1]
    off = re.search(rf'formaction="([^"]*/seats/{seat.pk}/remove/[^"]*)"', plan)[1]
    dated = re.search(r'action="([^"]*of=[^"]*)" novalidate',
                      signed_in.get(url("seat", 23, seat.pk)).content.decode())[1]  # fmt: skip
    signed_in.post(url("seat_move", 23, seat.pk), {"team": teams["on_support"].pk})

    days = {"from_on": "2026-05-04", "to_on": "2026-06-07"}
    for late in (
        signed_in.post(url("seats", 23), {"team": teams["small"].pk, "member": shown}),
        signed_in.post(off),
        signed_in.post(dated.replace("&amp;", "&"), days),
    ):
        assertContains(late, "Ren Kuroda sits in On support by now.", status_code=422)

    assert ren.seats.get().team == teams["on_support"]
    # Who wanted the same has it.
    again = {"team": teams["on_support"].pk, "member": shown}
    assert signed_in.post(url("seats", 23), again).status_code == 302


def test_undo_of_a_move_gives_way_to_a_later_one(signed_in, ready, ren):
    seat = ren.seats.get()
    signed_in.post(url("seat_remove", 23, team(ready, "on_support").seats.get().pk))
    signed_in.post(url("seat_move", 23, seat.pk), {"team": team(ready, "on_support").pk})
    page = signed_in.get(url("plan", 23)).content.decode()
    undo = re.search(r'form="undo" formaction="([^"]+)" name="team" value="(\d+)"', page)
    assert f"of={team(ready, 'on_support').pk}" in undo[1]
    signed_in.post(url("seat_move", 23, seat.pk), {"team": team(ready, "small").pk})

    late = signed_in.post(undo[1].replace("&amp;", "&"), {"team": undo[2]})

    assertContains(late, "by now", status_code=422)
    assert ren.seats.get().team == team(ready, "small")


def test_filters_stay_while_a_seat_is_open(signed_in, ready, ren):
    filters = "?origin=issue&size=big&q=x"
    plan = signed_in.get(url("plan", 23) + filters).content.decode()
    seat = url("seat", 23, ren.seats.get().pk)
    opened = re.search(rf'href="({seat}[^"]*)"', plan)[1].replace("&amp;", "&")
    page = signed_in.get(opened).content.decode()

    assert opened == seat + filters
    assert f'href="{url("plan", 23)}{filters}"'.replace("&", "&amp;") in page
    ways = [way.replace("&amp;", "&") for way in re.findall(r'action="([^"]*/seats/[^"]*)"', page)]
    assert len(ways) == 3
    days = {"from_on": "2026-05-04", "to_on": "2026-06-07"}
    back = [signed_in.post(way, {**days, "team": team(ready, "small").pk}) for way in ways]
    back[1:] = [one for one in back[1:] if one.status_code == 302]
    for one in back:
        assert one.url == url("plan", 23) + filters


def test_what_people_do_now_is_said_also_of_who_has_a_seat(signed_in, ready, haruka, ren):
    start_cycle(cycle=ready, by=haruka, at=NOON, on=ready.starts_on)
    support = team(Cycle.objects.get(number=24), "on_support")
    seat = seat_member(team=support, member=ren, by=haruka, at=NOON)

    assertContains(signed_in.get(url("plan", 24)), 'title="now Ingress failover"')
    assertContains(signed_in.get(url("seat", 24, seat.pk)), "Now Ingress failover")


def test_start_asks_once_and_locks(signed_in, ready):
    assertContains(signed_in.get(url("start", 23)), "It began as planned")

    assertRedirects(
        signed_in.post(url("start", 23), {"on": "2026-04-27"}), reverse("now", args=["platform"])
    )

    page = signed_in.get(url("plan", 23))
    assertContains(page, "Started on 21 May: teams and epics are locked.")
    assertNotContains(page, "formaction")
    assert ready.bets.get().epic.state == Epic.State.EXPLORING


def test_start_with_a_blocked_plan_says_why(signed_in, ready, ren):
    signed_in.post(url("seat_remove", 23, ren.seats.get().pk))

    assertContains(signed_in.get(url("start", 23)), "Ingress failover has 1 of 2–3 people.")
    assertContains(
        signed_in.post(url("start", 23)), "Can’t start: Ingress failover needs 1 more.",
        status_code=422,
    )  # fmt: skip


def test_viewer_sees_the_plan_and_no_control(client, ready, vera):
    client.force_login(vera.person)

    page = client.get(url("plan", 23))

    assertContains(page, "Ren Kuroda")
    assertNotContains(page, "formaction")
    assertNotContains(page, "data-drag")
    assert client.post(url("seats", 23)).status_code == 403


@pytest.mark.parametrize("name", ["plan_next", "plan", "start"])
def test_plan_of_another_workspace_does_not_exist(client, ready, otto, name):
    client.force_login(otto.person)

    assert client.get(url(name, *([] if name == "plan_next" else [23]))).status_code == 404


def test_ids_of_another_workspace_are_not_found(client, signed_in, ready, otto):
    theirs = worker(otto.workspace, "Somebody")

    page = signed_in.post(
        url("seats", 23), {"team": team(ready, "small").pk, "member": str(theirs.pk)}
    )

    assert page.status_code == 404


def test_parked_epic_is_offered_again_below_the_others(signed_in, cycle, ingress, quota):
    Epic.objects.filter(pk=ingress.pk).update(state="parked")

    page = signed_in.get(url("plan", 23)).content.decode()
    signed_in.post(url("choose", 23), {"epic": ingress.pk})

    offered = re.findall(r'"Add ([^"]+) to cycle 23"', page)
    assert list(dict.fromkeys(offered)) == ["Quota form", "Ingress failover"]
    assert "parked" in page
    assert cycle.bets.get().epic == ingress


def test_filters_narrow_the_list_and_survive_a_change(signed_in, cycle, ingress, quota):
    page = signed_in.get(url("plan", 23), {"size": "small"})
    assertContains(page, "Quota form")
    assertNotContains(page, "Ingress failover")

    answer = signed_in.post(url("choose", 23) + "?size=small", {"epic": quota.pk})
    assertRedirects(answer, url("plan", 23) + "?size=small")


def test_locked_plan_is_not_changed_by_an_old_page(signed_in, ready, quota, haruka):
    start_cycle(cycle=ready, by=haruka, at=NOON, on=ready.starts_on)

    page = signed_in.post(url("choose", 23), {"epic": quota.pk})

    assertContains(page, "Cycle 23 has started: its plan is locked.", status_code=422)
