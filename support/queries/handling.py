"""What may be chosen for a ticket: ends of a snooze, owners, others to merge it into, answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy

from planner.kit.moments import moment
from planner.models import Member
from support.models import Alert, Ticket
from support.queries.answers import answer_names
from support.queries.owners import known_owners
from support.rules.snoozes import ends_of_snooze

OTHERS: Final = 30
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


@dataclass(frozen=True, slots=True)
class Other:
    key: str
    title: str


@dataclass(frozen=True)
class Handling:
    ends: tuple[End, ...]
    owners: tuple[str, ...]
    owner: str  # who probably owns it
    others: tuple[Other, ...]
    answers: tuple[tuple[int, str], ...]


def handling_of(
    ticket: Ticket, alerts: Sequence[Alert], *, member: Member, now: datetime
) -> Handling:
    owned = next((alert.owner for alert in alerts if alert.owner), "")
    return Handling(
        ends=snooze_ends(member, now),
        owners=known_owners(member.workspace),
        owner=owned if owned != ticket.owner else "",
        others=_others(ticket),
        answers=answer_names(member.workspace),
    )


def snooze_ends(member: Member, now: datetime) -> tuple[End, ...]:
    """When people usually want to see it again, in the time zone of the workspace."""
    ends = ends_of_snooze(now.astimezone(member.zone), member.workspace.working_days)
    return tuple(
        End(name, str(_ENDS[name]), moment(end, now=now, zone=member.zone).clock)
        for name, end in ends.items()
    )


def _others(ticket: Ticket) -> tuple[Other, ...]:
    """The latest that are not resolved; of alerts only for what is no person's question."""
    rows = Ticket.objects.filter(workspace=ticket.workspace_id).unresolved().exclude(pk=ticket.pk)
    if ticket.kind == Ticket.Kind.ALERT:
        rows = rows.filter(kind=Ticket.Kind.ALERT)
    latest = rows.order_by("-number").values_list("number", "title")[:OTHERS]
    return tuple(Other(f"S-{number}", title) for number, title in latest)
