"""The page of the ratio, what is behind its figures, and a day that is corrected."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pytest_django.asserts import assertContains, assertNotContains

from cycles.models import Seat
from support.actions.ratio import correct_day, remember_ratio
from support.actions.time import log_time
from support.models import DayCorrection, Remedy
from support.queries.ratio import ratio_page
from tests.factories import (
    NOON,
    CauseFactory,
    CycleFactory,
    EpicFactory,
    MemberFactory,
    TaskFactory,
    TeamFactory,
    TicketFactory,
)
from tests.support.interrupted import shielded, through

TODAY = date(2026, 5, 21)
RATIO = "/w/platform/ratio/"


@pytest.fixture
def nodes(workspace):
    return CauseFactory(workspace=workspace, name="Nodes")


@pytest.fixture
def worked(cycle_23, release_team, on_support, ren, sho, nodes, time_machine):
    """Ren lost a day to Checkout, Sho half a day to debt; cycle 22 was before our time."""
    time_machine.move_to(NOON, tick=False)
    ticket = TicketFactory(workspace=cycle_23.workspace, title="Disk full", cause=nodes)
    log_time(member=sho, on=TODAY, minutes=120, ticket=ticket, by=sho, at=NOON)
    card = TaskFactory(team=on_support, nature="debt", epic=None)
    log_time(member=sho, on=TODAY, minutes=240, task=card, by=sho, at=NOON)
    one = through(release_team, ren, days=3, cause=nodes, asker_team="Checkout", asked="Rollback")
    log_time(member=ren, on=TODAY, minutes=480, interruption=one, by=ren, at=NOON)
    shielded(release_team, ren, asker_team="Checkout")
    past = CycleFactory(
        workspace=cycle_23.workspace, number=22, state="closed", started_at=NOON, closed_at=NOON
    )
    remember_ratio(cycle=past, weeks=[(Decimal(6), Decimal(10))] * 6, by=ren, at=NOON)
    return cycle_23


def shown(client, member, url=RATIO):
    client.force_login(member.person)
    return client.get(url)


def test_page_says_what_became_of_the_reactive_share(worked, client, vera):
    page = shown(client, vera)

    # Fifteen days each: Sho's less half a day of debt, and one of Ren's.
    assertContains(page, "Reactive work fell from 60 % to 52 % in 2 cycles")
    assertContains(page, "Nodes")
    assertContains(page, "15.5 d")
    assertContains(page, "1 shielded")
    assertContains(page, "Checkout")
    assertContains(page, "“Argo CD migration” lost 1 of 15 days.")


def test_days_of_who_asked_come_to_what_stands_below_them(worked, vera, ren):
    """What a team took without being asked is not theirs."""
    ticket = TicketFactory(workspace=worked.workspace)
    on = TODAY - timedelta(days=1)
    log_time(member=ren, on=on, minutes=240, ticket=ticket, by=ren, at=NOON)
    chosen = ratio_page(vera, at=NOON).chosen
    assert [line.days for line in chosen.askers] == ["1.0 d"]
    assert chosen.asked_days == "1.0 d"


def test_page_by_cycles_has_one_bar_for_each(worked, vera):
    page = ratio_page(vera, at=NOON, by_week=False)
    assert [len(group.bars) for group in page.chart.groups] == [1, 1]
    assert [row.share for row in page.chart.rows] == ["60 %", "52 %"]


def test_tables_tell_of_the_cycle_that_is_asked_for(worked, client, vera):
    page = shown(client, vera, f"{RATIO}?cycle=22")
    assertContains(page, "It was over before you came here")
    assertContains(shown(client, vera, f"{RATIO}?cycle=x&by=y"), "Cycle 23 52 % so far")


def test_cause_shows_the_epic_that_ends_it_or_offers_one(worked, client, haruka, vera, nodes):
    offered = f"/w/platform/causes/{nodes.pk}/epic/"
    assertContains(shown(client, haruka), offered)
    assertNotContains(shown(client, vera), offered)

    epic = EpicFactory(workspace=worked.workspace, title="Boring nodes")
    Remedy.objects.create(cause=nodes, epic=epic, by=haruka, at=NOON, days=2)

    assertContains(shown(client, haruka), "Boring nodes")
    assertNotContains(shown(client, haruka), offered)


def test_cause_that_fell_to_nothing_after_its_epic_shipped_has_a_row(
    worked, client, haruka, ren, nodes, on_support, sho
):
    other = CauseFactory(workspace=worked.workspace, name="Certificates")
    past = worked.workspace.cycles.get(number=22)
    days = {other: Decimal(4), nodes: Decimal(1)}
    remember_ratio(cycle=past, weeks=[(Decimal(6), Decimal(10))] * 6, causes=days, by=ren, at=NOON)
    assertNotContains(shown(client, haruka), "Certificates")

    epic = EpicFactory(
        workspace=worked.workspace, title="Issue them", state="shipped",
        shipped_at=NOON - timedelta(days=30),
    )  # fmt: skip
    Remedy.objects.create(cause=other, epic=epic, by=haruka, at=NOON, days=4)

    page = ratio_page(haruka, at=NOON)
    assert [(one.name, one.days) for one in page.chosen.causes][-1] == ("Certificates", "0.0 d")
    assertContains(shown(client, haruka), "Issue them")
    # Had it shipped later, it were not what the cause fell by.
    epic.shipped_at = NOON + timedelta(days=60)
    epic.save(update_fields=["shipped_at"])
    assertNotContains(shown(client, haruka), "Issue them")


def test_days_of_small_epics_without_one_in_progress_are_unassigned(worked, client, haruka, ren):
    team = TeamFactory(cycle=worked, kind="small", epic=None)
    member = MemberFactory(workspace=worked.workspace)
    Seat.objects.create(team=team, member=member, from_on=TODAY, to_on=TODAY)
    assertContains(shown(client, haruka), "1 d of Small Epics are unassigned: none was in progress")
    listed = shown(client, haruka, f"{RATIO}23/?team={team.pk}")
    assertContains(listed, "Unassigned: no epic in progress")
    assertContains(listed, "Work on the epic", count=0)


def test_figures_open_what_is_behind_them(worked, client, haruka, nodes):
    page = shown(client, haruka, f"{RATIO}23/?cause={nodes.pk}")

    assertContains(page, "1.3 d")
    assertContains(page, "Rollback")
    assertContains(page, "Disk full")
    assertNotContains(page, "On support, not logged")
    assertContains(shown(client, haruka, f"{RATIO}23/?cause=none"), "On support, not logged")
    assertContains(shown(client, haruka, f"{RATIO}23/?asker=Checkout"), "1.0 d")
    assertContains(shown(client, haruka, f"{RATIO}23/?week=4&nature=proactive"), "Work on the epic")
    assert shown(client, haruka, f"{RATIO}99/").status_code == 404


def test_each_figure_is_the_sum_of_the_days_that_it_opens(
    worked, release_team, client, haruka, ren, sho
):
    """Also those that are one row together, of many causes and many who asked."""
    for number in range(10):
        cause = CauseFactory(workspace=worked.workspace, name=f"Cause {number}")
        on = TODAY - timedelta(days=1 + number % 3)
        ticket = TicketFactory(workspace=worked.workspace, cause=cause)
        log_time(member=sho, on=on, minutes=24, ticket=ticket, by=sho, at=NOON)
        one = through(release_team, ren, days=1, cause=cause, asker_team=f"Team {number}")
        log_time(member=ren, on=on, minutes=12 + 12 * number, interruption=one, by=ren, at=NOON)
    chosen = ratio_page(haruka, at=NOON).chosen
    figures = [(line.url, line.days) for line in (*chosen.causes, *chosen.askers) if line.days]
    figures.append((chosen.asked_url, chosen.asked_days))
    assert [line.name for line in (chosen.causes[-1], chosen.askers[-1])] == [
        "All other, 5 causes",
        "4 other teams",
    ]
    for url, days in figures:
        assert shown(client, haruka, url).context["page"].said == days, url
    for line in chosen.teams:
        said = shown(client, haruka, line.url).context["page"].said
        assert f"{line.days} of them reactive: {line.share}." in said, line.url


def test_days_of_a_person_are_seen_by_managers_and_by_that_person(
    worked, client, haruka, ren, sho, vera
):
    theirs, day = f"{RATIO}23/?person={ren.pk}", f"{RATIO}people/{ren.pk}/{TODAY}/"
    for member, seen in ((haruka, 200), (ren, 200), (sho, 403), (vera, 403)):
        assert shown(client, member, theirs).status_code == seen
        assert shown(client, member, day).status_code == seen
    assertNotContains(shown(client, vera, f"{RATIO}23/"), "Ren Kuroda")
    assertNotContains(shown(client, vera), "Ren Kuroda")
    assertContains(shown(client, haruka, f"{RATIO}23/"), "Ren Kuroda")


def test_day_is_corrected_by_one_click_with_its_reason(worked, client, ren):
    url = f"{RATIO}people/{ren.pk}/{TODAY}/"
    client.force_login(ren.person)

    assertContains(client.post(f"{url}correct/", {"percent": 0}), "Say why.", status_code=422)
    answer = client.post(
        f"{url}correct/", {"percent": 0, "reason": "It was our own bug."}, follow=True
    )

    assertContains(answer, "It was our own bug.")
    assertContains(answer, "0 % reactive")
    one = DayCorrection.objects.get()
    assertContains(client.post(f"{url}strike/{one.pk}/", follow=True), "100 % reactive")


def test_table_to_take_along_has_names_only_for_who_may_see_them(worked, client, haruka, vera):
    mine = b"".join(shown(client, haruka, f"{RATIO}ratio.csv")).decode()
    theirs = b"".join(shown(client, vera, f"{RATIO}ratio.csv?cycle=23")).decode()

    assert mine.startswith("\ufeffCycle,Week,Day,Team,Person,Nature")
    assert "22,1,2026-03-16,,,Reactive,Remembered,,,,6.0000" in mine
    assert "Ren Kuroda" in mine
    assert "Ren Kuroda" not in theirs
    assert "\r\n22," not in theirs


def test_page_costs_the_same_whatever_there_is(worked, ren, vera):
    def queries():
        with (
            CaptureQueriesContext(
                connection,
            ) as told,
            translation.override("en"),
        ):
            ratio_page(vera, at=NOON)
        return len(told)

    before = queries()
    for day in range(3):
        ticket = TicketFactory(
            workspace=worked.workspace, cause=CauseFactory(workspace=worked.workspace)
        )
        on = TODAY - timedelta(days=day)
        log_time(member=ren, on=on, minutes=5, ticket=ticket, by=ren, at=NOON)
    CycleFactory(
        workspace=worked.workspace, number=21, state="closed", started_at=NOON, closed_at=NOON
    )
    assert queries() == before == 16


def test_correction_alone_makes_no_cause_worth_an_epic(worked, client, haruka, ren, sho):
    """It says why a day was reactive, and logs nothing; what is logged does."""
    other = CauseFactory(workspace=worked.workspace, name="Certificates")
    for days in range(2):
        on = TODAY - timedelta(days=days)
        correct_day(member=ren, on=on, percent=100, reason="A storm.", cause=other, by=ren, at=NOON)
    assertNotContains(shown(client, haruka), "Make Certificates an epic")
    ticket = TicketFactory(workspace=worked.workspace, cause=other)
    log_time(member=sho, on=TODAY, minutes=500, ticket=ticket, by=sho, at=NOON)
    assertContains(shown(client, haruka), "Make Certificates an epic")


def test_cause_that_costs_enough_in_the_running_cycle_alone_is_worth_an_epic(
    worked, client, haruka, sho
):
    other = CauseFactory(workspace=worked.workspace, name="Certificates")
    ticket = TicketFactory(workspace=worked.workspace, cause=other)
    for days in range(3):
        on = TODAY - timedelta(days=days)
        log_time(member=sho, on=on, minutes=200, ticket=ticket, by=sho, at=NOON)
    assertContains(shown(client, haruka), "Make Certificates an epic")
