"""How often somebody who asks may do so: enough for people, too little for programs."""

from math import ceil
from typing import Final

from django.utils.translation import ngettext

from planner.kit.windows import seconds_to_wait
from planner.models import Member
from support.models import AskLink, Inquiry

HOUR: Final = 3600
OF_AN_ADDRESS: Final = 10
TO_AN_E_MAIL: Final = 5  # each is confirmed there by mail: nobody may be flooded
OF_A_LINK: Final = 100
OF_A_MEMBER: Final = 30
OF_AN_INQUIRY: Final = 30  # messages, and going to and fro


def wait_to_ask(*, link: AskLink, email: str, address: str) -> float:
    """Seconds until the next request may come through the link, from there; 0 for now."""
    return (
        seconds_to_wait(f"ask-from:{address}", most=OF_AN_ADDRESS, seconds=HOUR)
        or seconds_to_wait(f"ask-for:{email.lower()}", most=TO_AN_E_MAIL, seconds=HOUR)
        or seconds_to_wait(f"ask-link:{link.prefix}", most=OF_A_LINK, seconds=HOUR)
    )


def wait_of(member: Member) -> float:
    return seconds_to_wait(f"ask-member:{member.pk}", most=OF_A_MEMBER, seconds=HOUR)


def wait_to_write(inquiry: Inquiry) -> float:
    return seconds_to_wait(f"ask-inquiry:{inquiry.pk}", most=OF_AN_INQUIRY, seconds=HOUR)


def too_many(wait: float) -> str:
    minutes = ceil(wait / 60)
    return ngettext(
        "That is too much at once. Send it again in %(count)s minute.",
        "That is too much at once. Send it again in %(count)s minutes.",
        minutes,
    ) % {"count": minutes}
