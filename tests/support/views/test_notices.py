"""The pages on which one reads what one was told, and chooses."""

import pytest
from django.core import mail
from django.db import transaction
from pytest_django.asserts import assertContains, assertNotContains

from support.actions.hearing import add_slack_channel
from support.actions.notices import tell
from support.models import EscalationTarget, Hearing, NoticeSettings, Notification, SlackChannel
from support.queries.notices import notices_page
from tests.factories import NOON, TicketFactory

LIST = "/w/platform/notifications/"
HEARING = "/w/platform/settings/hearing/"
NOTICES = "/w/platform/settings/notices/"
ESCALATION = "/w/platform/settings/escalation/"


@pytest.fixture
def as_sho(client, sho):
    client.force_login(sho.person)
    return client


@pytest.fixture
def as_haruka(client, haruka):
    client.force_login(haruka.person)
    return client


def _tell(member, count=1):
    for number in range(count):
        ticket = TicketFactory(workspace=member.workspace, title=f"Deploy {number}")
        with transaction.atomic():
            tell(workspace=member.workspace, reason="urgent", to=[member], ticket=ticket, at=NOON)


def test_list_shows_what_is_new_until_it_was_read(as_sho, sho, haruka):
    _tell(sho, 2)
    _tell(haruka)
    shown = as_sho.get(LIST)
    assertContains(shown, "2 are new")
    assertContains(shown, "Deploy 1")
    assertContains(shown, '<b class="count">2<')
    first = Notification.objects.filter(member=sho).first()
    assertContains(as_sho.post(f"{LIST}{first.pk}/read/", follow=True), "1 is new")
    assertContains(as_sho.post(f"{LIST}read/", follow=True), "Nothing new")
    assert Notification.objects.unread().get().member == haruka


def test_what_others_were_told_is_not_there(as_sho, haruka):
    _tell(haruka)
    theirs = Notification.objects.get()
    assertNotContains(as_sho.get(LIST), "Deploy")
    assert as_sho.post(f"{LIST}{theirs.pk}/read/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_two_questions_at_any_length(sho, count, django_assert_num_queries):
    _tell(sho, count)
    with django_assert_num_queries(2):
        page = notices_page(member=sho, now=NOON)
    assert len(page.rows) == count


def test_long_list_goes_on(sho):
    _tell(sho, 51)
    page = notices_page(member=sho, now=NOON)
    rest = notices_page(member=sho, now=NOON, before=int(page.older_url.rpartition("=")[2]))
    assert (len(page.rows), len(rest.rows), rest.older_url) == (50, 1, "")


def test_choice_is_kept_and_shown(as_sho, sho):
    typed = {"assigned": ["app", "email"], "quiet_from": "20:00", "quiet_to": "08:00"}
    assertContains(as_sho.post(HEARING, typed, follow=True), "Saved.")
    kept = Hearing.objects.get(member=sho)
    assert kept.choices["assigned"] == ["app", "email"]
    assert kept.choices["urgent"] == []
    assertContains(as_sho.get(HEARING), 'value="20:00')
    assertContains(as_sho.get(HEARING), 'name="assigned" value="email" checked')


@pytest.mark.parametrize(
    "typed",
    [{"quiet_from": "20:00"}, {"quiet_from": "x", "quiet_to": "y"}, {"ask": "pigeon"},
     {"slack_id": "@sho"}],
)  # fmt: skip
def test_choice_that_makes_no_sense_is_refused(as_sho, typed):
    assert as_sho.post(HEARING, typed).status_code == 422
    assert not Hearing.objects.exists()


def test_manager_says_what_everybody_is_told(as_haruka, workspace):
    as_haruka.post(NOTICES, {"ask": ["app"]})
    assert NoticeSettings.objects.get(workspace=workspace).defaults["ask"] == ["app"]
    assert as_haruka.post(NOTICES, {"ask": ["pigeon"]}).status_code == 422


def test_slack_channel_is_added_tried_and_removed(as_haruka, receiver):
    typed = {"name": "#platform", "url": receiver.url}
    shown = as_haruka.post(f"{NOTICES}slack/", typed, follow=True)
    assertContains(shown, "#platform")
    assertNotContains(shown, receiver.url)
    channel = SlackChannel.objects.get()
    assert receiver.url not in channel.sealed
    tried = as_haruka.post(f"{NOTICES}slack/{channel.pk}/try/", follow=True)
    assertContains(tried, "Slack took the test message")
    receiver.answers = (404, {}, b"no_team")
    tried = as_haruka.post(f"{NOTICES}slack/{channel.pk}/try/")
    assertContains(tried, "Slack answered 404: no_team", status_code=422)
    as_haruka.post(f"{NOTICES}slack/{channel.pk}/remove/")
    channel.refresh_from_db()
    assert (channel.sealed, channel.removed_at is None) == ("", False)
    assert as_haruka.post(f"{NOTICES}slack/{channel.pk}/remove/").status_code == 422


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("x", "http://10.0.0.1/a"),
        ("x", "https://hooks.slack.com/"),
        ("#platform", "https://x.org/a"),
    ],
)
def test_slack_channel_that_makes_no_sense_is_refused(as_haruka, haruka, workspace, name, url):
    add_slack_channel(
        workspace=workspace, name="#platform", url="https://x.org/a", by=haruka, at=NOON
    )
    assert as_haruka.post(f"{NOTICES}slack/", {"name": name, "url": url}).status_code == 422


def test_test_mail_goes_to_who_asks(as_haruka, mail_server):
    assertContains(as_haruka.post(f"{NOTICES}mail/", follow=True), "haruka@example.org")
    assert mail.outbox[0].to == ["haruka@example.org"]


def test_without_a_mail_server_the_test_says_so(as_haruka, settings):
    console = "django.core.mail.backends.console.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": console}}
    assertContains(as_haruka.post(f"{NOTICES}mail/"), "PLANNER_MAIL_URL", status_code=422)


def test_targets_are_set_in_a_table(as_haruka, workspace):
    shown = as_haruka.get(ESCALATION)
    assertContains(shown, 'name="critical_minutes" value="15"')
    typed = {"day_from": "08:00", "day_to": "17:00", "critical_minutes": "5",
             "critical_always": "on"}  # fmt: skip
    assertContains(as_haruka.post(ESCALATION, typed, follow=True), "Saved.")
    target = EscalationTarget.objects.get(workspace=workspace, sort="critical")
    assert (target.minutes, target.manager_minutes, target.around_the_clock) == (5, None, True)
    for bad in ({"day_to": "07:00"}, {"critical_minutes": "0"}, {"day_from": ""}):
        assert as_haruka.post(ESCALATION, typed | bad).status_code == 422


@pytest.mark.parametrize("url", [NOTICES, ESCALATION, "/w/platform/settings/webhooks/"])
def test_settings_of_the_workspace_are_the_managers(as_sho, url):
    assert as_sho.get(url).status_code == 403


def test_webhook_is_made_with_a_secret_that_is_shown_once(as_haruka):
    url = "/w/platform/settings/webhooks/"
    typed = {"url": "https://ci.example.org/hook", "kinds": ["ticket.opened"]}
    made = as_haruka.post(f"{url}new/", typed)
    assertContains(made, "whsec_")
    assert "no-store" in made.headers["Cache-Control"]
    assertNotContains(as_haruka.get(url), "whsec_")
    assert as_haruka.post(f"{url}new/", typed | {"kinds": []}).status_code == 422
    assert as_haruka.post(f"{url}new/", typed | {"url": "http://10.0.0.1/"}).status_code == 422
