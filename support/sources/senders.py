"""Which kind of source speaks which language, and in which envelope."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from support.sources import (
    alertmanager,
    datadog,
    generic,
    grafana,
    grafana_legacy,
    opsgenie,
    pagerduty,
    sentry,
    sns,
    uptime_kuma,
    zabbix,
)
from support.sources.bodies import decode, decode_form, decode_parts
from support.sources.signals import SignalGroup, UnreadableBody

_JSON: Final = re.compile(r"application/(?:[\w.-]+\+)?json", re.IGNORECASE)
_FORM: Final = "application/x-www-form-urlencoded"
_PARTS: Final = "multipart/form-data"
_PLAIN: Final = "text/plain"


@dataclass(frozen=True)
class Sender:
    """
    ``mandatory_list`` is all that the door looks for; ``read`` does the rest, later.

    ``also`` are media types that it sends beside JSON. ``repeats``: what still fires is told
    again and again, so that silence means something.
    """

    read: Callable[[Mapping[str, object], datetime], list[SignalGroup]]
    mandatory_list: str = ""
    also: tuple[str, ...] = ()
    repeats: bool = False


SENDERS: Final = {
    "alertmanager": Sender(alertmanager.read, alertmanager.MANDATORY_LIST, repeats=True),
    "grafana": Sender(grafana.read, grafana.MANDATORY_LIST, repeats=True),
    "grafana-legacy": Sender(grafana_legacy.read),
    "datadog": Sender(datadog.read, also=(_FORM,)),
    "pagerduty": Sender(pagerduty.read),
    "opsgenie": Sender(opsgenie.read),
    "sns": Sender(sns.read, also=(_PLAIN,)),
    "sentry": Sender(sentry.read),
    "uptime-kuma": Sender(uptime_kuma.read, also=(_PARTS,)),
    "zabbix": Sender(zabbix.read),
    "generic": Sender(generic.read),
}
REPEATING: Final = tuple(kind for kind, sender in SENDERS.items() if sender.repeats)


@lru_cache(maxsize=1000)
def takes(kind: str, content_type: str) -> bool:
    """Whether a sender of that kind may send this media type; none at all is taken for JSON."""
    media = _media(content_type)
    return not media or bool(_JSON.fullmatch(media)) or media in SENDERS[kind].also


def decode_body(kind: str, body: bytes, content_type: str = "") -> Mapping[str, object]:
    """:raises UnreadableBody: it is not what its media type says."""
    media = _media(content_type)
    if media == _FORM and _FORM in SENDERS[kind].also:
        return decode_form(body)
    if media == _PARTS and _PARTS in SENDERS[kind].also:
        return decode_parts(body, content_type)
    return decode(body)


def check_body(kind: str, body: bytes, content_type: str = "") -> None:
    """:raises UnreadableBody: it is not even worth storing for digestion."""
    payload, mandatory = decode_body(kind, body, content_type), SENDERS[kind].mandatory_list
    if mandatory and not isinstance(payload.get(mandatory), list):
        raise UnreadableBody(f"“{mandatory}” is not a list.")


def read_body(
    kind: str,
    body: bytes,
    received_at: datetime,
    *,
    content_type: str = "",
    mapping: Mapping[str, object] | None = None,
) -> list[SignalGroup]:
    """
    ``mapping`` is what a person said of a generic sender's body.

    :raises UnreadableBody: it cannot be understood.
    :raises Ignored: it can, and tells of nothing that could be an alert.
    """
    payload = decode_body(kind, body, content_type)
    if kind == "generic":
        return generic.read(payload, received_at, mapping)
    return SENDERS[kind].read(payload, received_at)


def _media(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
