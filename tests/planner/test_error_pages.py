"""Pages for when something is wrong: in style, in words, with one way on."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.views import defaults
from django.views.csrf import csrf_failure

from planner.models import Member


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
    response = defaults.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Something broke" in text(response)


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
