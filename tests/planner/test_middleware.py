import pytest
from django.utils import timezone

from planner.actions.tokens import create_token

JAPANESE = {"accept-language": "ja"}


def test_stranger_reads_in_the_language_of_the_browser(client, db):
    response = client.get("/accounts/login/", headers=JAPANESE)

    assert response.headers["Content-Language"] == "ja"
    assert "Accept-Language" in response.headers["Vary"]


def test_chosen_language_wins_over_that_of_the_browser(client, ren):
    ren.person.language = "en"
    ren.person.save()
    client.force_login(ren.person)

    assert client.get("/profile/", headers=JAPANESE).headers["Content-Language"] == "en"


def test_program_is_answered_in_the_language_that_it_asks_for(client, ren):
    ren.person.language = "en"
    ren.person.save()
    token = create_token(
        person=ren.person,
        name="ci",
        workspaces=[],
        read_only=True,
        expires_at=None,
        at=timezone.now(),
    )
    key = {"authorization": f"Bearer {token.text}"}

    response = client.get("/api/v1/w/nowhere/members/", headers={**JAPANESE, **key})

    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("application/problem+json")
    assert response.headers["Content-Language"] == "ja"


def test_language_that_we_do_not_speak_is_answered_in_english(client, db):
    response = client.get("/accounts/login/", headers={"accept-language": "tlh"})

    assert response.headers["Content-Language"] == "en"


BROWSER = {"accept": "text/html,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("step", "page"),
    [
        ("/w/platform/support/S-1/snooze/", "/w/platform/support/S-1"),
        ("/w/platform/support/bulk/", "/w/platform/support/"),
        ("/w/platform/settings/sources/1/tokens/2/revoke/", "/w/platform/settings/sources/1/"),
        ("/profile/theme/", "/profile/"),
    ],
)
def test_address_of_a_step_leads_to_the_page_above(client, haruka, step, page):
    client.force_login(haruka.person)
    url = step
    while (response := client.get(url, headers=BROWSER)).status_code == 302:
        url = response["Location"]
        if url == page:
            break

    assert url == page
    assert client.get(step).status_code == 405  # a program is told so
