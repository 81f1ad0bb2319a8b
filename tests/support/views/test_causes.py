"""The pages of causes: what they cost, which epic ends each, and what they are called."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cycles.models import Epic
from support.models import Cause, Remedy, Ticket
from support.queries.cause_endings import endings
from tests.factories import (
    NOON,
    CauseFactory,
    CycleFactory,
    EpicFactory,
    TicketFactory,
    TimeEntryFactory,
)

CAUSES = "/w/platform/causes/"


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def manager(client, haruka):
    client.force_login(haruka.person)
    return client


@pytest.fixture
def cause(workspace, sho):
    """It took two days in this cycle, which is over the threshold of one."""
    CycleFactory(workspace=workspace, number=23, state="active", started_at=NOON)
    made = CauseFactory(workspace=workspace, name="Access requests")
    for number in range(4):
        at = NOON - timedelta(days=7 * (number % 2))
        ticket = TicketFactory(
            workspace=workspace, cause=made, title=f"Namespace [{number}]", opened_at=at
        )
        TimeEntryFactory(member=sho, ticket=ticket, minutes=240, on=at.date())
    return made


@pytest.fixture
def url(cause):
    return f"{CAUSES}{cause.pk}/"


def test_manager_keeps_the_list(manager, workspace):
    manager.post(f"{CAUSES}new/", {"name": "Node alerts"})
    cause = Cause.objects.get()
    again = manager.post(f"{CAUSES}new/", {"name": "node alerts"})
    assertContains(again, "already", status_code=422)
    own = f"{CAUSES}{cause.pk}/"
    manager.post(f"{own}rename/", {"name": "Nodes"})
    manager.post(f"{own}archive/")
    cause.refresh_from_db()
    assert (cause.name, cause.archived_at) == ("Nodes", NOON)
    assertContains(manager.get(CAUSES), own)
    assertContains(manager.get(own), "Bring back")
    manager.post(f"{own}restore/")
    assertContains(manager.post(f"{own}rename/", {"name": ""}), "a name", status_code=422)


def test_who_only_looks_changes_nothing(client, vera, cause, url):
    client.force_login(vera.person)
    page = client.get(CAUSES)
    assertContains(page, "no epic is to end it")
    assertNotContains(page, "Make it an epic")
    shown = client.get(url)
    assertNotContains(shown, "Rename")
    assertNotContains(shown, "Make it an epic")
    assert client.get(f"{url}epic/").status_code == 403


def test_cause_over_the_threshold_becomes_an_epic(manager, workspace, cause, url):
    theme = workspace.themes.create(name="Self-service")
    assertContains(manager.get(CAUSES), "Access requests cost 2 d, and no epic is to end it.")
    form = manager.get(f"{url}epic/")
    assertContains(form, escape("End “Access requests”"))
    summary = form.context["form"].initial["summary"]
    assert summary.startswith("“Access requests” cost 2 d, 4 tickets over two cycles (")
    last = Ticket.objects.get(title="Namespace [3]")
    assert f"- [{last.key}](/w/platform/support/{last.key}) Namespace \\[3\\]: 4 h" in summary

    typed = {"title": "Namespaces by form", "size": "small", "theme_id": theme.pk}
    answer = manager.post(f"{url}epic/", typed | {"summary": summary})

    epic = Epic.objects.get()
    assertRedirects(answer, epic.get_absolute_url())
    assert (epic.origin, epic.theme, epic.state) == ("issue", theme, "candidate")
    assert Remedy.objects.get().tickets.count() == 4
    page = manager.get(CAUSES)
    assertContains(page, "Namespaces by form")
    assertNotContains(page, "Make it an epic")
    assertContains(manager.get(url), "2 d, 4 tickets")
    assertContains(manager.get(epic.get_absolute_url()), "2 d over two cycles")


def test_epic_without_a_title_is_no_epic(manager, url):
    answer = manager.post(f"{url}epic/", {"title": "", "size": "big"})
    assertContains(answer, "required", status_code=422)
    assert not Epic.objects.exists()


def test_page_of_the_epic_shows_whether_the_cause_fell(manager, workspace, cause, url, sho):
    epic = EpicFactory(
        workspace=workspace, state="shipped", shipped_at=NOON - timedelta(days=14), title="Form"
    )
    Remedy.objects.create(cause=cause, epic=epic, days=4, at=NOON - timedelta(days=60))
    first = (NOON - timedelta(days=20)).date()
    for number in range(6):
        ticket = TicketFactory(
            workspace=workspace, cause=cause, opened_at=NOON - timedelta(days=24)
        )
        TimeEntryFactory(member=sho, ticket=ticket, minutes=480, on=first + timedelta(number))
    # 6 days in the 11 from the first ticket to the shipping, 2 in the 14 after it.
    said = "from 22.9 d to 6 d per cycle"
    for page in (epic.get_absolute_url(), url, CAUSES, "/w/platform/ratio/"):
        assertContains(manager.get(page), said)


@pytest.mark.parametrize(("more", "offers"), [(0, False), (60, True)])
def test_cause_whose_epic_shipped_is_judged_by_what_came_since(
    manager, workspace, haruka, cause, url, sho, more, offers
):
    epic = EpicFactory(workspace=workspace, state="shipped", shipped_at=NOON - timedelta(days=7))
    Remedy.objects.create(cause=cause, epic=epic, days=4, at=NOON - timedelta(days=60))
    if more:
        ticket = TicketFactory(workspace=workspace, cause=cause)
        TimeEntryFactory(member=sho, ticket=ticket, minutes=more, on=NOON.date())
    # Two days over two cycles, and one of them since the shipping: no more than the threshold.
    assert (f"Make {cause.name} an epic" in manager.get(CAUSES).text) is offers
    assert ("since an epic for it shipped, on 14 May" in manager.get(url).text) is offers
    assert bool(endings(haruka, [cause.pk], NOON.date())[cause.pk].make_url) is offers


def test_time_that_nobody_logged_is_told_by_the_ratio(manager, workspace, sho, cause):
    TimeEntryFactory(member=sho, ticket=TicketFactory(workspace=workspace), minutes=48)
    page = manager.get(CAUSES)
    assertContains(page, "Logged without a cause")
    assertContains(page, '<a href="/w/platform/ratio/">the ratio</a> has it as unattributed')


def test_epic_that_is_there_is_chosen_and_taken_off(manager, workspace, cause, url):
    epic = EpicFactory(workspace=workspace)
    assertRedirects(manager.post(f"{url}end-by/", {"epic": epic.pk}), url)
    again = manager.post(f"{url}end-by/", {"epic": epic.pk})
    assertContains(again, "already", status_code=422)
    other = EpicFactory()
    assertContains(manager.post(f"{url}end-by/", {"epic": other.pk}), "Choose", status_code=422)
    remedy = Remedy.objects.get()
    assertRedirects(manager.post(f"{url}let-be/", {"remedy": remedy.pk}), url)
    assertRedirects(manager.post(f"{url}let-be/", {"remedy": remedy.pk}), url)
    assert not Remedy.objects.exists()


def test_what_came_again_is_given_a_cause_together(manager, workspace, cause):
    for who in ("search", "recsys"):
        TicketFactory(workspace=workspace, title=f"Namespace for {who}, please", opened_at=NOON)
    for title in ("本番のログを見る権限をください", "本番ログの閲覧権限をください"):
        TicketFactory(workspace=workspace, title=title, opened_at=NOON)
    (repeat,) = manager.get(CAUSES).context["page"].repeats
    assert (repeat.times, repeat.without, repeat.cause) == (2, 2, None)

    answer = manager.post(f"{CAUSES}attribute/", {"tickets": repeat.pks, "name": "Log access"})

    assertRedirects(answer, CAUSES)
    made = Cause.objects.get(name="Log access")
    assert made.tickets.count() == 2
    assert not manager.get(CAUSES).context["page"].repeats
    again = manager.post(f"{CAUSES}attribute/", {"tickets": repeat.pks, "cause": made.pk})
    assertContains(again, "a cause already", status_code=422)
    nothing = manager.post(f"{CAUSES}attribute/", {"tickets": repeat.pks})
    assertContains(nothing, "Choose a cause", status_code=422)


def test_who_works_the_desk_names_no_new_cause(client, sho, workspace, cause):
    client.force_login(sho.person)
    made = [
        TicketFactory(workspace=workspace, title="Raise the quota", opened_at=NOON).pk for _ in "ab"
    ]
    typed = {"tickets": f"{made[0]},{made[1]}", "name": "Quota"}
    answer = client.post(f"{CAUSES}attribute/", typed)
    assertContains(answer, "Choose a cause", status_code=422)
    client.post(f"{CAUSES}attribute/", typed | {"cause": cause.pk})
    assert not Ticket.objects.filter(cause=None).exists()
    assert not Cause.objects.filter(name="Quota").exists()


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_much_for_many_as_for_few(
    manager, workspace, sho, count, django_assert_num_queries
):
    CycleFactory(workspace=workspace, number=23, state="active", started_at=NOON)
    for number in range(count):
        cause = CauseFactory(workspace=workspace)
        epic = EpicFactory(workspace=workspace)
        for _n in range(count + 1):
            ticket = TicketFactory(workspace=workspace, cause=cause, opened_at=NOON)
            TimeEntryFactory(member=sho, ticket=ticket)
            TicketFactory(workspace=workspace, title=f"Same {number} again", opened_at=NOON)
        Remedy.objects.create(cause=cause, epic=epic, days=1, at=NOON)
    manager.get(CAUSES)
    with django_assert_num_queries(21):
        manager.get(CAUSES)
    with django_assert_num_queries(24):
        manager.get(reverse("support:cause", args=["platform", cause.pk]))
