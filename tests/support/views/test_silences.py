import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from support.models import Silence
from support.queries.silences import silences_page
from tests.factories import NOON, SourceFactory

URL = "/w/platform/settings/silences/"
TYPED = {"labels": "namespace=shop-*\npod=api", "hours": "2", "reason": "Upgrade", "source": ""}


@pytest.fixture
def on_support(client, sho):
    client.force_login(sho.person)
    return client


def test_silence_is_made_and_ended(on_support):
    shown = on_support.post(f"{URL}new/", TYPED, follow=True)
    assertContains(shown, "namespace=shop-*, pod=api")
    silence = Silence.objects.get()
    assert silence.matchers == [["namespace", "shop-*"], ["pod", "api"]]
    assert (silence.ends_at - silence.starts_at).total_seconds() == 7200

    ended = on_support.post(f"{URL}{silence.pk}/end/", follow=True)
    assertContains(ended, "Nothing is silenced")
    assertContains(on_support.post(f"{URL}{silence.pk}/end/"), "is over", status_code=422)


def test_start_is_read_in_the_time_zone_of_the_workspace(on_support):
    on_support.post(f"{URL}new/", TYPED | {"starts_at": "2099-01-02T09:00"})
    refused = on_support.post(f"{URL}new/", TYPED | {"starts_at": "2001-01-02T09:00"})
    assert Silence.objects.get().starts_at.isoformat() == "2099-01-02T00:00:00+00:00"
    assertContains(refused, "ends after it starts", status_code=422)


@pytest.mark.parametrize("change", [{"labels": "nonsense"}, {"labels": "pod=*"}, {"hours": "0"}])
def test_silence_that_makes_no_sense_is_refused(on_support, change):
    assert on_support.post(f"{URL}new/", TYPED | change).status_code == 422
    assert not Silence.objects.exists()


def test_source_of_another_workspace_cannot_be_silenced(on_support, otto):
    theirs = SourceFactory(workspace=otto.workspace)
    assert on_support.post(f"{URL}new/", TYPED | {"source": theirs.pk}).status_code == 422


def test_who_only_looks_sees_and_changes_nothing(client, vera):
    client.force_login(vera.person)
    assertNotContains(client.get(URL), "For how many hours")
    assert client.post(f"{URL}new/", TYPED).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_silences_ask_two_questions_at_any_length(sho, count, django_assert_num_queries):
    for n in range(count):
        Silence.objects.create(
            workspace=sho.workspace,
            matchers=[["pod", str(n)]],
            reason="x",
            starts_at=NOON,
            ends_at=NOON.replace(year=2099),
            created_at=NOON,
            created_by=sho,
        )
    with django_assert_num_queries(2):
        page = silences_page(member=sho, now=NOON)
    assert len(page.rows) == count


def test_sources_lead_to_the_silences(on_support):
    assertContains(on_support.get(reverse("support:sources", args=["platform"])), URL)
