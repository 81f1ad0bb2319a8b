"""
What a signal means for its alert, and what a group of them does to tickets.

Order is that of the alerts' own times, not of arrival: a queue reorders. An episode is one
firing, known by when it began; once it has ended it does not begin again.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct


class Turn(StrEnum):
    """What a signal changed for its alert."""

    BEGAN = "began"  # a new episode, and it fires
    REPEATED = "repeated"  # it fires, as was known
    ENDED = "ended"  # it fired, and does no more
    OLD = "old"  # nothing: it tells of something that has already ended


class Latest(Struct, frozen=True, gc=False):
    """The latest episode of an alert that is known, and when its alert was last heard of."""

    starts_at: datetime
    ends_at: datetime | None
    heard_at: datetime | None = None


class Reading(Struct, frozen=True, gc=False):
    """``episode`` is the one that the signal spoke of, ``latest`` the alert's latest after it."""

    turn: Turn
    episode: Latest
    latest: Latest


def read_signal(
    latest: Latest | None,
    *,
    firing: bool,
    starts_at: datetime | None,
    ends_at: datetime | None,
    received_at: datetime,
    told_at: datetime | None = None,
    once: bool = False,
) -> Reading:
    """
    Place a signal among the episodes of its alert; unknown times are taken from receipt.

    ``told_at`` is when an event happened, for senders that tell of no episodes; ``once`` says that
    the alert has a single one.
    """
    if (
        latest
        and starts_at is None
        and not firing
        and (old := _overtaken(latest, told_at, received_at))
    ):
        return old
    at = told_at or received_at
    start = starts_at or _likely_start(latest, firing, at)
    if once and latest:
        start = latest.starts_at
    end = None if firing else max(start, ends_at or at)
    told = Latest(start, end)
    if latest is None:
        return Reading(Turn.BEGAN if firing else Turn.OLD, told, told)
    if latest.ends_at is None:
        return _while_firing(latest, told)
    if start > latest.starts_at:
        return Reading(Turn.BEGAN if firing else Turn.OLD, told, told)
    # It tells of an episode that is over, or of an older one that must be over by now.
    over = latest if start == latest.starts_at else Latest(start, end or latest.starts_at)
    return Reading(Turn.OLD, over, latest)


def _overtaken(latest: Latest, told_at: datetime | None, received_at: datetime) -> Reading | None:
    """
    An end without a beginning that comes too late, or too early, to end what is known.

    One that happened before the latest firing began ended an older one. One that happened after
    the latest end belongs to a firing that is still on its way: its place is kept, so that it
    begins nothing when it comes.
    """
    if told_at is None:
        # Only an old delivery, digested once more, was received before what was heard last.
        is_old = latest.heard_at is not None and received_at < latest.heard_at
        return Reading(Turn.OLD, latest, latest) if is_old else None
    if latest.ends_at is None:
        return Reading(Turn.OLD, latest, latest) if told_at < latest.starts_at else None
    if told_at > latest.ends_at:
        return Reading(Turn.OLD, latest, Latest(told_at, told_at))
    return None


def _while_firing(latest: Latest, told: Latest) -> Reading:
    if told.starts_at > latest.starts_at:
        # The end in between never reached us.
        return Reading(Turn.BEGAN if told.ends_at is None else Turn.ENDED, told, told)
    if told.ends_at is None:
        # An earlier start is still the same firing: Alertmanager moves it when it merges.
        return Reading(Turn.REPEATED, latest, latest)
    if told.starts_at < latest.starts_at and told.ends_at <= latest.starts_at:
        return Reading(Turn.OLD, told, latest)
    over = Latest(latest.starts_at, told.ends_at)
    return Reading(Turn.ENDED, over, over)


def _likely_start(latest: Latest | None, firing: bool, received_at: datetime) -> datetime:
    if latest is None:
        return received_at
    if latest.ends_at is None or not firing or received_at <= latest.ends_at:
        return latest.starts_at
    return received_at


class Move(StrEnum):
    """What happens to the ticket of a group."""

    JOIN = "join"  # it has one that is not resolved
    OPEN = "open"
    REOPEN = "reopen"
    FOLLOW = "follow"  # a new one, linked to the one long resolved
    LEAVE = "leave"  # nothing: no new episode


def what_happens(
    *,
    news: bool,
    has_ticket: bool,
    resolved_at: datetime | None,
    at: datetime,
    window: timedelta,
) -> Move:
    """
    Decide for a group. ``news``: an alert began to fire that no other open ticket holds.

    A repeat is no news: what a person has resolved stays so until a new episode.
    """
    if has_ticket and resolved_at is None:
        return Move.JOIN
    if not news:
        return Move.LEAVE
    if resolved_at is None:
        return Move.OPEN
    return Move.REOPEN if at - resolved_at <= window else Move.FOLLOW


def is_over(*, ended: bool, firing: int, hidden: int) -> bool:
    """
    Whether a ticket resolves by its alerts: one ended, none fires, and none is out of sight.

    Alertmanager computes its own "resolved" from the alerts that it shows, so it is not asked.
    """
    return ended and firing == 0 and hidden == 0
