"""
CloudWatch alarms through Amazon SNS, or as EventBridge and alarm actions send them.

https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from urllib.parse import parse_qs, urlsplit

from support.sources import signals
from support.sources.bodies import decode
from support.sources.reading import first_line, inside, long_text, text_of, time_of
from support.sources.signals import Handshake, Ignored, Signal, SignalGroup, UnreadableBody

AMAZON_HOST: Final = re.compile(r"sns\.([a-z]{2}(?:-[a-z]+)+-[0-9]{1,2})\.amazonaws\.com(\.cn)?")
TOPIC: Final = re.compile(r"arn:aws[a-z-]*:sns:[a-z0-9-]{1,30}:[0-9]{10,12}:[A-Za-z0-9_.-]{1,256}")

_STATES: Final = {"ALARM": True, "OK": False}
_HANDSHAKES: Final = ("SubscriptionConfirmation", "UnsubscribeConfirmation")


def read(payload: Mapping[str, object], received_at: datetime) -> list[SignalGroup]:
    """
    :raises UnreadableBody: an alarm without a name.
    :raises Ignored: no alarm, or a state that says neither.
    :raises Handshake: a person has to confirm the subscription.
    """
    kind = text_of(payload, "Type")
    if kind in _HANDSHAKES:
        raise _handshake(payload, kind)
    if kind == "Notification":
        return _alarm(_message(payload), text_of(payload, "TopicArn"), received_at)
    if inside(payload, "alarmData") or inside(payload, "detail", "alarmName"):
        return _event(payload, received_at)
    return _alarm(payload, "", received_at)  # SNS itself, told to deliver messages raw


def _handshake(payload: Mapping[str, object], kind: str) -> Ignored:
    url, topic = confirm_url(inside(payload, "SubscribeURL")), text_of(payload, "TopicArn")
    if not url:
        return Ignored(f"{kind}, with a link that does not lead to Amazon: it is not shown.")
    if kind != "SubscriptionConfirmation":
        return Ignored("The subscription was ended.")
    reason = "Amazon asks whether it may send: open its link on the page of the source."
    return Handshake(reason, url=url, topic=topic)


def confirm_url(value: object) -> str:
    """The link if it leads to Amazon's confirmation and nowhere else; it is never fetched."""
    url = signals.safe_url(value)
    if not url:
        return ""
    parts = urlsplit(url)
    leads_there = (
        parts.scheme == "https"
        and AMAZON_HOST.fullmatch(parts.netloc)
        and parts.path in ("", "/")
        and parse_qs(parts.query).get("Action") == ["ConfirmSubscription"]
    )
    return url if leads_there else ""


def _message(payload: Mapping[str, object]) -> Mapping[str, object]:
    """The JSON in the JSON."""
    try:
        return decode(long_text(payload, "Message").encode())
    except UnreadableBody as fault:
        raise Ignored("A message to the topic that is no alarm.") from fault


def _alarm(alarm: Mapping[str, object], topic: str, received_at: datetime) -> list[SignalGroup]:
    state = text_of(alarm, "NewStateValue")
    if not state:
        raise Ignored("A message to the topic that is no alarm.")
    name = text_of(alarm, "AlarmName")
    account = text_of(alarm, "AWSAccountId")
    scope = topic or account
    trigger = inside(alarm, "Trigger")
    return _signal(
        key=text_of(alarm, "AlarmArn") or (f"{scope}:{name}" if name else ""),
        name=name,
        state=state,
        at=time_of(inside(alarm, "StateChangeTime"), received_at),
        told=[text_of(alarm, "AlarmDescription"), long_text(alarm, "NewStateReason")],
        labels=_labels(trigger) | {"region": text_of(alarm, "Region"), "account": account},
    )


def _event(event: Mapping[str, object], received_at: datetime) -> list[SignalGroup]:
    """As EventBridge, or CloudWatch itself, sends it without SNS around it."""
    detail = inside(event, "detail") or inside(event, "alarmData")
    resources = inside(event, "resources")
    first = resources[0] if isinstance(resources, list) and resources else None
    name = text_of(detail, "alarmName")
    account = text_of(event, "accountId") or text_of(event, "account")
    at = inside(detail, "state", "timestamp") or inside(event, "time")
    return _signal(
        key=text_of(event, "alarmArn")
        or signals.word(first)
        or (f"{account}:{name}" if name else ""),
        name=name,
        state=text_of(detail, "state", "value"),
        at=time_of(at, received_at),
        told=[
            text_of(detail, "configuration", "description"),
            long_text(detail, "state", "reason"),
        ],
        labels={"region": text_of(event, "region"), "account": account},
    )


def _signal(
    *,
    key: str,
    name: str,
    state: str,
    at: datetime | None,
    told: list[str],
    labels: dict[str, str],
) -> list[SignalGroup]:
    if state not in _STATES:
        raise Ignored(f"The state “{signals.shortened(state, 40)}” is neither ALARM nor OK.")
    if not key:
        raise UnreadableBody("The alarm has neither an ARN nor a name.")
    firing = _STATES[state]
    shown = {label: value for label, value in labels.items() if value}
    return signals.single(
        Signal(
            key=signals.fitting_key(key),
            name=first_line(name, key),
            firing=firing,
            severity="warning",
            starts_at=at if firing else None,
            ends_at=None if firing else at,
            told_at=at,
            labels=signals.texts({"alertname": name} | shown),
            annotations=signals.texts({"summary": told[0], "description": told[1]}),
        ),
        group_key=key,
    )


def _labels(trigger: object) -> dict[str, str]:
    """Of the metric; an alarm on an expression of several has none of its own."""
    found = {
        "metric": text_of(trigger, "MetricName"),
        "metric_namespace": text_of(trigger, "Namespace"),
    }
    dimensions = inside(trigger, "Dimensions")
    for each in dimensions[:20] if isinstance(dimensions, list) else []:
        if name := text_of(each, "name"):
            found[name] = text_of(each, "value")
    return found
