from datetime import date, timedelta

import pytest
import time_machine
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from support.models import LeadDay
from support.queries.on_support import on_support_page
from support.queries.rotation import rotation_of
from support.queries.rotation_page import rotation_page
from tests.factories import NOON, MemberFactory
from tests.support.turns import FRIDAY, MONDAY, THURSDAY, away, on_support

URL = "/w/platform/support/rotation/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def us(sho, ren):
    """Who leads today, and who does not."""
    on_support(sho, ren)
    lead = rotation_of(sho.workspace, THURSDAY).lead_on(THURSDAY)
    return (sho, ren) if lead.member == sho.pk else (ren, sho)


def as_(client, member):
    client.force_login(member.person)
    return client


def test_page_shows_leads_turns_and_what_is_mine(client, us):
    page = as_(client, us[0]).get(URL)
    assertContains(page, "On support in cycle 23")
    assertContains(page, "Your turns")
    assertContains(page, "Turns so far")
    assertNotContains(page, "Take over now")


def test_taking_over_is_done_and_undone_from_the_message(client, us):
    leading, other = us
    assertContains(as_(client, other).get(URL), "Take over now")
    done = client.post(f"{URL}take-over/", {"instead_of": leading.pk}, follow=True)
    assertContains(done, "You lead the desk today.")
    assertContains(done, f"{URL}2026-05-21/take-back/")
    assert LeadDay.objects.get().member == other
    client.post(f"{URL}2026-05-21/take-back/")
    assert not LeadDay.objects.exists()


def test_second_who_takes_over_reads_who_was_first(client, us, haruka):
    leading, other = us
    LeadDay.objects.create(
        workspace=us[0].workspace, on=THURSDAY, member=other, kind="override", by=haruka, at=NOON
    )
    third = MemberFactory(workspace=us[0].workspace)
    on_support(third, number=24, state="planned")
    refused = as_(client, leading).post(f"{URL}take-over/", {"instead_of": third.pk})
    assertContains(refused, "has taken over meanwhile", status_code=422)


def test_day_is_swapped_by_form(client, us):
    leading, other = us
    day = f"{URL}2026-05-21/"
    assertContains(as_(client, leading).get(day), other.name)
    assertRedirects(client.post(f"{day}swap/", {"with_on": "2026-05-22"}), URL)
    assertContains(client.get(day), "swapped with Fri 22 May")
    assertContains(client.post(f"{day}swap/", {}), "Choose a day", status_code=422)


def test_day_is_covered_by_a_colleague_and_set_by_the_manager(client, us, haruka):
    leading, other = us
    as_(client, other).post(f"{URL}2026-05-21/cover/", {"member": other.pk, "reason": "Dentist"})
    assert LeadDay.objects.get().kind == LeadDay.Kind.COVER
    as_(client, haruka).post(f"{URL}2026-05-21/cover/", {"member": leading.pk})
    assert LeadDay.objects.get().kind == LeadDay.Kind.OVERRIDE
    assertContains(client.post(f"{URL}2026-05-21/cover/", {}), "Choose who leads", status_code=422)


def test_gap_is_warned_of_and_offered_to_whoever_is_free(client, us, haruka):
    for one in us:
        away(one, FRIDAY)
    page = as_(client, haruka).get(URL)
    assertContains(page, "nobody of the team is there")
    assertContains(client.get(f"{URL}2026-05-22/"), f'value="{haruka.pk}"')


def test_cover_that_does_not_hold_any_more_is_told(client, us, haruka):
    leading, other = us
    LeadDay.objects.create(
        workspace=leading.workspace, on=THURSDAY, member=other, instead_of=leading, kind="cover",
        by=other, at=NOON,
    )  # fmt: skip
    away(other, THURSDAY)
    said = f"{other.name} had agreed to lead, and is not there"

    day = as_(client, haruka).get(f"{URL}2026-05-21/")

    assertContains(day, f"{leading.name} leads the desk. {said}")
    assertContains(client.get(URL), said)


def test_who_is_not_concerned_finds_nothing_to_press(client, us, vera):
    assertNotContains(as_(client, vera).get(URL), "Change who leads")
    page = client.get(f"{URL}2026-05-21/")
    assertNotContains(page, "card padded")
    assert client.post(f"{URL}2026-05-21/cover/", {"member": us[1].pk}).status_code == 403


def test_impossible_day_is_not_found(client, us):
    assert as_(client, us[0]).get(f"{URL}2026-02-30/").status_code == 404
    assertContains(client.get(f"{URL}2026-05-23/"), "Nobody leads the desk that day.")


def test_workspace_without_a_team_says_what_to_do(client, haruka):
    assertContains(as_(client, haruka).get(URL), "Nobody is on support yet")
    assertContains(client.get("/w/platform/support/now/"), "Nobody is on support")


def test_who_only_asks_reads_who_is_on_support(client, us, nadia):
    page = as_(client, nadia).get("/w/platform/support/now/")
    assertContains(page, "leads today", count=1)
    assert client.get(URL).status_code == 403


def test_between_cycles_the_page_says_who_keeps_the_desk(us):
    on_support(us[0], number=24, state="planned")
    us[0].workspace.cycles.filter(number=23).update(state="closed", closed_at=NOON)
    late = NOON.replace(month=6, day=7, hour=16)  # Monday already, in Tokyo
    us[0].workspace.cycles.filter(number=24).update(starts_on=date(2026, 6, 15))
    page = rotation_page(member=us[0], now=late)
    assert page.between == "The team of cycle 23 keeps the desk until cycle 24 starts on 15 Jun."
    assert page.title == "On support in cycle 24"
    assert page.next_days[0].on == "2026-06-08"


@pytest.mark.parametrize("count", [1, 3])
def test_rotation_page_takes_seven_queries(sho, count, django_assert_num_queries):
    people = [sho, *(MemberFactory(workspace=sho.workspace) for _n in range(count))]
    on_support(*people)
    for n, person in enumerate(people):
        away(person, MONDAY)
        LeadDay.objects.create(
            workspace=sho.workspace,
            on=THURSDAY + timedelta(days=n + 4),
            member=person,
            instead_of=sho,
            kind="override",
            by=sho,
            at=NOON,
        )
    with django_assert_num_queries(7):
        page = rotation_page(member=sho, now=NOON)
    assert len(page.rows) == count + 2  # and nobody, on the Monday


@pytest.mark.parametrize("count", [1, 3])
def test_on_support_page_takes_six_queries(sho, count, django_assert_num_queries):
    on_support(sho, *(MemberFactory(workspace=sho.workspace) for _n in range(count)))
    with django_assert_num_queries(6):
        page = on_support_page(member=sho, now=NOON)
    assert len(page.team) == count + 1
