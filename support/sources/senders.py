"""Which kind of source speaks which language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from support.sources import alertmanager
from support.sources.bodies import decode
from support.sources.signals import SignalGroup, UnreadableBody


@dataclass(frozen=True)
class Sender:
    """``mandatory_list`` is all that the door looks for; ``read`` does the rest, later."""

    read: Callable[[Mapping[str, object], datetime], list[SignalGroup]]
    mandatory_list: str


SENDERS: Final = {
    "alertmanager": Sender(alertmanager.read, alertmanager.MANDATORY_LIST),
}


def check_body(kind: str, body: bytes) -> None:
    """:raises UnreadableBody: it is not even worth storing for digestion."""
    mandatory = SENDERS[kind].mandatory_list
    if not isinstance(decode(body).get(mandatory), list):
        raise UnreadableBody(f"“{mandatory}” is not a list.")


def read_body(kind: str, body: bytes, received_at: datetime) -> list[SignalGroup]:
    """:raises UnreadableBody: it cannot be understood."""
    return SENDERS[kind].read(decode(body), received_at)
