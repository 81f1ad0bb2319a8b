"""Who asked by a ticket, for those who work the desk."""

from dataclasses import dataclass

from support.models import Inquiry, Ticket


@dataclass(frozen=True, slots=True)
class Inquirer:
    """``reason`` says why an urgent request cannot wait."""

    name: str
    team: str
    email: str
    reason: str


def inquiry_behind(ticket: Ticket) -> Inquiry | None:
    """What somebody asked themselves; None for alerts, and where the team wrote it down."""
    found: Inquiry | None = getattr(ticket, "inquiry", None)
    return found


def inquirer_of(ticket: Ticket) -> Inquirer | None:
    """Asks nothing more where the ticket was read together with its inquiry."""
    if (inquiry := inquiry_behind(ticket)) is None:
        return None
    return Inquirer(inquiry.name, inquiry.team, inquiry.email, inquiry.reason)
