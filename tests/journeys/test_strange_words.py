"""What is written outside, however long and in whatever script, breaks no page of the desk."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from planner.models import Member, Workspace
from support.models import Alert, DeskSettings, Ticket
from tests.factories import SourceFactory, TicketFactory
from tests.services.stack import Stack

pytestmark = pytest.mark.journey

DESK = "/w/platform/support/"
PHONE = {"width": 390, "height": 844}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TITLES = (
    "W" * 300,
    "Somebody pasted the whole expression into the summary, twice over. " * 4,
    "本番環境のデータベース接続数が上限に達したため新規接続が拒否されています" * 8,
    "خدمة الدفع متوقفة عن العمل (payments-gateway) في المنطقة tokyo-1",
    "שירות התשלומים אינו זמין (99%)",
    "🔥👩‍👩‍👧‍👦" * 40,
    "https://grafana.example/d/" + "path/" * 50,
)


@pytest.fixture
def strange(workspace: Workspace) -> list[Ticket]:
    """Each with all that can be said of a ticket in its head, and an alert of forty labels."""
    now = timezone.now()
    DeskSettings.objects.update(tickets_numbered=len(TITLES))
    source = SourceFactory(workspace=workspace, name=TITLES[2][:60])
    tickets = [
        TicketFactory(
            workspace=workspace,
            number=number,
            kind=Ticket.Kind.ALERT,
            title=title[:300],
            state=Ticket.State.SNOOZED,
            snoozed_until=now + timedelta(days=2),
            severity=Ticket.Severity.CRITICAL,
            layer=Ticket.Layer.NODE,
            health=Ticket.Health.WORK,
            source=source,
            group_hash=str(number),
            opened_at=now - timedelta(hours=number),
            last_event_at=now,
        )
        for number, title in enumerate(TITLES, 1)
    ]
    for ticket in tickets:
        Alert.objects.create(
            source=source,
            ticket=ticket,
            key=ticket.group_hash,
            name=ticket.title,
            state=Alert.State.FIRING,
            severity=Ticket.Severity.CRITICAL,
            layer=Ticket.Layer.NODE,
            health=Ticket.Health.WORK,
            starts_at=now,
            last_seen_at=now,
            labels={f"a_label_without_end_{at}": "v" * at * 4 for at in range(40)},
            annotations={"summary": ticket.title, "description": "x" * 20_000},
        )
    return tickets


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_words_are_too_wide(
    stack: Stack, haruka: Member, strange: list[Ticket], language: str
) -> None:
    haruka.person.language = language
    haruka.person.save()
    alerts = {alert.ticket_id: alert.pk for alert in Alert.objects.all()}
    urls = [DESK, *(f"{DESK}{ticket.key}" for ticket in strange)]
    urls += [f"{DESK}{ticket.key}/alerts/{alerts[ticket.pk]}/" for ticket in strange]
    page = stack.sign_in(haruka, viewport=PHONE, has_touch=True)

    assert [url for url in urls if is_wider(page, url)] == []


def is_wider(page: Page, url: str) -> bool:
    page.goto(url)
    return bool(page.evaluate(SIDEWAYS) > 0)


def test_empty_pane_and_list_have_names_of_their_own(stack: Stack, haruka: Member, axe) -> None:
    haruka.person.language = "ja"
    haruka.person.save()
    page = stack.sign_in(haruka)
    page.goto(DESK)

    axe(page)
