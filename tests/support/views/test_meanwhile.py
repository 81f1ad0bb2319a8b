"""Two people at one ticket: who acts on what a page showed before overrules nobody unseen."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from support.models import Ticket
from tests.factories import MemberFactory, TicketFactory


@pytest.fixture
def ticket(workspace, sho):
    return TicketFactory(workspace=workspace, number=7, assignee=sho)


@pytest.fixture
def desk(client, sho):
    """Sho, at the desk."""
    client.force_login(sho.person)
    return client


def _url(name):
    return reverse(f"support:{name}", args=["platform", "S-7"])


def _hidden(page):
    """What the forms of the page tell again."""
    found = re.findall(r'name="(seen_\w+)" value="([^"]*)"', page.content.decode())
    return {name: unescape(value) for name, value in found}


def _undo(response):
    pattern = r'form="undo" formaction="([^"]+)" name="([^"]*)" value="([^"]*)"'
    found = re.findall(pattern, response.content.decode())[-1]
    return [unescape(part) for part in found]


NOW = timezone.now().replace(microsecond=123456)
STEPS = [
    ("release", {}, {}, "Haruka Mori has this ticket by now."),
    ("snooze", {"end": "hour"}, {}, "By now it is snoozed until"),
    ("wake", {}, {"state": "snoozed", "snoozed_until": NOW + timedelta(hours=4)}, "By now it is"),
    ("hand", {"owner": "recsys"}, {}, "By now it belongs to checkout."),
]


@pytest.mark.parametrize(("step", "given", "before", "said"), STEPS)
def test_step_from_a_page_of_before_is_refused_with_what_is_so(
    desk, ticket, haruka, step, given, before, said
):
    Ticket.objects.update(**before)
    shown = _hidden(desk.get(_url("ticket")))
    later = {"state": "snoozed", "snoozed_until": NOW + timedelta(days=2)}
    Ticket.objects.update(assignee=haruka, owner="checkout", **later)

    response = desk.post(_url(step), given | shown)

    assertContains(response, said, status_code=422)
    now = Ticket.objects.get()
    assert (now.assignee, now.owner) == (haruka, "checkout")
    assert now.snoozed_until == later["snoozed_until"]
    again = desk.post(_url(step), given | _hidden(response))
    assert again.status_code == 302


@pytest.mark.parametrize(("step", "given", "before", "said"), STEPS)
def test_step_from_the_page_as_it_is_is_done(desk, ticket, step, given, before, said):
    Ticket.objects.update(**before)
    shown = _hidden(desk.get(_url("ticket")))

    assert desk.post(_url(step), given | shown).status_code == 302


@pytest.mark.parametrize(
    ("step", "given"),
    [("take", {}), ("assign", {}), ("snooze", {"end": "hour"}), ("hand", {"owner": "recsys"})],
)
def test_undo_gives_way_to_what_somebody_did_later(desk, workspace, haruka, step, given):
    TicketFactory(workspace=workspace, number=7)
    colleague = MemberFactory(workspace=workspace)
    given = given | ({"assignee": colleague.pk} if step == "assign" else {})
    url, name, value = _undo(desk.post(_url(step), given, follow=True))
    later = {"assignee": haruka, "owner": "checkout", "state": "snoozed"}
    Ticket.objects.update(snoozed_until=NOW + timedelta(days=2), **later)

    response = desk.post(url, {name: value} if name else {})

    assert response.status_code == 422
    now = Ticket.objects.get()
    assert (now.assignee, now.owner, now.state) == (haruka, "checkout", "snoozed")
