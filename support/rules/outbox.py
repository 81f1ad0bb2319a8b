"""When what leaves is tried again, and what is sent together. Pure: moments are given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

LEASE: Final = timedelta(minutes=2)  # longer than any attempt takes
BETWEEN_MESSAGES: Final = timedelta(minutes=1)

# After the first attempt: notices are worth sending for some hours.
_NOTICES: Final = (10, 60, 5 * 60, 15 * 60, 3600, 3 * 3600)
# As https://www.standardwebhooks.com recommends: about three days in all.
_WEBHOOKS: Final = (
    5,
    5 * 60,
    30 * 60,
    2 * 3600,
    5 * 3600,
    10 * 3600,
    14 * 3600,
    20 * 3600,
    24 * 3600,
)

# A receiver that fails for so long, without a success between, is not asked any more.
FAILING_TOO_LONG: Final = timedelta(days=5)
# A receiver that does not answer at all costs one attempt in that time, however much waits for it.
REST_OF_AN_ENDPOINT: Final = timedelta(seconds=30)


def next_notice(attempts: int, at: datetime, *, wait: int = 0) -> datetime | None:
    """When to try again after so many attempts, ``wait`` seconds at least; None: give it up."""
    return _next(_NOTICES, attempts, at, wait)


def next_webhook(attempts: int, at: datetime, *, wait: int = 0) -> datetime | None:
    """The same for webhooks."""
    return _next(_WEBHOOKS, attempts, at, wait)


def _next(plan: tuple[int, ...], attempts: int, at: datetime, wait: int) -> datetime | None:
    if attempts > len(plan):
        return None
    return at + timedelta(seconds=max(plan[attempts - 1], wait))


def is_worth_retrying(status: int) -> bool:
    """What the receiver says is our fault stays so, unless it only asks for patience."""
    return status >= 500 or status in (408, 425, 429) or 300 <= status < 400


def may_leave_at(last_sent_at: datetime | None, at: datetime) -> datetime:
    """Not within a minute of the last message about the same ticket to the same place."""
    return at if last_sent_at is None else max(at, last_sent_at + BETWEEN_MESSAGES)


@dataclass(frozen=True)
class Piece:
    """A piece of news, as one line; of less ``weight`` is what interrupts more."""

    weight: int
    line: str


def as_one_message(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """
    What is told of one ticket at once, a line each, none of them twice: what interrupts most comes
    first, for it is the subject, then the rest as it happened.
    """
    lead = min(pieces, key=lambda piece: piece.weight)
    return tuple(dict.fromkeys([lead.line, *(piece.line for piece in pieces)]))
