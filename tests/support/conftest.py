"""A source, and somebody who sends for it."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from planner.models import Workspace
from support import tasks
from support.actions import deliveries, token_use
from support.actions.sources import create_source
from support.models import Source
from support.queries import tokens
from support.views.short_way import answer_sender


class _ShortWay(ClientHandler):
    """Hands a request to the door past Django's handler, as the web server does."""

    def get_response(self, request: Any) -> Any:
        return answer_sender(request.environ)


@dataclass
class Sender:
    """Speaks to the door as a monitoring system does; ``digest`` is the worker's turn."""

    source: Source
    token: str
    client: Client

    def send(self, body: bytes, **headers: str) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} | headers
        content_type = headers.pop("Content-Type", "application/json")
        return self.client.post(
            "/hooks/alertmanager", body, content_type=content_type, headers=headers
        )

    def digest(self) -> None:
        tasks.digest(self.source.pk)

    def tell(self, body: bytes) -> None:
        """Send it and have it digested."""
        answer = self.send(body)
        assert answer.status_code == 202, answer.content
        self.digest()


@pytest.fixture
def sender(workspace: Workspace) -> Sender:
    source, token = create_source(
        workspace=workspace, kind="alertmanager", name="prod-tokyo-1", by=None, at=timezone.now()
    )
    client = Client()
    client.handler = _ShortWay()
    return Sender(source, token.text, client)


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker runs here: nobody is woken, and no token of another test is remembered."""
    monkeypatch.setattr(deliveries.waker, "wake", lambda pk: None)
    tokens._remembered.clear()
    token_use._noted.clear()
