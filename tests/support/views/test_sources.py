import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from support.models import Delivery, RejectedRequest, Source
from support.queries.sources import source_page, sources_page
from tests.factories import NOON


@pytest.fixture
def manager(client, haruka):
    """Haruka, at the settings."""
    client.force_login(haruka.person)
    return client


@pytest.fixture
def failed(sender):
    return Delivery.objects.create(
        source=sender.source,
        received_at=NOON,
        headers={"User-Agent": "Alertmanager/0.25"},
        body=b'{"alerts": [{"labels": {"alertname": "<b>A</b>"}}]}',
        body_bytes=51,
        state="failed",
        error="alerts[0] has no startsAt",
        digested_at=NOON,
    )


def _url(name, *args):
    return reverse(f"support:{name}", args=["platform", *args])


def test_new_source_shows_its_token_once(manager):
    made = manager.post(_url("new_source"), {"kind": "alertmanager", "name": "prod"})
    source = Source.objects.get()
    token = made.context["token"]

    assertContains(made, f"credentials: {token}")
    assertContains(made, "/hooks/alertmanager")
    assert "no-store" in made["Cache-Control"]
    shown = manager.get(source.get_absolute_url())
    assertNotContains(shown, token)
    assertContains(shown, "credentials: TOKEN")
    assertContains(shown, "waiting for the first request")


def test_new_source_of_a_name_that_is_taken_is_refused(manager, sender):
    response = manager.post(
        _url("new_source"), {"kind": "alertmanager", "name": sender.source.name}
    )

    assertContains(response, "already called prod-tokyo-1", status_code=422)


def test_source_turns_green_with_the_first_request(manager, sender):
    url = sender.source.get_absolute_url()
    assertContains(manager.get(url), "waiting for the first request")

    sender.send(b'{"version": "4", "alerts": []}')

    assertContains(manager.get(url), "receiving")


def test_source_shows_what_failed_and_replays_it(manager, sender, failed):
    shown = manager.get(sender.source.get_absolute_url() + "?show=failed")
    assertContains(shown, "alerts[0] has no startsAt")

    url = _url("delivery", sender.source.pk, failed.pk)
    assertNotContains(manager.get(url), "every 2s")
    assertRedirects(manager.post(f"{url}replay/"), url)

    failed.refresh_from_db()
    assert failed.state == "stored"
    assertContains(manager.get(url), "every 2s")  # until it is digested


def test_request_shows_its_body_as_text(manager, sender, failed):
    url = _url("delivery", sender.source.pk, failed.pk)

    assertContains(manager.get(url), "&lt;b&gt;A&lt;/b&gt;")
    body = manager.get(f"{url}body/")
    assert body["Content-Type"] == "text/plain; charset=utf-8"
    assert b"<b>A</b>" in body.content


def test_request_whose_body_is_forgotten_is_not_replayed(manager, sender, failed):
    Delivery.objects.update(body=None, forgotten_at=NOON, state="digested")
    url = _url("delivery", sender.source.pk, failed.pk)

    assertNotContains(manager.get(url), "Replay")
    assertContains(manager.post(f"{url}replay/"), "no longer kept", status_code=422)
    assert manager.get(f"{url}body/").status_code == 404


def test_source_lists_refused_requests(manager, sender):
    refused = RejectedRequest.objects.create(
        source=sender.source,
        received_at=NOON,
        status=400,
        reason="The body is no JSON.",
        body=b"\xff\x00hello",
        body_bytes=7,
    )

    assertContains(manager.get(sender.source.get_absolute_url()), "The body is no JSON.")
    shown = manager.get(_url("rejected", sender.source.pk, refused.pk))
    for said in ("hello", '<h1 class="num">Refused request</h1>', "Why it was refused"):
        assertContains(shown, said)


def test_source_that_nobody_used_has_nothing_to_choose_from(manager, failed):
    url = failed.source.get_absolute_url()
    assertContains(manager.get(url), "Which requests")
    failed.delete()
    assertNotContains(manager.get(url), "Which requests")


def test_source_is_renamed_with_the_version_that_was_seen(manager, sender):
    url = _url("rename_source", sender.source.pk)

    manager.post(url, {"name": "prod-osaka-1", "version": 1})
    stale = manager.post(url, {"name": "prod-kyoto-1", "version": 1})

    assertContains(stale, "changed this source meanwhile", status_code=422)
    assertContains(stale, "prod-osaka-1", status_code=422)


def test_source_asks_before_it_is_removed(manager, sender):
    url = _url("remove_source", sender.source.pk)
    assertContains(manager.get(url), "stop working at once")

    response = manager.post(url, {"version": 1}, follow=True)

    assertContains(response, "No source yet")
    assertContains(manager.get(sender.source.get_absolute_url()), "removed")


def test_tokens_are_added_and_revoked(manager, sender):
    added = manager.post(_url("add_token", sender.source.pk))
    assertContains(added, added.context["token"])
    third = manager.post(_url("add_token", sender.source.pk))
    assertContains(third, "two live tokens already", status_code=422)

    first = sender.source.tokens.first()
    manager.post(_url("revoke_token", sender.source.pk, first.pk))

    assert sender.send(b"{}").status_code == 401


def test_token_says_when_it_was_last_used(manager, sender):
    url = sender.source.get_absolute_url()
    assertContains(manager.get(url), "never used")

    sender.send(b'{"version": "4", "alerts": []}')

    assertContains(manager.get(url), "last used")


@pytest.mark.parametrize("who", ["sho", "vera"])
def test_only_managers_change_sources(client, sender, request, who):
    client.force_login(request.getfixturevalue(who).person)
    url = sender.source.get_absolute_url()

    assertNotContains(client.get(url), "Revoke")
    for change in ("rename/", "remove/", "tokens/"):
        assert client.post(url + change).status_code == 403


def test_stranger_finds_no_source(client, sender, otto, failed):
    client.force_login(otto.person)
    assert client.get(sender.source.get_absolute_url()).status_code == 404
    own = reverse("support:delivery", args=["elsewhere", sender.source.pk, failed.pk])
    assert client.get(own).status_code == 404


@pytest.mark.parametrize("requests", [1, 3, 60])
def test_source_asks_the_same_number_of_questions_at_any_length(
    sender, haruka, requests, django_assert_num_queries
):
    Delivery.objects.bulk_create(
        Delivery(source=sender.source, received_at=NOON, body=b"{}", body_bytes=2)
        for _ in range(requests)
    )

    # last, failed, requests, tokens, refused, open tickets
    with django_assert_num_queries(6):
        page = source_page(sender.source, member=haruka, now=NOON)
    assert len(page.requests) == min(requests, 25)
    assert bool(page.older_url) == (requests > 25)
    with django_assert_num_queries(1):
        (row,) = sources_page(member=haruka, now=NOON).sources
    assert (row.name, row.failed) == ("prod-tokyo-1", 0)
