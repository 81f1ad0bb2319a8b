"""What Now says of one Big Epic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Epic
from cycles.queries.burn import Burn, burn_of
from cycles.queries.progress import Progress
from cycles.queries.staffing import Staffing
from cycles.queries.track import Track
from cycles.rules.burndown import should_be_cleared
from cycles.rules.calendar import day_of
from planner.kit.curves import hill_path, hill_point
from planner.kit.dates import short_day, weekday_day

HILL_WIDTH, HILL_HEIGHT, TOP = 104, 26, 50
TRAIL = 4  # points before the last that are drawn
SHAPES = 14  # more scope than this is told in figures alone


@dataclass(frozen=True)
class Note:
    """What is to be said beside the line of today."""

    text: str
    more: str = ""
    is_found: bool = False


@dataclass(frozen=True)
class SmallHill:
    """Where an epic stands on its hill, and where it stood before."""

    path: str
    text: str
    trail: tuple[tuple[str, str], ...]
    here: tuple[str, str]


@dataclass(frozen=True)
class ScopeFigures:
    """``squares`` are must, ``circles`` could; those that are built are true."""

    built: str = ""
    of: str = ""
    squares: tuple[bool, ...] = ()
    circles: tuple[bool, ...] = ()
    not_yet: str = ""


@dataclass(frozen=True)
class BigPart:
    """``is_late``: unknowns are left where a commitment should stand by now."""

    origin: str
    burn: Burn
    note: Note | None
    hill: SmallHill | None
    scope: ScopeFigures
    committed: str
    is_committed: bool
    is_late: bool


def big_part(
    epic: Epic, progress: Progress, staffing: Staffing, track: Track, today: date
) -> BigPart:
    worked = staffing.worked
    is_committed = progress.committed_on is not None
    has_ended = epic.state in Epic.ENDED
    is_late = (
        not is_committed
        and not has_ended
        and progress.left > 0
        and should_be_cleared(day_of(worked, today), len(worked))
    )
    days_left = sum(1 for day in worked if day > today)
    return BigPart(
        epic.origin,
        burn_of(progress, track, title=epic.title),
        _ended(epic, staffing) if has_ended else _note(progress, today, days_left),
        _hill(progress.places),
        _scope(progress),
        short_day(progress.committed_on) if progress.committed_on else "",
        is_committed or epic.state == Epic.State.SHIPPED,
        is_late,
    )


def _ended(epic: Epic, staffing: Staffing) -> Note:
    state = str(epic.get_state_display())
    if epic.shipped_at is None:
        return Note(state)
    day = short_day(epic.shipped_at.astimezone(staffing.workspace.zone).date())
    return Note(_("Shipped %(day)s") % {"day": day})


def _note(progress: Progress, today: date, days_left: int) -> Note | None:
    if progress.committed_on:
        return _found(progress.late)
    left = ngettext("%(n)s working day left", "%(n)s working days left", days_left) % {
        "n": days_left
    }
    if progress.left:
        unknowns = ngettext("%(n)s unknown", "%(n)s unknowns", progress.left) % {"n": progress.left}
        more = _("%(unknowns)s, %(days)s") % {"unknowns": unknowns, "days": left}
        return Note(_("No commitment yet"), more)
    if progress.raised:
        return Note(_("No unknowns left: time to commit"), left)
    return Note(_("No unknown raised yet"), left)


def _found(late: Sequence[date]) -> Note | None:
    if not late:
        return None
    facts = {"n": len(late), "day": weekday_day(late[-1])}
    return Note(
        ngettext("+%(n)s found on %(day)s", "+%(n)s found, the last on %(day)s", len(late)) % facts,
        is_found=True,
    )


def _hill(places: Sequence[int]) -> SmallHill | None:
    if not places:
        return None
    here = places[-1]
    text = _("uphill, %(place)s") if here < TOP else _("downhill, %(place)s")
    return SmallHill(
        hill_path(HILL_WIDTH, HILL_HEIGHT),
        (_("at the top") if here == TOP else text) % {"place": here},
        tuple(_dot(place) for place in places[-TRAIL - 1 : -1]),
        _dot(here),
    )


def _dot(place: int) -> tuple[str, str]:
    x, y = hill_point(place, HILL_WIDTH, HILL_HEIGHT)
    return f"{x:g}", f"{y:g}"


def _scope(progress: Progress) -> ScopeFigures:
    if progress.committed_on is None:
        if progress.left or not progress.raised:
            return ScopeFigures(not_yet=_("Scope opens at 0 unknowns"))
        return ScopeFigures(not_yet=_("Scope is a draft until the team commits"))
    (built, must), (could_built, could) = progress.must, progress.could
    drawn = must + could <= SHAPES
    return ScopeFigures(
        str(built),
        _("of %(n)s must") % {"n": must},
        tuple(place < built for place in range(must)) if drawn else (),
        tuple(place < could_built for place in range(could)) if drawn else (),
    )
