"""A source, and somebody who sends for it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any

import pytest
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from cycles.models import Cycle, Seat, Team
from planner.models import Member, Workspace
from support import tasks
from support.actions import deliveries, messages, notices, token_use
from support.actions.sources import create_source
from support.models import Source
from support.queries import tokens
from support.views.long_way import answer_sender
from tests.factories import NOON, CycleFactory, EpicFactory, TeamFactory
from tests.support.receiver import Receiver, receiving


class _LongWay(ClientHandler):
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
            f"/hooks/{self.source.kind}", body, content_type=content_type, headers=headers
        )

    def digest(self) -> None:
        tasks.digest(self.source.pk)

    def tell(self, body: bytes, **headers: str) -> None:
        """Send it and have it digested."""
        answer = self.send(body, **headers)
        assert answer.status_code == 202, answer.content
        self.digest()


@pytest.fixture
def sender_of(workspace: Workspace) -> Callable[[str], Sender]:
    """A sender of the kind that is asked for."""
    return lambda kind: _sender(workspace, kind, f"our {kind}")


@pytest.fixture
def sender(workspace: Workspace) -> Sender:
    return _sender(workspace, "alertmanager", "prod-tokyo-1")


def _sender(workspace: Workspace, kind: str, name: str) -> Sender:
    source, token = create_source(
        workspace=workspace, kind=kind, name=name, by=None, at=timezone.now()
    )
    client = Client()
    client.handler = _LongWay()
    return Sender(source, token.text, client)


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    """A server on loopback, to which requests of ours may go."""
    settings.OUTGOING_NETWORKS = (ip_network("127.0.0.0/8"),)
    with receiving() as made:
        yield made


@pytest.fixture
def mail_server(settings: Any) -> None:
    """Mail leaves, into ``django.core.mail.outbox``."""
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker runs here: nobody is woken, and no token of another test is remembered."""
    for waking in (deliveries, notices, messages):
        monkeypatch.setattr(waking.waker, "wake", lambda pk: None)
    tokens._remembered.clear()
    token_use._noted.clear()


@pytest.fixture
def cycle_23(workspace: Workspace) -> Cycle:
    """The cycle that runs; day 15 of it is ``NOON``."""
    return CycleFactory(workspace=workspace, number=23, state="active", started_at=NOON)


@pytest.fixture
def release_team(cycle_23: Cycle, ren: Member) -> Team:
    """The team of a Big Epic, with Ren on it."""
    epic = EpicFactory(workspace=cycle_23.workspace, title="Argo CD migration")
    return _team_with(cycle_23, ren, kind=Team.Kind.BIG, epic=epic)


@pytest.fixture
def on_support(cycle_23: Cycle, sho: Member) -> Team:
    """Those on support: Sho."""
    return _team_with(cycle_23, sho)


def _team_with(cycle: Cycle, member: Member, **team: Any) -> Team:
    made: Team = TeamFactory(cycle=cycle, **team)
    Seat.objects.create(team=made, member=member, from_on=cycle.starts_on, to_on=cycle.ends_on)
    return made
