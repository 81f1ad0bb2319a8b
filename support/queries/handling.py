"""What may be chosen for a ticket: ends of a snooze, owners, saved answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy

from planner.kit.moments import moment
from planner.models import Member
from support.models import Alert, Ticket
from support.queries.answers import answer_names
from support.queries.owners import named_owners
from support.rules.snoozes import ends_of_snooze

_ENDS: Final = {
    "hour": gettext_lazy("1 hour"),
    "hours": gettext_lazy("4 hours"),
    "tomorrow": gettext_lazy("Next working day"),
    "week": gettext_lazy("Next week"),
}


@dataclass(frozen=True, slots=True)
class End:
    """``name`` is what the form sends, ``clock`` when that is."""

    name: str
    label: str
    clock: str


@dataclass(frozen=True)
class Handling:
    ends: tuple[End, ...]
    owners: tuple[str, ...]
    owner: str  # who probably owns it
    answers: tuple[tuple[int, str], ...]


def handling_of(
    ticket: Ticket, alerts: Sequence[Alert], *, member: Member, now: datetime
) -> Handling:
    owned = next((alert.owner for alert in alerts if alert.owner), "")
    return Handling(
        ends=snooze_ends(member, now),
        owners=named_owners(member.workspace),
        owner=owned if owned != ticket.owner else "",
        answers=answer_names(member.workspace),
    )


def snooze_names() -> tuple[tuple[str, str], ...]:
    """The same without the times, where many are snoozed at once."""
    return tuple((name, str(label)) for name, label in _ENDS.items())


def snooze_ends(member: Member, now: datetime) -> tuple[End, ...]:
    """When people usually want to see it again, in the time zone of the workspace."""
    ends = ends_of_snooze(now.astimezone(member.zone), member.workspace.working_days)
    return tuple(
        End(name, str(_ENDS[name]), moment(end, now=now, zone=member.zone).clock)
        for name, end in ends.items()
    )
