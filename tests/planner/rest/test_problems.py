"""Whatever goes wrong is answered as a problem, and never says more than it should."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.signals import got_request_exception
from django.test import RequestFactory, override_settings
from rest_framework.request import Request
from rest_framework.test import APIClient

from cycles.api.cycles import Cycles
from planner.models import Member
from planner.rest import problem
from support.actions.tickets import AlreadyTaken
from tests.api import client_of, url


@pytest.fixture
def client(haruka: Member) -> APIClient:
    return client_of(haruka)


def assert_problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


def test_unknown_addresses_are_problems(client: APIClient, haruka: Member) -> None:
    for path in (url(haruka, "nothing/"), url(haruka, "cycles/x/"), "/api/v1/", "/api/v1/w/"):
        assert_problem(client.get(path), 404)
        assert_problem(client.post(path), 404)


def test_method_that_is_not_offered_is_a_problem_with_the_offered_ones(
    client: APIClient, haruka: Member
) -> None:
    answer = client.delete(url(haruka, "cycles/"))
    assert_problem(answer, 405)
    assert answer["Allow"] == "GET, HEAD"
    assert_problem(client.options(url(haruka, "cycles/")), 405)


def test_only_json_is_answered(client: APIClient, haruka: Member) -> None:
    assert_problem(client.get(url(haruka, "cycles/"), HTTP_ACCEPT="text/csv"), 406)


def test_bad_filter_names_its_field(client: APIClient, haruka: Member) -> None:
    body = assert_problem(client.get(url(haruka, "cycles/?state=sleeping")), 400)
    assert list(body["errors"]) == ["state"]
    assert body["type"] == "urn:sixweek:problem:invalid"


def test_detail_is_in_the_language_that_was_asked_for(client: APIClient, haruka: Member) -> None:
    answer = client.get(url(haruka, "cycles/0/"), HTTP_ACCEPT_LANGUAGE="ja")
    assert answer["Content-Language"] == "ja"
    assert assert_problem(answer, 404)["detail"] != "Not found."


def test_nested_errors_are_flat_by_path() -> None:
    found = problem._errors({"seats": [{}, {"member": ["No."]}], "name": ["A.", "B."], "x": "C."})
    assert found == {"seats.1.member": ["No."], "name": ["A.", "B."], "x": ["C."]}


def _answer_to(exception: Exception) -> Any:
    request = Request(RequestFactory().get("/api/v1/"))
    return problem.problem_response(exception, {"request": request, "view": Cycles()})


def test_refusal_of_an_action_is_a_conflict_with_a_name_of_its_own() -> None:
    answer = _answer_to(AlreadyTaken("Sho already has this ticket."))
    assert answer.status_code == 409
    assert answer.data["type"] == "urn:sixweek:problem:already-taken"
    assert answer.data["detail"] == "Sho already has this ticket."


def test_refusal_of_a_model_names_its_fields() -> None:
    answer = _answer_to(ValidationError({"title": ["Too long."]}))
    assert (answer.status_code, answer.data["errors"]) == (400, {"title": ["Too long."]})
    whole = _answer_to(ValidationError("It cannot be."))
    assert whole.data["errors"] == {"non_field_errors": ["It cannot be."]}


def test_fault_of_ours_tells_nothing_but_is_reported() -> None:
    heard: list[Any] = []

    def listen(**signal: Any) -> None:
        heard.append(signal)

    got_request_exception.connect(listen)
    try:
        answer = _answer_to(KeyError("the secret"))
    finally:
        got_request_exception.disconnect(listen)
    assert answer.status_code == 500
    assert "secret" not in str(answer.data)
    assert len(heard) == 1


@override_settings(
    API_RATE="2/hour",
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
)
def test_too_many_requests_of_a_token_are_told_when_to_come_back(
    haruka: Member, client: APIClient
) -> None:
    answers = [client.get(url(haruka, "cycles/")) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert_problem(answers[-1], 429)
    assert 0 < int(answers[-1]["Retry-After"]) <= 3601
    assert client_of(haruka).get(url(haruka, "cycles/")).status_code == 200


@override_settings(
    API_RATE="1/day",
    CACHES={
        "default": {
            "BACKEND": "planner.kit.cache.ForgivingRedisCache",
            "LOCATION": "unix:///nowhere/valkey.sock",
        }
    },
)
def test_nobody_is_refused_while_the_cache_is_away(haruka: Member, client: APIClient) -> None:
    answers = [client.get(url(haruka, "cycles/")) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_body_beyond_the_limit_is_refused(haruka: Member, client: APIClient) -> None:
    body = {"name": "x" * 2000}
    assert_problem(client.post(url(haruka, "themes/"), body, format="json"), 413)


def test_body_of_brackets_alone_is_refused(haruka: Member, client: APIClient) -> None:
    body = '{"name":' * 100_000
    answer = client.post(url(haruka, "themes/"), body, content_type="application/json")
    assert_problem(answer, 400)
    assert "nested too deeply" in answer.json()["detail"]
