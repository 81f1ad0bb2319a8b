"""The door as the real web server serves it: what Django's test client cannot show."""

import http.client
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from support.actions.sources import create_source
from support.models import Delivery
from tests.support.alertmanager import alert, body

pytestmark = pytest.mark.journey

MEGABYTE = 1024**2


@pytest.fixture
def token(stack, workspace):
    _source, token = create_source(
        workspace=workspace, kind="alertmanager", name="Tokyo", by=None, at=timezone.now()
    )
    return token.text


def _post(stack, token: str, content: bytes | Iterator[bytes]) -> int:
    server = http.client.HTTPConnection(urlsplit(stack.url).netloc, timeout=20)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
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
