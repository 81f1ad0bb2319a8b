"""The hill of an epic as its page draws it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from cycles.models import Epic, HillPoint
from cycles.queries.bets import bets_on, drawn_cycle
from cycles.queries.drawings import span_of
from cycles.queries.staffing import worked_days
from cycles.rules.calendar import Span
from cycles.rules.hill import TOP, Point, days_in_spot, here_since, is_stale, weekly_trail
from planner.kit.curves import hill_path, hill_point
from planner.kit.dates import short_day
from planner.kit.lists import listed
from planner.kit.names import first_name

WIDTH, HEIGHT = 416, 120
LEFT, ABOVE = 10, 36  # where the hill stands in its drawing
ROOM_RIGHT = 78  # a place further right than this is written to the left of its dot


@dataclass(frozen=True)
class TrailDot:
    x: str
    y: str
    text: str
    text_x: str
    text_y: str
    anchor: str


@dataclass(frozen=True)
class MovedRow:
    """One time that somebody moved it, as text."""

    day: str
    who: str
    place: int
    note: str


@dataclass(frozen=True)
class Hill:
    """``here`` is its place, ``stale`` is said where it has not moved for days."""

    label: str
    said: str
    note: str
    place: int
    path: str
    walked: str
    trail: tuple[TrailDot, ...]
    here: TrailDot | None
    stale: str
    rows: tuple[MovedRow, ...]


def hill_of(epic: Epic, span: Span, worked: tuple[date, ...], *, today: date) -> Hill:
    """One query. The trail is that of the cycle; it stands where it was moved to last."""
    zone = epic.workspace.zone
    moved = HillPoint.objects.filter(epic=epic).select_related("by__person")
    points = list(moved.order_by("at", "pk"))
    places = [Point(one.at.astimezone(zone).date(), one.place) for one in points]
    trail = weekly_trail(places, span)
    place = places[-1].place if places else 0
    since = here_since(places)
    first = trail[0][1].place if trail else place
    days = days_in_spot(since, worked, today) if since else 0
    dots = tuple(
        _dot(point.place, _("W%(number)s") % {"number": week})
        for week, point in trail
        if point is not places[-1]
    )
    return Hill(
        _label(places, trail),
        _said(points[-1], zone, today) if points else "",
        points[-1].note if points else "",
        place,
        hill_path(WIDTH, HEIGHT),
        hill_path(WIDTH, HEIGHT, first=min(first, place), last=place) if place > first else "",
        dots,
        _dot(place, _here(place, places[-1].on, today), ring=is_stale(days)) if points else None,
        _("same spot for %(n)s days") % {"n": days} if is_stale(days) else "",
        tuple(_row(one, zone) for one in reversed(points)),
    )


def hill_of_cycle(epic: Epic, *, at: datetime) -> Hill:
    """The same, for whoever does not know the cycle: that in which the epic is drawn."""
    today = at.astimezone(epic.workspace.zone).date()
    cycle = drawn_cycle(bets_on(epic))
    if cycle is None:
        return hill_of(epic, Span(today, today), (), today=today)
    span = span_of(cycle)
    worked = worked_days(epic.workspace, span)
    return hill_of(epic, span, worked, today=min(today, span.ends_on))


def place_of(epic: Epic) -> int:
    """Where it stands; at the left foot before anybody has moved it."""
    last = HillPoint.objects.filter(epic=epic).order_by("-at", "-pk").first()
    return last.place if last else 0


def _here(place: int, on: date, today: date) -> str:
    day = _("today") if on == today else short_day(on)
    return _("%(place)s, %(day)s") % {"place": place, "day": day}


def _label(places: list[Point], trail: tuple[tuple[int, Point], ...]) -> str:
    if not places:
        return _("Hill: nobody has moved it yet")
    before = listed(str(point.place) for _week, point in trail if point is not places[-1])
    facts = {"before": before, "place": places[-1].place}
    if before:
        return _("Hill: %(before)s, now %(place)s of 100") % facts
    return _("Hill: %(place)s of 100") % facts


def _dot(place: int, text: str, *, ring: bool = False) -> TrailDot:
    """With a ``ring`` around it its words stand further off."""
    x, y = hill_point(place, WIDTH, HEIGHT)
    apart = 14 if ring else 8
    # On the left slope words stand left of the line, on the right slope right of it.
    is_left = place <= TOP or place > ROOM_RIGHT
    side = -apart if is_left else apart
    anchor = "end" if is_left else "start"
    return TrailDot(f"{x:g}", f"{y:g}", text, f"{x + side:g}", f"{y - apart - 1:g}", anchor)


def _said(point: HillPoint, zone: ZoneInfo, today: date) -> str:
    """Ren, yesterday"""
    day = _when(point.at, zone, today)
    if point.by is None:
        return day
    return _("%(name)s, %(day)s") % {"name": first_name(point.by.name), "day": day}


def _when(at: datetime, zone: ZoneInfo, today: date) -> str:
    on = at.astimezone(zone).date()
    if on == today:
        return _("today")
    return _("yesterday") if on == today - timedelta(days=1) else short_day(on)


def _row(point: HillPoint, zone: ZoneInfo) -> MovedRow:
    day = short_day(point.at.astimezone(zone).date())
    return MovedRow(day, point.by.name if point.by else "", point.place, point.note)
