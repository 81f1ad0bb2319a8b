"""Bodies as they should be, and what becomes of them on a bad day; the same on every machine."""

import json
import random
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from tests.support import bodies

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PARTS = {"Content-Type": "multipart/form-data; boundary=x"}
# Ours, made after what these senders document, where a file of another project may be missing.
MADE: dict[str, list[Any]] = {
    "grafana-legacy": [{"ruleId": 7, "state": "alerting", "ruleName": "CPU", "evalMatches": []}],
    "opsgenie": [{"action": "Create", "alert": {"alertId": "a", "message": "m", "tags": ["t"]}}],
    "sentry": [
        {"action": "created", "data": {"issue": {"id": "1", "title": "E", "level": "error"}}},
        {"action": "triggered", "data": {"event": {"issue_id": "1", "title": "E", "tags": []}}},
        {"action": "critical", "data": {"metric_alert": {"id": "1", "alert_rule": {"id": "2"}}}},
    ],
    "sns": [
        {
            "Type": "Notification",
            "TopicArn": "arn:aws:sns:eu-west-1:1234567890:t",
            "Message": '{"AlarmName": "A", "NewStateValue": "ALARM", "Trigger": {}}',
        },
        {"alarmArn": "arn", "alarmData": {"alarmName": "A", "state": {"value": "OK"}}},
    ],
    "generic": [{"title": "Full", "id": 1, "status": "open", "incident": {"url": "https://a/"}}],
}
HOSTILE: tuple[Any, ...] = (
    None, True, False, 0, -1, 7, 1.5, 10**30, -(10**18), float("nan"), float("inf"), "", " ",
    "\0", "\ud800", "\udfff\ud800", "x" * 10_000, "{EVENT.ID}", "$ALERT_ID", "javascript:alert(1)",
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-13-45", "1" * 400, [], {}, [None],
    [[[[]]]], {"": ""}, {"a": {"a": {"a": None}}}, "障害", "🔥" * 100, "<b>&", "%s%n",
)  # fmt: skip


def mutated(kind: str, count: int) -> Iterator[tuple[bytes, dict[str, str]]]:
    """So many bodies with their headers, each other than it should be in one to five places."""
    chance = random.Random(kind)
    of_kind = whole(kind)
    for _ in range(count):
        made = json.loads(json.dumps(chance.choice(of_kind)))
        for _ in range(chance.randint(1, 5)):
            made = _change(made, chance)
        body = json.dumps(made).encode()
        if chance.random() < 0.15:
            body = _scratch(body, chance)
        yield _in_envelope(kind, body, chance)


def whole(kind: str) -> list[Any]:
    """Bodies as they should be."""
    folders = [folder for folder, of in bodies.KINDS.items() if of == kind and folder != "hostile"]
    return [json.loads(one.body) for one in bodies.ours(*folders)] + MADE.get(kind, [])


def places(value: Any) -> Iterator[tuple[Any, ...]]:
    """Where something stands that is neither a list nor an object, as the way to it."""
    if not isinstance(value, dict | list):
        yield ()
        return
    for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield from ((name, *rest) for rest in places(inner))


def put(value: Any, place: tuple[Any, ...], new: Any) -> Any:
    """The same body with something else in that place."""
    made = deepcopy(value)
    _holder(made, place)[place[-1]] = new
    return made


def without(value: Any, place: tuple[Any, ...]) -> Any:
    """The same body with nothing in that place."""
    made = deepcopy(value)
    del _holder(made, place)[place[-1]]
    return made


def _holder(value: Any, place: tuple[Any, ...]) -> Any:
    for name in place[:-1]:
        value = value[name]
    return value


def _change(value: Any, chance: random.Random) -> Any:
    """Replace, remove or double one thing, somewhere in it."""
    if not isinstance(value, dict | list) or not value or chance.random() < 0.1:
        return deepcopy(chance.choice(HOSTILE))
    if isinstance(value, list):
        place = chance.randrange(len(value))
        value[place] = _change(value[place], chance)
        return value * 2 if len(value) < 4 and chance.random() < 0.1 else value
    name = chance.choice(list(value))
    if (lot := chance.random()) < 0.15:
        del value[name]
    elif lot < 0.2:
        value[chance.choice([name.upper(), name + "\0", "\ud800", ""])] = value.pop(name)
    else:
        value[name] = _change(value[name], chance)
    return value


def _scratch(body: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(body)) if body else 0
    return chance.choice(
        [
            body[:place],
            body[:place] + bytes([chance.randrange(256)]) + body[place + 1 :],
            body[:place] + body[place // 2 :],
            b"\xef\xbb\xbf" + body,
            body.replace(b'"', b"'", 3),
            b"[" * 300 + body,
        ]
    )


def _in_envelope(kind: str, body: bytes, chance: random.Random) -> tuple[bytes, dict[str, str]]:
    if kind == "datadog" and chance.random() < 0.3:
        return body.replace(b'", "', b"&").replace(b'": "', b"="), FORM
    if kind == "uptime-kuma" and chance.random() < 0.3:
        head = b'--x\r\nContent-Disposition: form-data; name="data"\r\n\r\n'
        return head + body + chance.choice([b"\r\n--x--\r\n", b"", b"\r\n--"]), PARTS
    return body, {}
