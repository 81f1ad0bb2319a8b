import re

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from planner.actions.tokens import create_token
from planner.models import ApiToken
from tests.factories import NOON, MemberFactory

FORM = {"name": "Ren Kuroda", "language": "", "time_zone": "", "theme": "system"}


@pytest.fixture
def ren_at(client, ren):
    client.force_login(ren.person)
    return client


def test_language_takes_effect_at_once(ren_at):
    before = ren_at.get("/profile/")
    assert before.headers["Content-Language"] == "en"
    assertContains(before, 'value="Ren Kuroda"')

    response = ren_at.post("/profile/", {**FORM, "language": "ja"}, follow=True)

    assert response.headers["Content-Language"] == "ja"
    assertContains(response, '<html lang="ja"')


def test_appearance_and_single_keys_take_effect_at_once(ren_at):
    response = ren_at.post("/profile/", {**FORM, "theme": "dark"}, follow=True)

    assertContains(response, 'data-theme="dark"')
    assertContains(response, 'data-single-keys="off"')


def test_profile_that_is_refused_keeps_what_was_typed(ren_at, ren):
    response = ren_at.post("/profile/", {**FORM, "name": "", "time_zone": "Mars"})

    assert response.status_code == 422
    ren.person.refresh_from_db()
    assert ren.person.name == "Ren Kuroda"


def test_token_is_shown_once_and_works_as_asked(ren_at, ren):
    response = ren_at.post(
        "/profile/tokens/",
        {"name": "ci", "workspace": ren.workspace.pk, "read_only": "on"},
    )

    token = ApiToken.objects.get()
    assert re.search(rf'value="{token.prefix}[\w-]{{43}}"', response.content.decode())
    assert "no-store" in response.headers["Cache-Control"]
    assert token.read_only
    assert list(token.workspaces.all()) == [ren.workspace]
    assertNotContains(ren_at.get("/profile/"), f'value="{token.prefix}')
    assertContains(ren_at.get("/profile/"), f"{token.prefix}…")


def test_last_day_of_a_token_is_included_where_the_person_is(ren_at, ren):
    ren.person.time_zone = "Asia/Tokyo"
    ren.person.save()

    ren_at.post("/profile/tokens/", {"name": "ci", "expires_on": "2099-05-21"})

    assert ApiToken.objects.get().expires_at.isoformat() == "2099-05-21T15:00:00+00:00"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": ""}, "required"),
        ({"name": "here"}, "of this name"),
        ({"name": "ci", "expires_on": "2020-01-01"}, "in the future"),
        ({"name": "ci", "workspace": "999"}, "valid choice"),
    ],
)
def test_token_that_is_refused_says_why(ren_at, ren, given, said):
    ren_at.post("/profile/tokens/", {"name": "here"})

    assertContains(ren_at.post("/profile/tokens/", given), said, status_code=422)


def test_token_is_revoked_by_its_person_alone(ren_at, ren, sho):
    ren_at.post("/profile/tokens/", {"name": "ci"})
    url = f"/profile/tokens/{ApiToken.objects.get().pk}/revoke/"
    others = Client()
    others.force_login(sho.person)

    assert others.post(url).status_code == 404
    assertRedirects(ren_at.post(url), "/profile/")
    assertContains(ren_at.post(url), "revoked already", status_code=422)


@pytest.mark.parametrize("tokens", [1, 4])
def test_profile_costs_the_same_queries_with_any_number_of_tokens(
    ren_at, ren, tokens, django_assert_num_queries
):
    for n in range(tokens):
        create_token(
            person=ren.person,
            name=f"ci {n}",
            workspaces=[ren.workspace],
            read_only=False,
            expires_at=None,
            at=NOON,
        )

    # session, person, tokens, their reach, workspaces thrice, calendars
    with django_assert_num_queries(8):
        ren_at.get("/profile/")


def test_home_leads_to_the_only_workspace_or_offers_a_choice(ren_at, ren, otto):
    assertRedirects(ren_at.get("/"), "/w/platform/", fetch_redirect_response=False)

    MemberFactory(workspace=otto.workspace, person=ren.person)
    response = ren_at.get("/")

    assertContains(response, "/w/platform/")
    assertContains(response, "/w/elsewhere/")


def test_who_is_in_no_workspace_is_told_what_to_do(client, ren):
    ren.left_at = NOON
    ren.save()
    client.force_login(ren.person)

    assertContains(client.get("/"), "no workspace")


def test_requester_is_sent_to_where_they_ask(client, nadia):
    client.force_login(nadia.person)
    assertRedirects(client.get("/", follow=True), "/w/platform/ask/")
