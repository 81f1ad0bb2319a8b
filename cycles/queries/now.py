"""The running cycle: its teams on the ruler, and its days as planned by the seats."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Cycle, Epic, Seat, Team
from cycles.queries.findings import team_called
from cycles.queries.staffing import Staffing
from cycles.queries.track import Stretch, Track
from cycles.rules.calendar import Span, weeks_of
from cycles.rules.capacity import person_days, person_days_by_week, share
from planner.kit.lists import listed


@dataclass(frozen=True)
class PersonBar:
    """Somebody's seat on the ruler: what is over, and what is to come. ``y`` is from the middle."""

    name: str
    y: int
    text_y: int
    whole: Stretch
    over: Stretch | None
    label: str


@dataclass(frozen=True)
class EpicLink:
    title: str
    url: str


@dataclass(frozen=True)
class TeamRow:
    id: int
    kind: str
    title: str
    url: str
    size: str
    origin: str
    state: str
    names: tuple[str, ...]
    people: str
    bars: tuple[PersonBar, ...]
    height: int
    days_left: str
    days_of: str
    epics: tuple[EpicLink, ...]


@dataclass(frozen=True)
class WeekShare:
    """Planned person-days of one week, as two stacked bars in a column of the ruler."""

    name: str
    x: str
    width: str
    proactive_height: str
    reactive_y: str
    reactive_height: str
    text_x: str
    text: str
    reactive: str
    total: str
    has_begun: bool


@dataclass(frozen=True)
class PlannedShare:
    share: int
    text: str
    target: int
    target_y: str
    weeks: tuple[WeekShare, ...]


BAR, GAP, TOP = 18, 4, 12
RATIO_TOP, RATIO_HEIGHT = 14, 88


def first_names(names: list[str]) -> str:
    return listed(name.split()[0] for name in names)


def number(days: Decimal) -> str:
    return f"{float(days):g}"


def team_rows(staffing: Staffing, track: Track, today: date) -> tuple[TeamRow, ...]:
    """Big Epics in their order, then the Small Epics, then those on support."""
    order = [Team.Kind.BIG, Team.Kind.SMALL, Team.Kind.ON_SUPPORT]
    teams = sorted(staffing.teams, key=lambda team: order.index(Team.Kind(team.kind)))
    return tuple(
        _row(team, staffing, track, today)
        for team in teams
        if team.kind != Team.Kind.SMALL or staffing.bets_of(team) or staffing.seats.get(team.pk)
    )


def _row(team: Team, staffing: Staffing, track: Track, today: date) -> TeamRow:
    seats, epic = staffing.seats.get(team.pk, ()), team.epic
    slug, cycle = staffing.workspace.slug, staffing.cycle
    names = list(dict.fromkeys(staffing.members[seat.member_id].name for seat in seats))
    whole = sum((_days(seat, staffing, seat.from_on) for seat in seats), Decimal(0))
    left = sum((_days(seat, staffing, today) for seat in seats), Decimal(0))
    small = [bet.epic for bet in staffing.bets_of(team)] if not epic else []
    height = max(TOP * 2 + len(seats) * (BAR + GAP) - GAP, 64)
    return TeamRow(
        team.pk,
        team.kind,
        team_called(team),
        reverse("cycles:epic", args=[slug, epic.key])
        if epic
        else reverse("cycles:plan", args=[slug, cycle.number]),
        _("%(n)s small, one team") % {"n": len(small)} if small else "",
        epic.origin if epic else "",
        str(epic.get_state_display()) if epic else _states(small),
        tuple(names),
        first_names(names),
        _bars(seats, staffing, track, today),
        height,
        number(left),
        ngettext("of %(days)s person-day", "of %(days)s person-days", int(whole))
        % {"days": number(whole)},
        tuple(EpicLink(one.title, reverse("cycles:epic", args=[slug, one.key])) for one in small),
    )


def _states(epics: list[Epic]) -> str:
    shipped = sum(1 for one in epics if one.state == Epic.State.SHIPPED)
    return _("%(n)s of %(all)s shipped") % {"n": shipped, "all": len(epics)} if epics else ""


def _days(seat: Seat, staffing: Staffing, since: date) -> Decimal:
    if since > seat.to_on:
        return Decimal(0)
    span = Span(max(since, seat.from_on), seat.to_on)
    return person_days(staffing.workers[seat.member_id], span)


def _bars(
    seats: tuple[Seat, ...], staffing: Staffing, track: Track, today: date
) -> tuple[PersonBar, ...]:
    bars: list[PersonBar] = []
    top = -(len(seats) * (BAR + GAP) - GAP) // 2
    for seat in seats:
        whole = track.stretch(seat.from_on, seat.to_on, inset=0.25)
        if whole is None:
            continue
        name, y = staffing.members[seat.member_id].name, top + len(bars) * (BAR + GAP)
        over = track.stretch(
            seat.from_on, min(today, seat.to_on), inset=0.25, to_middle=today <= seat.to_on
        )
        left = _days(seat, staffing, today + timedelta(days=1))
        label = ngettext(
            "%(name)s, %(days)s day left after today", "%(name)s, %(days)s days left after today",
            int(left),
        ) % {"name": name, "days": number(left)}  # fmt: skip
        bars.append(PersonBar(name.split()[0], y, y + 13, whole, over, label))
    return tuple(bars)


def planned_share(staffing: Staffing, cycle: Cycle, today: date) -> PlannedShare | None:
    """Reactive and proactive person-days of each week, by the seats; nothing without seats."""
    weeks = weeks_of(staffing.span)
    reactive, whole = [Decimal(0)] * len(weeks), [Decimal(0)] * len(weeks)
    for team in staffing.teams:
        for seat in staffing.seats.get(team.pk, ()):
            worker, span = staffing.workers[seat.member_id], Span(seat.from_on, seat.to_on)
            for week, days in enumerate(person_days_by_week(worker, staffing.span, [span])):
                whole[week] += days
                if team.kind == Team.Kind.ON_SUPPORT:
                    reactive[week] += days
    percent_of_all = share(sum(reactive, Decimal(0)), sum(whole, Decimal(0)))
    if percent_of_all is None:
        return None
    target = staffing.settings.reactive_target
    return PlannedShare(
        percent_of_all,
        _("%(reactive)s of %(whole)s person-days")
        % {
            "reactive": number(sum(reactive, Decimal(0))),
            "whole": number(sum(whole, Decimal(0))),
        },
        target,
        f"{RATIO_TOP + RATIO_HEIGHT * (100 - target) / 100:.1f}",
        tuple(
            _week(n, len(weeks), week, reactive[n], whole[n], today) for n, week in enumerate(weeks)
        ),
    )


def _week(
    place: int, count: int, week: Span, reactive: Decimal, whole: Decimal, today: date
) -> WeekShare:
    part = share(reactive, whole)
    height = RATIO_HEIGHT * (part or 0) / 100
    width = 100 / count
    return WeekShare(
        _("Week %(number)s") % {"number": place + 1},
        f"{place * width + 0.8:.3f}%",
        f"{width - 1.6:.3f}%",
        f"{max(RATIO_HEIGHT - height - 1.5, 0):.1f}" if whole else "0",
        f"{RATIO_TOP + RATIO_HEIGHT - height:.1f}",
        f"{height:.1f}",
        f"{(place + 0.5) * width:.3f}%",
        _("{percent} %").format(percent=part) if part is not None else "–",
        number(reactive),
        number(whole),
        has_begun=week.starts_on <= today,
    )
