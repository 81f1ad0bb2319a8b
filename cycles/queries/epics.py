"""The page of an epic."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cycles.models import Bet, Cycle, Epic, Seat, Team
from cycles.queries.drawings import span_of
from cycles.queries.staffing import worked_days
from planner.kit.dates import day_range, short_day
from planner.kit.drawings import Entry
from planner.kit.markdown import render_markdown
from planner.queries.activity import timeline_of


@dataclass(frozen=True)
class Sitter:
    name: str
    days: str


@dataclass(frozen=True)
class BetPart:
    """One cycle that bets, or has bet, on the epic."""

    cycle: str
    dates: str
    url: str
    is_open: bool
    people: tuple[Sitter, ...]


@dataclass(frozen=True)
class EpicPage:
    key: str
    title: str
    size: str
    origin: str
    state: str
    theme: str
    summary: SafeString
    written: str
    bets: tuple[BetPart, ...]
    timeline: tuple[Entry, ...]
    edit_url: str
    may_edit: bool


def epic_page(epic: Epic, *, zone: ZoneInfo, may_edit: bool) -> EpicPage:
    """Read all that the page of an epic shows; times are in the reader's zone."""
    slug = epic.workspace.slug
    written = short_day(epic.created_at.astimezone(zone).date())
    return EpicPage(
        epic.key,
        epic.title,
        epic.size,
        epic.origin,
        epic.get_state_display(),
        epic.theme.name if epic.theme else "",
        render_markdown(epic.summary) if epic.summary else SafeString(""),
        _("Written down by %(name)s on %(day)s") % {"name": epic.created_by.name, "day": written}
        if epic.created_by
        else _("Written down on %(day)s") % {"day": written},
        _bets(epic),
        timeline_of(epic, workspace=epic.workspace, zone=zone),
        reverse("cycles:edit_epic", args=[slug, epic.key]),
        may_edit,
    )


def _bets(epic: Epic) -> tuple[BetPart, ...]:
    bets = (
        Bet.objects.filter(epic=epic).select_related("cycle__workspace").order_by("-cycle__number")
    )
    cycles = [bet.cycle_id for bet in bets]
    kind = Team.Kind.SMALL if epic.size == Epic.Size.SMALL else Team.Kind.BIG
    seats = Seat.objects.filter(team__cycle__in=cycles, team__kind=kind)
    if kind == Team.Kind.BIG:
        seats = seats.filter(team__epic=epic)
    by_cycle: dict[int, list[Sitter]] = {}
    for seat in seats.select_related("member__person", "team__cycle").order_by("from_on", "pk"):
        by_cycle.setdefault(seat.team.cycle_id, []).append(
            Sitter(seat.member.name, _part(seat, seat.team.cycle))
        )
    slug = epic.workspace.slug
    return tuple(
        BetPart(
            _("Cycle %(number)s") % {"number": bet.cycle.number},
            _dates(bet.cycle),
            reverse("cycles:plan", args=[slug, bet.cycle.number]),
            bet.is_open,
            tuple(by_cycle.get(bet.cycle_id, ())),
        )
        for bet in bets
    )


def _dates(cycle: Cycle) -> str:
    """To its last working day, as everywhere."""
    worked = worked_days(cycle.workspace, span_of(cycle))
    return day_range(cycle.starts_on, worked[-1] if worked else cycle.ends_on)


def _part(seat: Seat, cycle: Cycle) -> str:
    """The days of a seat, where they are not the whole cycle."""
    if (seat.from_on, seat.to_on) == (cycle.starts_on, cycle.ends_on):
        return ""
    return day_range(seat.from_on, seat.to_on)
