"""
Who is told of what, by which channel, and when.

Pure: people, their wishes and their calendars are given. A channel of somebody's own is held in
quiet hours and on days off; the list in the planner disturbs nobody, and is written at once.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

APP, EMAIL, SLACK = "app", "email", "slack"
CHANNELS: Final = (APP, EMAIL, SLACK)

ASSIGNED = "assigned"
ANSWERED = "answered"
WROTE = "wrote"
URGENT = "urgent"
WORK_METRIC = "work_metric"
ASK = "ask"
ASK_WAITS = "ask_waits"
LET_THROUGH = "let_through"
TIME_DUE = "time_due"
ESCALATION = "escalation"
OWNER = "owner"
WEBHOOK_OFF = "webhook_off"
MINUTES = "minutes"
REVIEW_DUE = "review_due"
TEST = "test"

# What people choose channels for, and what they have while neither they nor their workspace chose.
USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    ASSIGNED: (APP, SLACK),
    ANSWERED: (APP, EMAIL),
    WROTE: (APP, SLACK),
    URGENT: (APP, SLACK),
    WORK_METRIC: (APP, SLACK),
    ASK: (APP, EMAIL, SLACK),
    ASK_WAITS: (APP, EMAIL, SLACK),
    LET_THROUGH: (APP, SLACK),
    TIME_DUE: (APP,),
    ESCALATION: (APP, EMAIL, SLACK),
    OWNER: (APP, SLACK),
    WEBHOOK_OFF: (APP, EMAIL),
    MINUTES: (APP, EMAIL),
    REVIEW_DUE: (APP, EMAIL),
}
HORIZON: Final = timedelta(days=31)


@dataclass(frozen=True)
class Listener:
    """
    A member as news finds them. ``chosen`` are their own channels by reason, ``usual`` those of
    their workspace. ``working_days`` are ISO weekdays; ``day_from`` is when a working day begins
    for who has no quiet hours that say so.
    """

    pk: int
    zone: tzinfo
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    usual: Mapping[str, Sequence[str]] = field(default_factory=dict)
    quiet_from: time | None = None
    quiet_to: time | None = None
    only_working_days: bool = False
    working_days: str = "12345"
    day_from: time = time()
    holidays: Collection[date] = ()


@dataclass(frozen=True)
class Heard:
    """That member is told by that channel, not before then."""

    listener: int
    channel: str
    at: datetime


def channels_for(reason: str, *wishes: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """By the first of the wishes that knows the reason, else as usual; in the order of CHANNELS."""
    chosen = next((each[reason] for each in wishes if reason in each), USUAL.get(reason, (APP,)))
    return tuple(channel for channel in CHANNELS if channel in chosen)


def who_hears(
    reason: str,
    listeners: Iterable[Listener],
    *,
    at: datetime,
    by: int | None = None,
    critical: bool = False,
    open_channels: Collection[str] = CHANNELS,
) -> tuple[Heard, ...]:
    """
    Nobody is told of what they did themselves (``by``), nor twice.

    ``open_channels`` are those that lead anywhere: what would go by another goes nowhere, except
    that who would hear nothing at all finds it in the planner. An escalation of something
    ``critical`` is never held.
    """
    heard: dict[tuple[int, str], Heard] = {}
    for one in listeners:
        if one.pk == by:
            continue
        wanted = channels_for(reason, one.chosen, one.usual)
        ways = [each for each in wanted if each in open_channels]
        if wanted and not ways:
            ways = [APP]
        for channel in ways:
            now = channel == APP or (critical and reason == ESCALATION)
            due = at if now else held_until(one, at)
            heard.setdefault((one.pk, channel), Heard(one.pk, channel, due))
    return tuple(heard.values())


def held_until(one: Listener, at: datetime) -> datetime:
    """
    The first moment from then on that is neither in their quiet hours nor on a day off.

    Somebody who has no such moment within a month is not held at all.
    """
    moment = at
    while moment <= at + HORIZON:
        later = _after_quiet(one, _on_a_working_day(one, moment))
        if later == moment:
            return moment
        moment = later
    return at


def _on_a_working_day(one: Listener, at: datetime) -> datetime:
    local = at.astimezone(one.zone)
    works = str(local.isoweekday()) in one.working_days and local.date() not in one.holidays
    if not one.only_working_days or works:
        return at
    begins = one.day_from if one.quiet_from is None else time()
    return _at(local.date() + timedelta(days=1), begins, one.zone, at)


def _after_quiet(one: Listener, at: datetime) -> datetime:
    start, end = one.quiet_from, one.quiet_to
    if start is None or end is None or start == end:
        return at
    local = at.astimezone(one.zone)
    now = local.time()
    if start < end:
        return _at(local.date(), end, one.zone, at) if start <= now < end else at
    if now >= start:
        return _at(local.date() + timedelta(days=1), end, one.zone, at)
    return _at(local.date(), end, one.zone, at) if now < end else at


def _at(day: date, clock: time, zone: tzinfo, like: datetime) -> datetime:
    """
    That time of that day, as the moment it is. A time that the clocks jump over or show twice in
    a night is one moment all the same: the one after the jump, and the later one.
    """
    local = datetime.combine(day, clock, zone)
    moment = max(local.replace(fold=fold).astimezone(like.tzinfo) for fold in (0, 1))
    return max(moment, like)
