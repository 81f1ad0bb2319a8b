"""
Grafana's unified alerting: Alertmanager's message with more around it.

https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from support.sources import alertmanager, signals
from support.sources.signals import Signal, SignalGroup

MANDATORY_LIST = alertmanager.MANDATORY_LIST
# What Grafana makes of a rule that has no data, or fails; the rule's own name is a label then.
_OF_THE_SOURCE: Final = ("DatasourceNoData", "DatasourceError")


def read(payload: Mapping[str, object], received_at: datetime) -> list[SignalGroup]:
    """
    As Alertmanager's; groups of two organisations may have the same key.

    :raises UnreadableBody: none of its alerts can be understood.
    """
    scope = signals.word(payload.get("orgId"))
    return [
        _named(payload, replace(group, scope=f"org:{scope}" if scope else ""))
        for group in alertmanager.read(payload, received_at)
    ]


def _named(payload: Mapping[str, object], group: SignalGroup) -> SignalGroup:
    found = tuple(_with_rule(signal) for signal in group.signals)
    if found == group.signals:
        return group
    return replace(group, signals=found, title=alertmanager.title_of(payload, found))


def _with_rule(signal: Signal) -> Signal:
    rule = signal.labels.get("rulename", "")
    if not rule or signal.labels.get("alertname") not in _OF_THE_SOURCE:
        return signal
    return replace(signal, name=signals.one_line(f"{signal.name}: {rule}"))
