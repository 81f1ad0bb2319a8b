"""Pages for when something is wrong: in style, in words, with one way on."""

import json

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.views import defaults
from django.views.csrf import csrf_failure

from planner.models import Member
from planner.views.failures import server_error


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_page_that_does_not_exist_says_so_to_a_member(client: Client, haruka: Member) -> None:
    client.force_login(haruka.person)
    response = client.get("/w/platform/no-such-page/")
    assert response.status_code == 404
    assert "Nothing here" in text(response)
    assert 'class="button primary" href="/"' in text(response)


def test_lost_page_wears_the_theme_of_the_person(client: Client, haruka: Member) -> None:
    haruka.person.theme = "dark"
    haruka.person.save()
    client.force_login(haruka.person)
    assert '<html lang="en" dir="ltr" data-theme="dark">' in text(client.get("/nowhere/"))


def test_broken_page_asks_neither_the_database_nor_the_session(rf: RequestFactory) -> None:
    # Without the db fixture, any query of this test would raise.
    response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Something broke" in text(response)


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_database_that_is_away_says_so_in_the_language_of_the_browser(
    rf: RequestFactory, fault: type[Exception], language: str
) -> None:
    response = _failed(rf.get("/w/platform/?week=2", headers={"accept-language": language}), fault)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert f'<html lang="{language}"' in text(response)
    assert 'href="/w/platform/?week=2"' in text(response)
    assert "it again" not in text(response)


def test_who_sent_something_while_the_database_was_away_is_told_to_look(
    rf: RequestFactory,
) -> None:
    response = _failed(rf.post("/w/platform/support/new/"), OperationalError)
    assert "look before you send it again" in text(response)
    assert 'class="button primary" href="/"' in text(response)


@pytest.mark.parametrize(("fault", "status"), [(OperationalError, 503), (KeyError, 500)])
def test_program_reads_a_problem(rf: RequestFactory, fault: type[Exception], status: int) -> None:
    response = _failed(rf.get("/api/v1/w/platform/epics/"), fault)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert (response.status_code, json.loads(response.content)["status"]) == (status, status)
    assert ("Retry-After" in response.headers) is (status == 503)


def test_person_whose_language_is_known_reads_in_it(
    client: Client, haruka: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    haruka.person.language = "ja"
    haruka.person.save()
    client.force_login(haruka.person)
    client.raise_request_exception = False

    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("planner.views.now.now_page", away)
    response = client.get("/w/platform/")
    assert (response.status_code, response.headers["Content-Language"]) == (503, "ja")
    assert "データベース" in text(response)


def _failed(request: HttpRequest, fault: type[Exception]) -> HttpResponse:
    """What it is answered while the fault is being handled."""
    try:
        raise fault
    except fault:
        return server_error(request)


def test_request_that_is_not_understood_says_so(rf: RequestFactory) -> None:
    response = defaults.bad_request(rf.get("/"), SuspiciousOperation())
    assert response.status_code == 400
    assert "was not understood" in text(response)


def test_page_that_is_not_for_this_role_says_who_can_help(rf: RequestFactory) -> None:
    response = defaults.permission_denied(rf.get("/"), PermissionDenied())
    assert response.status_code == 403
    assert "A manager of the workspace can change your role" in text(response)


def test_form_that_is_too_old_changes_nothing_and_says_so(rf: RequestFactory) -> None:
    response = csrf_failure(rf.post("/"))
    assert response.status_code == 403
    assert "Nothing was changed" in text(response)


def test_no_lost_page_says_what_went_wrong_inside(rf: RequestFactory) -> None:
    response = defaults.page_not_found(rf.get("/secret-path/"), Http404("secret detail"))
    assert "secret" not in text(response)
