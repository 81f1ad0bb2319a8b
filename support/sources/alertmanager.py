"""
Prometheus Alertmanager's webhook, version 4, and what calls itself one.

https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from support.sources import signals
from support.sources.severities import severity_of
from support.sources.signals import Signal, SignalGroup, UnreadableBody

MANDATORY_LIST = "alerts"
NAMELESS = "Alert without a name"
_STATES = {"firing": True, "resolved": False}


def read(payload: Mapping[str, object], received_at: datetime) -> list[SignalGroup]:
    """
    One request is one group; a request without alerts is none.

    :raises UnreadableBody: none of its alerts can be understood.
    """
    alerts = payload.get(MANDATORY_LIST)
    if not isinstance(alerts, list):
        raise UnreadableBody("“alerts” is not a list.")
    if not alerts:
        return []
    request = _Request(payload, received_at)
    found = _each_once(request.signals(alerts), received_at)
    if not found:
        raise UnreadableBody("None of its alerts is an object.")
    return [
        SignalGroup(
            key=_group_key(payload, found),
            title=title_of(payload, found),
            signals=found,
            hidden=_hidden(payload) + max(0, len(alerts) - signals.SIGNALS),
            remarks=tuple(request.remarks),
        )
    ]


@dataclass
class _Request:
    payload: Mapping[str, object]
    received_at: datetime
    remarks: list[str] = field(default_factory=list)
    _annotations: dict[str, str] = field(default_factory=dict)

    def signals(self, alerts: list[object]) -> Iterator[Signal]:
        common = signals.texts(self.payload.get("commonLabels"))
        if sum(map(len, common.values())) > signals.TEXT_LENGTH:
            # Thousands of alerts that do not say them themselves would have a copy each.
            self.remarks.append("“commonLabels” are too long and were given to no alert.")
            common = {}
        for number, alert in enumerate(alerts[: signals.SIGNALS], start=1):
            if isinstance(alert, dict):
                yield self._signal(number, alert, common)
            else:
                self._remark(number, "is not an object and was left out")

    def _signal(self, number: int, alert: dict[str, object], common: dict[str, str]) -> Signal:
        labels = signals.texts(alert.get("labels"))
        if (annotations := alert.get("annotations")) != self._annotations:
            self._annotations = signals.texts(annotations)
        own_key = signals.word(alert.get("fingerprint"))
        key = own_key or f"labels:{signals.identity(alert.get('labels'))}"
        starts_at = signals.moment(alert.get("startsAt"), self.received_at)
        if starts_at is None:
            self._remark(number, "has no usable start; the time of receipt stands for it")
        ends_at = signals.moment(alert.get("endsAt"), self.received_at)
        return Signal(
            key=signals.fitting_key(key),
            name=_name(labels, self._annotations, common, own_key),
            firing=self._fires(number, alert, ends_at),
            severity=severity_of(labels.get("severity") or common.get("severity") or ""),
            starts_at=starts_at,
            ends_at=ends_at,
            labels=labels if common.items() <= labels.items() else common | labels,
            annotations=self._annotations,  # mostly those of the alert before it
            url=signals.safe_url(alert.get("generatorURL")),
        )

    def _fires(self, number: int, alert: dict[str, object], ends_at: datetime | None) -> bool:
        own = signals.word(alert.get("status")).lower()
        if own in _STATES:
            return _STATES[own]
        if own:
            self._remark(number, f"has an unknown state, {signals.one_line(own, 40)}")
        of_the_group = signals.word(self.payload.get("status")).lower()
        return _STATES.get(of_the_group, ends_at is None or ends_at > self.received_at)

    def _remark(self, number: int, text: str) -> None:
        if len(self.remarks) < signals.REMARKS:
            self.remarks.append(f"Alert {number} {text}.")


def _each_once(found: Iterator[Signal], received_at: datetime) -> tuple[Signal, ...]:
    """In the order of their own times; an episode told twice counts once, its end wins."""
    once: dict[tuple[str, datetime | None], Signal] = {}
    for signal in found:
        before = once.get((signal.key, signal.starts_at))
        if before is None or before.firing:
            once[signal.key, signal.starts_at] = signal
    return tuple(sorted(once.values(), key=lambda signal: signal.starts_at or received_at))


def _group_key(payload: Mapping[str, object], found: tuple[Signal, ...]) -> str:
    if key := signals.word(payload.get("groupKey")):
        return key
    # Not from Alertmanager itself: the closest thing to what it would have grouped by.
    labels = signals.texts(payload.get("groupLabels")) or signals.texts(payload.get("commonLabels"))
    by = json.dumps(labels, sort_keys=True, ensure_ascii=False) if labels else found[0].key
    return f"{signals.word(payload.get('receiver'))}:{by}"


def _hidden(payload: Mapping[str, object]) -> int:
    count = payload.get("truncatedAlerts")
    return min(max(0, count), 1_000_000) if isinstance(count, int) else 0


def _name(
    labels: Mapping[str, str], annotations: Mapping[str, str], common: Mapping[str, str], key: str
) -> str:
    """What it is called; without a name the next best thing that a person can recognise."""
    for text in (
        labels.get("alertname"),
        common.get("alertname"),
        annotations.get("summary"),
        annotations.get("description"),
    ):
        if text and (line := signals.one_line(text)):
            return line
    pairs = ", ".join(f"{name}={value}" for name, value in islice(labels.items(), 3))
    return signals.one_line(pairs) or key[:80] or NAMELESS


def title_of(payload: Mapping[str, object], found: tuple[Signal, ...]) -> str:
    """The alerts' names; then their summary where they share one, else what they are grouped by."""
    names = list(dict.fromkeys(signal.name for signal in found))
    more = f" +{len(names) - 3}" if len(names) > 3 else ""
    title = ", ".join(names[:3]) + more
    summaries = {signal.annotations.get("summary", "") for signal in found}
    grouped_by = signals.texts(payload.get("groupLabels")).items()
    detail = summaries.pop() if len(summaries) == 1 else ""
    detail = detail or ", ".join(text for name, text in grouped_by if name != "alertname")
    return signals.one_line(f"{title}: {detail}" if detail and detail != title else title)
