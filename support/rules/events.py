"""What of all that is done is told outside, and under which name. Pure."""

from collections.abc import Mapping
from typing import Final

# By the verb under which the planner records it.
KIND_OF: Final[Mapping[str, str]] = {
    "open_ticket": "ticket.opened",
    "ask_desk": "ticket.opened",
    "hear_question": "ticket.opened",
    "take_ticket": "ticket.assigned",
    "assign_ticket": "ticket.assigned",
    "release_ticket": "ticket.released",
    "answer_ticket": "ticket.answered",
    "escalate_ticket": "ticket.escalated",
    "silence_ticket": "ticket.snoozed",
    "snooze_ticket": "ticket.snoozed",
    "wake_ticket": "ticket.woken",
    "reopen_ticket": "ticket.reopened",
    "call_unsolved": "ticket.reopened",
    "hear_unsolved": "ticket.reopened",
    "resolve_ticket": "ticket.resolved",
    "call_solved": "ticket.resolved",
    "hear_solved": "ticket.resolved",
    "resolve_stale_ticket": "ticket.resolved",
    "settle_ticket": "ticket.resolved",
    "start_cycle": "cycle.started",
    "close_cycle": "cycle.closed",
    "reopen_cycle": "cycle.reopened",
}
KINDS: Final = tuple(dict.fromkeys(KIND_OF.values()))
