"""Times as people say them: 38 min, 3 h, 6 d; and exactly, in their own time zone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# A day of the last or the next half year is known without its year.
_FAR: Final = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Moment:
    """
    A time in four spellings: for programs, exact, how long ago, and as short as it is still clear:
    as a clock shows it today, with its day on others, with its year where that is far.
    """

    iso: str
    exact: str
    age: str
    clock: str


def moment(at: datetime, *, now: datetime, zone: tzinfo) -> Moment:
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    minute = local.replace(second=0, microsecond=0, tzinfo=None)
    exact, clock, near = _in_words(minute, get_language())
    days = abs(minute.date() - today)
    return Moment(
        iso=at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        exact=exact,
        age=span(now - at),
        clock=exact if days > _FAR else near if days else clock,
    )


@lru_cache(maxsize=20_000)
def _in_words(local: datetime, language: str | None) -> tuple[str, str, str]:
    """
    A minute with its day, without, and with its day but no year, as the language that is spoken
    just now writes it.

    A list that is asked for again and again has a hundred of them, and mostly the same.
    """
    exact, clock = date_format(local, "DATETIME_FORMAT"), date_format(local, "TIME_FORMAT")
    return exact, clock, date_format(local, "DAY_AND_TIME_FORMAT")


def duration(length: timedelta) -> str:
    """How long something took: in minutes up to two hours, and a minute at least."""
    minutes = max(1, int(length.total_seconds() // 60))
    return _("{count} min").format(count=minutes) if minutes < 120 else span(length)


def span(length: timedelta) -> str:
    """Its largest whole unit, days at most; less than a minute is now."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return _("now")
    if minutes < 60:
        return _("{count} min").format(count=minutes)
    if minutes < 24 * 60:
        return _("{count} h").format(count=minutes // 60)
    return _("{count} d").format(count=minutes // (24 * 60))


def minutes_said(minutes: int) -> str:
    """30 min, 2 h, 1 h 30 min: hours of work, never folded into days."""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return _("{count} min").format(count=rest)
    if not rest:
        return _("{count} h").format(count=hours)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)
