from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from planner.actions.members import invite_member
from planner.models import Member

PASSWORD = "plenty of unknowns"


@pytest.fixture
def link(workspace, haruka):
    invited = invite_member(
        workspace=workspace,
        email="yui@example.org",
        name="Yui",
        role="member",
        by=haruka,
        at=timezone.now(),
    )
    return f"/invitation/{invited.invitation.text}/"


def test_invited_person_chooses_name_and_password_and_is_in(client, link):
    page = client.get(link)
    assertContains(page, "Haruka Mori invited you")
    assertContains(page, 'value="Yui"')

    response = client.post(link, {"name": "Yui Nakahara", "password": PASSWORD})

    assertRedirects(response, "/w/platform/")
    assert Member.objects.get(person__email="yui@example.org").name == "Yui Nakahara"
    assert client.login(email="yui@example.org", password=PASSWORD)


def test_used_link_says_so_and_what_to_do(client, link):
    client.post(link, {"name": "Yui", "password": PASSWORD})

    response = Client().get(link)

    assertContains(response, "sign in with it", status_code=410)


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_that_use_a_link_at_once_one_is_let_in(link):
    together = Barrier(2)

    def use(name):
        together.wait(5)
        try:
            return Client().post(link, {"name": name, "password": PASSWORD}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(use, ["Yui", "Somebody else"]))

    assert sorted(answers) == [302, 410]
    winner = ["Yui", "Somebody else"][answers.index(302)]
    assert Member.objects.get(person__email="yui@example.org").name == winner


def test_link_is_told_to_no_other_site_and_to_no_cache(client, link):
    for response in (client.get(link), client.get("/invitation/nothing/")):
        assert response.headers["Referrer-Policy"] == "strict-origin"
        assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("password", ["short", "password123", "", "yui@example.org"])
def test_weak_password_is_refused_beside_its_field(client, link, password):
    response = client.post(link, {"name": "Yui", "password": password})

    assert response.status_code == 422
    assert response.context["form"].errors["password"]
    assert client.get(link).status_code == 200


def test_who_has_a_password_is_sent_to_sign_in(client, link):
    yui = Member.objects.get(person__email="yui@example.org").person
    yui.set_password(PASSWORD)
    yui.save()

    assertRedirects(client.get(link), "/accounts/login/?next=/w/platform/")


@pytest.mark.parametrize("nonsense", ["%00", "a%00b", "%ff", "招待", "x" * 5000])
def test_link_that_can_be_none_is_over(client, workspace, nonsense):
    assert client.get(f"/invitation/{nonsense}/").status_code == 410
