from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from rest_framework.test import APIClient

from planner.models import ApiToken, Member
from tests.api import client_of, token_of, url
from tests.factories import NOON, WorkspaceFactory


def test_nobody_is_asked_for_a_token(haruka: Member) -> None:
    answer = APIClient().get(url(haruka, "cycles/"))
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="sixweek"'


def test_session_cookie_opens_nothing(haruka: Member) -> None:
    browser = Client()
    browser.force_login(haruka.person)
    assert browser.get(url(haruka, "cycles/")).status_code == 401


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer ", "Bearer nothing-like-it", "Bearer \x00", "Bearer ö", "Basic YTpi", "x"],
)
def test_what_is_no_token_of_ours_opens_nothing(haruka: Member, header: str) -> None:
    answer = APIClient().get(url(haruka, "cycles/"), HTTP_AUTHORIZATION=header)
    assert answer.status_code == 401


def test_right_prefix_with_a_wrong_secret_opens_nothing(haruka: Member) -> None:
    text = token_of(haruka)
    header = f"Bearer {text[:-1]}{'a' if text[-1] != 'a' else 'b'}"
    answer = APIClient().get(url(haruka, "cycles/"), HTTP_AUTHORIZATION=header)
    assert answer.json()["detail"] == "This token is not known."


def test_token_that_is_over_says_so_to_who_holds_it(haruka: Member) -> None:
    revoked = client_of(haruka, revoked_at=NOON).get(url(haruka, "cycles/"))
    expired = client_of(haruka, expires_at=NOON).get(url(haruka, "cycles/"))
    assert (revoked.status_code, expired.status_code) == (401, 401)
    assert revoked.json()["detail"] == "This token was revoked."
    assert expired.json()["detail"] == "This token has expired."


def test_token_of_a_deactivated_person_opens_nothing(haruka: Member) -> None:
    client = client_of(haruka)
    haruka.person.is_active = False
    haruka.person.save()
    assert client.get(url(haruka, "cycles/")).status_code == 401


def test_token_of_somebody_who_left_finds_no_workspace(haruka: Member) -> None:
    client = client_of(haruka)
    haruka.left_at = NOON
    haruka.save()
    assert client.get(url(haruka, "cycles/")).status_code == 404


def test_token_bound_elsewhere_finds_no_workspace(haruka: Member) -> None:
    client = client_of(haruka, bound_to=WorkspaceFactory())
    assert client.get(url(haruka, "cycles/")).status_code == 404
    assert (
        client_of(haruka, bound_to=haruka.workspace).get(url(haruka, "cycles/")).status_code == 200
    )


def test_use_of_a_token_is_noted_at_most_once_a_minute(haruka: Member) -> None:
    client = client_of(haruka)
    noted = []
    for seconds in (0, 59, 60):
        with time_machine.travel(NOON + timedelta(seconds=seconds), tick=False):
            client.get(url(haruka, "cycles/"))
        noted.append(ApiToken.objects.get().last_used_at)
    assert noted == [NOON, NOON, NOON + timedelta(seconds=60)]
