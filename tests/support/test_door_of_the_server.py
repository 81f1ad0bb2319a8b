"""The door as the real web server serves it: what Django's test client cannot show."""

import http.client
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from support.actions.sources import create_source, revoke_token
from support.models import Delivery, RejectedRequest, SourceToken
from tests.support.alertmanager import alert, body

pytestmark = pytest.mark.journey

MEGABYTE = 1024**2
OF_THE_CLIENT = ("Host", "Accept-Encoding")


@pytest.fixture
def token(stack, workspace):
    _source, token = create_source(
        workspace=workspace, kind="alertmanager", name="Tokyo", by=None, at=timezone.now()
    )
    return token.text


def _post(stack, token: str, content: bytes | Iterator[bytes], **more: str) -> int:
    server = http.client.HTTPConnection(urlsplit(stack.url).netloc, timeout=20)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **more}
    server.request("POST", "/hooks/alertmanager", content, headers)
    status = server.getresponse().status
    server.close()
    return status


def test_body_of_unknown_length_is_read(stack, token):
    content = body(alert())

    assert _post(stack, token, iter([content[:50], content[50:]])) == 202
    assert bytes(Delivery.objects.get().body) == content


def test_body_of_unknown_length_that_is_too_large_is_refused(stack, token):
    assert _post(stack, token, (b" " * MEGABYTE for _ in range(9))) == 413
    assert not Delivery.objects.exists()


def test_answers_stay_quick_while_the_broker_is_away(stack, token):
    assert _post(stack, token, body(alert())) == 202
    stack.valkey.kill()
    slowest = 0.0
    for n in range(40):
        begun = time.monotonic()
        assert _post(stack, token, body(alert(f"f{n}"))) == 202
        slowest = max(slowest, time.monotonic() - begun)

    assert slowest < 1  # seconds, on a busy machine
    assert Delivery.objects.count() == 41


def test_token_in_the_path_is_in_no_log_of_the_server(stack, token):
    server = http.client.HTTPConnection(urlsplit(stack.url).netloc, timeout=20)
    for content in (body(alert()), b"{"):
        server.request(
            "POST", f"/hooks/alertmanager/{token}", content, {"Content-Type": "application/json"}
        )
        assert server.getresponse().read()
    server.close()

    assert token not in stack.web.output()


@pytest.mark.parametrize("content", [b"[" * MEGABYTE, b'{"alerts":' * 100_000])
def test_brackets_alone_do_not_end_the_server(stack, token, content):
    assert _post(stack, token, content) == 400
    assert _post(stack, token, body(alert())) == 202


def test_quick_way_keeps_what_the_long_one_keeps(stack, token, client):
    headers = {"X-Request-Id": "7", "Cookie": "sessionid=secret", "User-Agent": "Alertmanager/0.25"}
    for _ in range(2):  # by the second one the token is remembered
        assert _post(stack, token, body(alert()), **headers) == 202
    client.post(f"/hooks/alertmanager/{token}", body(alert()), "application/json", headers=headers)

    quick, long = (
        {name: text for name, text in one.headers.items() if name not in OF_THE_CLIENT}
        for one in Delivery.objects.order_by("pk")[1:]
    )
    assert quick == long
    assert quick["X-Request-Id"] == "7"
    assert "secret" not in str(quick)


def test_what_comes_at_once_is_stored_in_few_transactions(stack, token):
    if connection.vendor == "sqlite":
        return  # it has one writer, and the long way only
    _post(stack, token, body(alert()))
    contents = [body(alert(f"f{n}")) for n in range(200)]
    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(lambda one: _post(stack, token, one), contents)) == {202}

    kept = [bytes(each) for each in Delivery.objects.order_by("pk").values_list("body", flat=True)]
    assert sorted(kept[1:]) == sorted(contents)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM support_delivery")
        assert cursor.fetchone()[0] < 200


def test_token_that_is_remembered_is_refused_as_soon_as_it_is_revoked(stack, token, haruka):
    for _ in range(2):
        assert _post(stack, token, body(alert())) == 202
    revoke_token(token=SourceToken.objects.get(), by=haruka, at=timezone.now())

    assert _post(stack, token, body(alert())) == 401
    assert _post(stack, token, b"{") == 401
    assert Delivery.objects.count() == 2


def test_what_the_quick_way_does_not_take_is_answered_all_the_same(stack, token):
    assert _post(stack, token, body(alert())) == 202
    assert _post(stack, token, b"{") == 400
    assert _post(stack, token, body(alert()), **{"Content-Type": "text/plain"}) == 415
    assert _post(stack, token, b" " * (8 * MEGABYTE + 1)) == 413
    assert _post(stack, token, body(alert()).ljust(2 * MEGABYTE)) == 202
    assert _post(stack, token[:-1] + "_", body(alert())) == 401
    assert RejectedRequest.objects.get().status == 400
    assert Delivery.objects.count() == 2


def test_use_of_a_token_is_noted(stack, token):
    assert _post(stack, token, body(alert())) == 202
    assert SourceToken.objects.get().last_used_at
