"""
Grafana's legacy alerting (up to 8, removed in 11): one rule, one message, and no time in it.

https://grafana.com/docs/grafana/v8.5/alerting/old-alerting/notifications/#webhook
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from support.sources import signals
from support.sources.reading import first_line, inside, long_text, text_of
from support.sources.signals import Ignored, Signal, SignalGroup, UnreadableBody

_STATES: Final = {"alerting": True, "no_data": True, "ok": False}


def read(payload: Mapping[str, object], received_at: datetime) -> list[SignalGroup]:
    """:raises UnreadableBody: it names no rule. :raises Ignored: a test, pending, or paused."""
    state = text_of(payload, "state").lower()
    if state not in _STATES:
        raise Ignored(f"The state “{signals.shortened(state, 40)}” is neither alerting nor ok.")
    rule = text_of(payload, "ruleId")
    if rule == "0":
        raise Ignored("It was sent by the test button: rule 0 is no rule.")
    if not rule:
        raise UnreadableBody("“ruleId” is missing.")
    name = first_line(text_of(payload, "ruleName"), text_of(payload, "title"), f"rule {rule}")
    signal = Signal(
        key=signals.fitting_key(f"rule:{rule}"),
        name=name,
        firing=_STATES[state],
        severity="warning",
        labels=_labels(payload, name),
        annotations=signals.texts(
            {"summary": long_text(payload, "message"), "title": long_text(payload, "title")}
        ),
        url=signals.safe_url(payload.get("ruleUrl")),
    )
    return signals.single(signal)


def _labels(payload: Mapping[str, object], name: str) -> dict[str, str]:
    """Tags of the rule, and of the first series that it matched."""
    matches = payload.get("evalMatches")
    first = matches[0] if isinstance(matches, list) and matches else None
    of_series = signals.texts(inside(first, "tags"))
    return {"alertname": name} | of_series | signals.texts(payload.get("tags"))
