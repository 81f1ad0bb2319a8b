"""Setting a source up, from its page."""

import json

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from planner.models import Activity
from support.actions.secrets import name_topic
from support.actions.trials import NothingToTryWith, send_test_alert
from support.models import Delivery, SigningSecret, Source, Ticket
from support.queries.mappings import mapping_page
from support.queries.sources import source_page
from support.sources.senders import SENDERS
from tests.factories import NOON
from tests.support.rules.test_signatures import TOPIC


@pytest.fixture
def manager(client, haruka):
    client.force_login(haruka.person)
    return client


def _url(sender, rest=""):
    return sender.source.get_absolute_url() + rest


@pytest.mark.parametrize("kind", SENDERS)
def test_page_of_every_kind_says_what_to_do_at_the_sender(manager, sender_of, kind):
    shown = manager.get(_url(sender_of(kind)))
    assertContains(shown, f"/hooks/{kind}")
    assertContains(shown, "Write the token where it says TOKEN")


@pytest.mark.parametrize("kind", SENDERS)
def test_test_alert_takes_the_way_of_every_request_and_ends_with_the_next(manager, sender_of, kind):
    sender = sender_of(kind)
    assertRedirects(manager.post(_url(sender, "try/")), _url(sender))
    sender.digest()
    assert Delivery.objects.get().state == "digested"
    ticket = Ticket.objects.open().get()
    assert ticket.title == "Test from Sixweek"

    manager.post(_url(sender, "try/"))
    sender.digest()
    assert not Ticket.objects.open().exists()

    manager.post(_url(sender, "try/"))
    sender.digest()
    assert Ticket.objects.open().count() == 1


@pytest.mark.django_db(transaction=True)
def test_test_alert_needs_no_transaction_around_it(manager, sender_of):
    sender = sender_of("generic")
    assertRedirects(manager.post(_url(sender, "try/")), _url(sender))
    assert Activity.objects.get(verb="try_source").data["delivery"] == Delivery.objects.get().pk


def test_source_without_a_live_token_cannot_be_tried(manager, sender):
    sender.source.tokens.update(revoked_at=NOON)
    assertContains(manager.post(_url(sender, "try/")), "from the sender’s side", status_code=422)


def test_what_only_amazon_can_sign_is_not_tried(sender_of, haruka):
    source = name_topic(source=sender_of("sns").source, topic=TOPIC, by=haruka, at=timezone.now())
    with pytest.raises(NothingToTryWith):
        send_test_alert(source=source, by=haruka, at=timezone.now())


def test_signing_secret_that_is_made_here_is_shown_once(manager, sender_of):
    sender = sender_of("grafana")
    made = manager.post(_url(sender, "secrets/"), {"secret": ""})
    text = made.context["secret"]
    assertContains(made, text)
    assert "no-store" in made["Cache-Control"]
    assertNotContains(manager.get(_url(sender)), text)
    assert sender.send(b'{"alerts": []}').status_code == 403


def test_signing_secret_that_is_given_is_not_shown_again(manager, sender_of):
    sender = sender_of("sentry")
    given = manager.post(_url(sender, "secrets/"), {"secret": "client-secret"}, follow=True)
    assertContains(given, "must be signed from now on")
    assertNotContains(given, "client-secret")

    secret = SigningSecret.objects.get()
    removed = manager.post(_url(sender, f"secrets/{secret.pk}/remove/"), follow=True)
    assertContains(removed, "None: the token alone")
    again = manager.post(_url(sender, f"secrets/{secret.pk}/remove/"))
    assertContains(again, "removed before", status_code=422)


@pytest.mark.parametrize("secret", ["short", "x" * 600])
def test_signing_secret_that_is_none_is_refused_with_a_sentence(manager, sender_of, secret):
    refused = manager.post(_url(sender_of("sentry"), "secrets/"), {"secret": secret})
    assertContains(refused, "8 to 500 characters", status_code=422)


def test_topic_is_named_from_what_amazon_asked(manager, sender_of):
    sender = sender_of("sns")
    link = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t"
    Source.objects.update(confirm_url=link, confirm_topic=TOPIC)
    shown = manager.get(_url(sender))
    assertContains(shown, link.replace("&", "&amp;"))
    assertContains(shown, f'value="{TOPIC}"')

    manager.post(_url(sender, "topic/"), {"topic": TOPIC})
    assertContains(manager.get(_url(sender)), "Only this topic may send")
    wrong = manager.post(_url(sender, "topic/"), {"topic": "alarms"})
    assertContains(wrong, "Give the ARN of the topic", status_code=422)


BODY = {"what": {"n": 7}, "how": "gone", "title": "Full"}
MAPPING = {"key": "$.what.n", "state": "$.how", "resolved": "gone, away"}


@pytest.fixture
def generic(sender_of):
    made = sender_of("generic")
    made.send(json.dumps(BODY).encode())
    return made


def test_mapping_shows_what_it_finds_before_it_is_kept(manager, generic):
    assertContains(manager.get(_url(generic, "mapping/")), "the title stands for it")

    looked = manager.post(_url(generic, "mapping/"), MAPPING | {"version": 1, "preview": 1})

    assertContains(looked, "<code>7</code>")
    assertContains(looked, "(gone)")
    generic.source.refresh_from_db()
    assert generic.source.mapping == {}


def test_path_that_lacks_its_sign_is_noticed(manager, generic):
    typed = {"title": "what.n", "key": "$.how", "state": "how", "owner": "shop", "version": 1}
    looked = manager.post(_url(generic, "mapping/"), typed | {"preview": 1})

    for meant in ("$.what.n", "$.how"):
        assertContains(looked, f"<code>{meant}</code>", count=1)
    for else_ in ("$.shop", "$.$.how"):
        assertNotContains(looked, f"<code>{else_}</code>")


def test_mapping_that_is_kept_is_followed(manager, generic):
    manager.post(_url(generic, "mapping/"), MAPPING | {"version": 1, "save": 1})
    generic.source.refresh_from_db()
    assert generic.source.mapping == MAPPING

    generic.tell(json.dumps(BODY | {"how": "here"}).encode())
    assert Ticket.objects.open().get().group_key == "7"
    generic.tell(json.dumps(BODY).encode())
    assert not Ticket.objects.open().exists()


def test_path_that_cannot_be_followed_is_refused_at_its_field(manager, generic):
    typed = {"key": "$..n", "version": 1}
    looked = manager.post(_url(generic, "mapping/"), typed | {"preview": 1})
    assertContains(looked, "cannot be followed")
    saved = manager.post(_url(generic, "mapping/"), typed | {"save": 1})
    assertContains(saved, "cannot be followed from", status_code=422)
    assert "key" in saved.context["form"].errors


def test_mapping_that_somebody_changed_meanwhile_is_refused(manager, generic):
    Source.objects.update(version=2)
    saved = manager.post(_url(generic, "mapping/"), MAPPING | {"version": 1, "save": 1})
    assertContains(saved, "changed this source meanwhile", status_code=422)


def test_other_kind_has_nothing_to_map(manager, sender):
    saved = manager.post(_url(sender, "mapping/"), MAPPING | {"version": 1, "save": 1})
    assertContains(saved, "it is known where things lie", status_code=422)


@pytest.mark.parametrize("count", [1, 3, 9])
def test_mapping_asks_one_question_at_any_length(generic, haruka, count, django_assert_num_queries):
    for _ in range(count):
        generic.send(b'{"title": "x"}')
    with django_assert_num_queries(1):
        page = mapping_page(generic.source, mapping={}, member=haruka, now=timezone.now())
    assert len(page.previews) == min(5, count + 1)


def test_page_of_a_source_that_signs_asks_one_more_question(
    sender_of, haruka, django_assert_num_queries
):
    source = sender_of("sentry").source
    # as every source's page, and its secrets
    with django_assert_num_queries(7):
        source_page(source, member=haruka, now=timezone.now())


@pytest.mark.parametrize("who", ["sho", "vera"])
def test_only_managers_set_sources_up(client, sender, request, who):
    client.force_login(request.getfixturevalue(who).person)
    for change in ("secrets/", "topic/", "try/", "mapping/"):
        assert client.post(_url(sender, change)).status_code == 403


def test_minutes_between_repeats_are_set_where_a_sender_repeats(manager, sender, sender_of):
    assertContains(manager.get(_url(sender)), 'value="240"')
    manager.post(_url(sender, "repeat/"), {"minutes": "5"})
    assertContains(manager.get(_url(sender)), 'value="5"')
    for minutes in ("0", "10081", "x"):
        refused = manager.post(_url(sender, "repeat/"), {"minutes": minutes})
        assertContains(refused, "one to a week", status_code=422)
    assertNotContains(manager.get(_url(sender_of("zabbix"))), "Minutes between repeats")
