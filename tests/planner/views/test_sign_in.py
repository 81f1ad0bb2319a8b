import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from planner.actions.members import deactivate_member
from tests.factories import NOON

PASSWORD = "plenty of unknowns"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def nothing_is_counted_yet():
    cache.clear()


@pytest.fixture
def ren(ren):
    ren.person.set_password(PASSWORD)
    ren.person.save()
    return ren


@pytest.fixture(autouse=True)
def mail_goes(settings):
    backend = "django.core.mail.backends.locmem.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend}}


def sign_in(client, email="ren@example.org", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password}, **more)


@pytest.mark.parametrize("email", ["ren@example.org", "REN@Example.ORG", " ren@example.org "])
def test_address_may_be_written_in_any_case(client, ren, email):
    assertRedirects(sign_in(client, email), "/", fetch_redirect_response=False)
    assert client.get("/profile/").status_code == 200


def test_sign_in_begins_a_new_session(client, ren):
    client.get("/")
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key

    sign_in(client)

    assert client.session.session_key != before


def test_wrong_password_and_unknown_address_are_told_alike(client, ren):
    known = sign_in(client, password="wrong")
    unknown = sign_in(client, "nobody@example.org")

    for response in (known, unknown):
        assertContains(response, "not correct")


def test_sign_in_goes_on_where_it_was_asked_for_and_nowhere_else(client, ren):
    inside, outside = "/w/platform/activity/", "https://elsewhere.example/"

    response = client.get(inside)
    assertRedirects(response, f"{LOGIN}?next={inside}")
    page = client.get(f"{LOGIN}?next={inside}")
    assertContains(page, f'value="{inside}"')
    answer = client.post(LOGIN, {"login": "ren@example.org", "password": PASSWORD, "next": outside})
    assertRedirects(answer, "/", fetch_redirect_response=False)


def test_deactivated_person_is_told_so_and_stays_out(client, ren, haruka):
    deactivate_member(member=ren, by=haruka, at=NOON)

    response = sign_in(client)

    assertRedirects(response, "/accounts/inactive/")
    assert client.get("/profile/").status_code == 302


def test_nobody_signs_up(client, db):
    form = {"email": "eve@example.org", "password1": PASSWORD}

    for response in (client.get("/accounts/signup/"), client.post("/accounts/signup/", form)):
        assertContains(response, "By invitation only")


@pytest.mark.parametrize(
    "path", ["email/", "confirm-email/", "reauthenticate/", "login/code/", "signup/passkey/", ""]
)
def test_what_we_do_not_need_of_allauth_is_not_there(client, db, path):
    assert client.get(f"/accounts/{path}").status_code == 404


def test_forgotten_password_is_set_anew_by_a_mail_in_the_persons_language(client, ren, settings):
    ren.person.language = "ja"
    ren.person.save()

    assertRedirects(
        client.post("/accounts/password/reset/", {"email": "REN@example.org"}),
        "/accounts/password/reset/done/",
    )
    sent = mail.outbox[0]
    assert sent.to == ["ren@example.org"]
    assert sent.subject.endswith("新しいパスワードの設定")
    link = re.search(rf"{settings.ORIGIN}(\S+)", sent.body)[1]
    page = client.get(link, follow=True)
    form = {"password1": "a whole new secret", "password2": "a whole new secret"}
    assertContains(client.post(page.request["PATH_INFO"], form, follow=True), "password is set")
    assertRedirects(sign_in(client, password="a whole new secret"), "/", target_status_code=302)
    assertContains(client.get(link, follow=True), "このリンクは使えません")


def test_reset_does_not_tell_whom_we_know(client, ren):
    for email in ("ren@example.org", "nobody@example.org"):
        response = client.post("/accounts/password/reset/", {"email": email}, follow=True)
        assertContains(response, "If we know that address")

    assert [sent.to for sent in mail.outbox] == [["ren@example.org"]]


def test_mail_server_that_is_away_does_not_tell_whom_we_know(client, ren, settings):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1},
        }
    }
    response = client.post("/accounts/password/reset/", {"email": "ren@example.org"}, follow=True)

    assertContains(response, "If we know that address")


def test_changed_password_ends_other_sessions_and_keeps_this_one(client, ren):
    client.force_login(ren.person)
    other = Client()
    other.force_login(ren.person)

    response = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "a new secret", "password2": "a new secret"},
    )

    assertRedirects(response, "/profile/")
    assert other.get("/profile/").status_code == 302


def test_signing_out_asks_first_and_then_does(client, ren):
    client.force_login(ren.person)

    assertContains(client.get("/accounts/logout/"), "Sign out?")
    assertRedirects(client.post("/accounts/logout/"), LOGIN)
    assert client.get("/profile/").status_code == 302


@pytest.fixture
def counting(settings):
    """Rate limits need a cache that is there."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def statuses(client, headers=lambda n: {}):
    return [
        b"Too many" in sign_in(client, password=f"wrong {n}", headers=headers(n)).content
        for n in range(8)
    ]


def test_guessing_at_one_address_is_slowed_down(client, ren, counting):
    assert statuses(client)[-1]
    assertNotContains(client.get(LOGIN), "Too many")


def guess_at_many(client, headers):
    for n in range(14):
        answer = sign_in(client, f"p{n}@example.org", "wrong", headers=headers(n))
    return b"Too many" in answer.content or answer.status_code == 429


def test_named_client_address_is_not_believed_without_a_proxy(client, db, counting):
    assert guess_at_many(client, lambda n: {"x-forwarded-for": f"198.51.100.{n}"})


def test_client_address_is_the_one_that_our_proxy_saw(client, db, counting, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    assert not guess_at_many(client, lambda n: {"x-forwarded-for": f"6.6.6.6, 198.51.100.{n}"})
    assert guess_at_many(client, lambda n: {"x-forwarded-for": f"6.6.6.{n}, 198.51.100.200"})


TAKE = "/w/platform/support/S-1/take/"


def test_who_was_signed_out_while_they_typed_is_told(client, workspace):
    response = client.post(TAKE, follow=True)

    assert response.redirect_chain[-1][0] == f"/accounts/login/?next={TAKE}"
    assertContains(response, "You were signed out, and nothing was changed.")


def test_part_of_a_page_is_not_answered_with_the_sign_in(client, workspace):
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/w/platform/support/S-1?q=x"}

    response = client.post(TAKE, headers=asked)

    assert response.status_code == 200
    assert response["HX-Redirect"] == "/accounts/login/?next=/w/platform/support/S-1%3Fq%3Dx"
    assert not response.content
