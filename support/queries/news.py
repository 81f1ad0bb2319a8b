"""News as words, in the language that is active now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planner.kit.moments import duration
from support.models import Interruption, Notification, Ticket
from support.queries.title_words import title_said
from support.rules import hearing

LONGEST_TEXT: Final = 2000


@dataclass(frozen=True)
class Words:
    """How a reason is called where one chooses, told, and how much it interrupts: 0 is most."""

    name: Any
    told: Any
    weight: int


WORDS: Final[Mapping[str, Words]] = {
    hearing.ESCALATION: Words(
        gettext_lazy("A ticket waits too long"),
        gettext_lazy("For {waited} nobody has answered {key} {title}"),
        0,
    ),
    hearing.URGENT: Words(
        gettext_lazy("New urgent request"), gettext_lazy("Urgent: {key} {title}"), 1
    ),
    hearing.WORK_METRIC: Words(
        gettext_lazy("New work metric ticket"),
        gettext_lazy("Work metric, {severity}: {key} {title}"),
        2,
    ),
    hearing.OWNER: Words(
        gettext_lazy("A ticket of your team"),
        gettext_lazy("{severity}, of your team: {key} {title}"),
        3,
    ),
    hearing.ASK: Words(
        gettext_lazy("Somebody asks for a release team"),
        gettext_lazy("{by} asks for a release team: {title}"),
        4,
    ),
    hearing.ASK_WAITS: Words(
        gettext_lazy("A question waits in the shield"),
        gettext_lazy("In the shield for {waited}: {title}"),
        4,
    ),
    hearing.LET_THROUGH: Words(
        gettext_lazy("A question is let through to you"),
        gettext_lazy("{by} let through to you, for {days} d: {title}"),
        5,
    ),
    hearing.TIME_DUE: Words(
        gettext_lazy("No time is logged on what was let through to you"),
        gettext_lazy("Log how long it took, thought to be {days} d: {title}"),
        7,
    ),
    hearing.ASSIGNED: Words(
        gettext_lazy("A ticket is given to you"), gettext_lazy("{by} gave {to} {key} {title}"), 5
    ),
    hearing.ANSWERED: Words(
        gettext_lazy("Answer in your request"), gettext_lazy("{by} answered {key} {title}"), 6
    ),
    hearing.WROTE: Words(
        gettext_lazy("Who asked writes about your ticket"),
        gettext_lazy("{by} writes about {key} {title}"),
        6,
    ),
    hearing.WEBHOOK_OFF: Words(
        gettext_lazy("A webhook is turned off"),
        gettext_lazy("{title} is told of nothing any more: it has failed for days"),
        7,
    ),
    hearing.MINUTES: Words(
        gettext_lazy("Minutes of a review in which you took part"),
        gettext_lazy("{by} closed the roadmap review: these are its minutes"),
        7,
    ),
    hearing.REVIEW_DUE: Words(
        gettext_lazy("A review of the roadmap is due"),
        gettext_lazy("A review of the roadmap is due"),
        7,
    ),
    hearing.TEST: Words(
        gettext_lazy("Test"), gettext_lazy("This is a test message, sent by {by}."), 8
    ),
}

# What is told once more when it is so no longer.
_TAKEN_BACK: Final[Mapping[str, Any]] = {
    hearing.LET_THROUGH: gettext_lazy("{by} took back what was let through to you: {title}"),
    hearing.ANSWERED: gettext_lazy("{by} took the answer back, and your question waits: {title}"),
}


def line_of(notification: Notification) -> str:
    """One line of plain text."""
    data = {name: str(value) for name, value in notification.data.items()}
    severity = data.get("severity", "")
    if severity in Ticket.Severity.values:
        data["severity"] = str(Ticket.Severity(severity).label)
    if "title" in data:
        data["title"] = title_said(data["title"])
    data["by"] = data.get("by") or _("The planner")
    data["to"] = notification.member.name if notification.member else "–"
    if minutes := notification.data.get("minutes"):
        data["waited"] = duration(timedelta(minutes=minutes))
    words = WORDS.get(notification.reason)
    told = words.told if words else "{key} {title}"
    if notification.data.get("is_back"):
        told = _TAKEN_BACK.get(notification.reason, told)
    return " ".join(str(told).format_map(_Forgiving(data)).split())


def text_of(notification: Notification) -> str:
    """What was written, where the news is about that; how the shield answered stands before it."""
    text = str(notification.data.get("text", ""))
    answer = notification.data.get("answer")
    if answer in Interruption.State.values and answer != Interruption.State.ANSWERED:
        said = _("%(said)s.") % {"said": Interruption.State(answer).label}
        text = " ".join(filter(None, [said, text]))
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"


def weight_of(notification: Notification) -> int:
    words = WORDS.get(notification.reason)
    return words.weight if words else len(WORDS)


def more_tickets(count: int) -> str:
    return _("and {count} more").format(count=count)


class _Forgiving(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "–"
