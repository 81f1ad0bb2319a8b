"""The Now page: both rooms on one ruler, with the conclusion as a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Cycle, Team
from cycles.queries.burn import NEAR_THE_END
from cycles.queries.drawings import cycle_in_words, ruler, span_of
from cycles.queries.now import TeamRow, team_rows
from cycles.queries.plan import next_cycle
from cycles.queries.staffing import Staffing, staffing_of, worked_days
from cycles.queries.track import Ground, Stretch, Track
from cycles.rules.calendar import day_of
from planner.access import may_plan
from planner.kit.dates import day_range, full_day, short_day
from planner.kit.drawings import Ruler
from planner.kit.names import isolated
from planner.kit.public_holidays import holiday_names
from planner.models import Member, Workspace
from planner.pages.first_steps import Step, first_steps
from support.queries.interruptions import cycle_interruptions
from support.queries.marks import InterruptionsNow, TeamMarks, interruptions_now
from support.queries.now import DeskNow, desk_now
from support.queries.ratio_now import RatioNow, ratio_now

BARS_HEIGHT, LINE_HEIGHT, BARS_BASE = 60, 70, 86  # pixels of 98
LAST_DAYS = 3  # working days after today, when closing is near


@dataclass(frozen=True)
class DayBar:
    """Tickets that arrived on one day, and how many were open when it ended."""

    day: str
    count: int
    open: int
    stretch: Stretch
    y: str
    height: str


@dataclass(frozen=True)
class OpenLine:
    """How many tickets were open, day by day: ``x,y`` of 100 x 98, and where it is now."""

    points: str
    now: str


@dataclass(frozen=True)
class DeskRow:
    team: TeamRow | None
    bars: tuple[DayBar, ...]
    line: OpenLine | None
    open: int
    oldest: str
    work_alerts: str
    untaken: str
    arrived: str
    is_late: bool  # what is said finds more room before the line of today than after it
    url: str


@dataclass(frozen=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True)
class ReleaseRow:
    """A release team, and what interrupted it or did not."""

    team: TeamRow
    marks: TeamMarks


@dataclass(frozen=True)
class RunningCycle:
    number: int
    title: str
    dates: str
    day: str
    summary: str
    worst: str
    ruler: Ruler
    ground: Ground
    rows: tuple[ReleaseRow, ...]
    interruptions: InterruptionsNow
    desk: DeskRow
    ratio: RatioNow | None
    is_near_the_end: bool  # there is no room any more on the right of today

    @property
    def teams(self) -> tuple[TeamRow, ...]:
        return tuple(row.team for row in self.rows)

    @property
    def all_teams(self) -> tuple[TeamRow, ...]:
        """Those on support as well."""
        return self.teams + ((self.desk.team,) if self.desk.team else ())


@dataclass(frozen=True)
class NowPage:
    """Either a cycle runs, or ``nothing`` says what comes next."""

    running: RunningCycle | None
    nothing: str
    nothing_more: str
    next: Link | None
    close: Link | None = None  # offered when the last days have come
    report: Link | None = None  # of the cycle that was closed last, while none runs
    steps: tuple[Step, ...] = ()  # before the first cycle, for who plans it
    tells_tables: bool = False  # the same in words and figures; asked for

    @cached_property
    def stamp(self) -> str:
        """The same as long as the page says the same."""
        return sha256(
            repr(
                (self.running, self.nothing, self.next, self.close, self.report, self.steps)
            ).encode()
        ).hexdigest()[:16]


def now_page(member: Member, *, at: datetime, tells_tables: bool = False) -> NowPage:
    """What is going on in the member's workspace at this time."""
    workspace = member.workspace
    today = at.astimezone(workspace.zone).date()
    cycle = Cycle.objects.filter(workspace=workspace, state=Cycle.State.ACTIVE).first()
    coming = next_cycle(workspace)
    link = None
    if coming:
        words = _("Plan cycle %(number)s") if may_plan(member) else _("Cycle %(number)s")
        link = Link(
            words % {"number": coming.number},
            reverse("cycles:plan", args=[workspace.slug, coming.number]),
        )
    if cycle is None:
        last = _last_closed(workspace)
        steps = () if last or not may_plan(member) else first_steps(workspace)
        nothing = _nothing(last, coming, today)
        return NowPage(None, *nothing, link, report=_report(last), steps=steps)
    cycle.workspace = workspace
    close = _close(cycle, today) if may_plan(member) else None
    return NowPage(_running(cycle, today, at), "", "", link, close=close, tells_tables=tells_tables)


def _close(cycle: Cycle, today: date) -> Link | None:
    """In the last days the manager is led to the decisions; nothing closes by itself."""
    left = [day for day in worked_days(cycle.workspace, span_of(cycle)) if day > today]
    if len(left) > LAST_DAYS:
        return None
    return Link(
        _("Close cycle %(number)s") % {"number": cycle.number},
        reverse("cycles:close", args=[cycle.workspace.slug, cycle.number]),
    )


def _last_closed(workspace: Workspace) -> Cycle | None:
    closed = Cycle.objects.filter(workspace=workspace, state=Cycle.State.CLOSED)
    return closed.select_related("workspace").order_by("-number").first()


def _report(last: Cycle | None) -> Link | None:
    if last is None:
        return None
    return Link(
        _("Report of cycle %(number)s") % {"number": last.number},
        reverse("report", args=[last.workspace.slug, last.number]),
    )


def _nothing(last: Cycle | None, coming: Cycle | None, today: date) -> tuple[str, str]:
    if coming is None:
        return _("No cycle is ahead"), _("The calendar lays them by itself within the hour.")
    facts = {"number": coming.number, "day": full_day(coming.starts_on)}
    if coming.starts_on >= today:
        when = _("Cycle %(number)s is to start on %(day)s.") % facts
    else:
        when = _("Cycle %(number)s was to start on %(day)s.") % facts
    if last is None:
        return _("No cycle has started yet"), when
    return _("Between cycles"), _(
        "%(when)s Until then the on-support team of cycle %(last)s keeps the desk."
    ) % {"last": last.number, "when": when}


def _running(cycle: Cycle, today: date, at: datetime) -> RunningCycle:
    staffing = staffing_of(cycle)
    workspace, span = cycle.workspace, staffing.span
    track = Track(span, workspace.working_days)
    holidays = holiday_names(workspace.country, span.starts_on, span.ends_on)
    desk = desk_now(workspace, first=span.starts_on, last=today, zone=workspace.zone, at=at)
    rows = team_rows(staffing, track, today)
    ratio = ratio_now(staffing, today)
    interrupted = interruptions_now(
        cycle_interruptions(cycle, until=at, hours=staffing.settings.day_hours),
        track,
        {row.id: row.title for row in rows},
    )
    return RunningCycle(
        cycle.number,
        str(cycle),
        day_range(span.starts_on, staffing.worked[-1] if staffing.worked else span.ends_on),
        _day(staffing, today),
        _summary(rows),
        _worst(rows, desk, ratio),
        ruler(
            cycle,
            workspace.working_days,
            holidays,
            today,
            label=cycle_in_words(cycle, staffing.worked, today),
        ),
        track.ground(holidays, today if today in span else None),
        tuple(
            ReleaseRow(row, interrupted.of_team.get(row.id, TeamMarks()))
            for row in rows
            if row.kind != Team.Kind.ON_SUPPORT
        ),
        interrupted,
        _desk_row(desk, rows, track, cycle, at),
        ratio,
        is_near_the_end=track.middle_at(today) > NEAR_THE_END,
    )


def _day(staffing: Staffing, today: date) -> str:
    worked = staffing.worked
    if today < staffing.span.starts_on:
        return _("It starts on %(day)s.") % {"day": full_day(staffing.span.starts_on)}
    if not worked or today > worked[-1]:
        over = short_day(worked[-1]) if worked else short_day(staffing.span.ends_on)
        return _("Its last working day was %(day)s: close it when the epics are decided.") % {
            "day": over
        }
    day, days = day_of(worked, today), len(worked)
    if day <= 1:
        return _("Day 1 of %(days)s: unknowns first.") % {"days": days}
    if day == days:
        return _("The last of %(days)s days.") % {"days": days}
    return _("Day %(day)s of %(days)s.") % {"day": day, "days": days}


def _summary(rows: tuple[TeamRow, ...]) -> str:
    """How many Big Epics are committed, from the moment that one is."""
    bigs = [row.big for row in rows if row.big]
    committed = sum(one.is_committed for one in bigs)
    if committed:
        facts = {"committed": committed, "all": len(bigs)}
        if committed == len(bigs):
            return (
                ngettext(
                    "The Big Epic is committed.", "All %(all)s Big Epics are committed.", len(bigs)
                )
                % facts
            )
        return (
            ngettext(
                "%(committed)s of %(all)s Big Epics is committed.",
                "%(committed)s of %(all)s Big Epics are committed.",
                committed,
            )
            % facts
        )
    teams = [row for row in rows if row.kind != Team.Kind.ON_SUPPORT]
    on_support = sum(len(row.names) for row in rows if row.kind == Team.Kind.ON_SUPPORT)
    return _("%(teams)s at work, %(people)s on support.") % {
        "teams": ngettext("%(n)s release team", "%(n)s release teams", len(teams))
        % {"n": len(teams)},
        "people": ngettext("%(n)s person", "%(n)s people", on_support) % {"n": on_support},
    }


def _worst(rows: tuple[TeamRow, ...], desk: DeskNow, ratio: RatioNow | None) -> str:
    """
    At most one problem, the worst by rule: unknowns that are late, then a work alert that nobody
    takes, then too much reactive work.
    """
    late = [row for row in rows if row.big and row.big.is_late]
    if late:
        worst = max(late, key=lambda row: row.unknowns)
        return ngettext(
            "%(epic)s still has %(n)s unknown.",
            "%(epic)s still has %(n)s unknowns.",
            worst.unknowns,
        ) % {"epic": isolated(worst.title), "n": worst.unknowns}
    if count := desk.unheard_work_alerts:
        return ngettext(
            "%(n)s work-metric alert has waited for half an hour, and nobody has it.",
            "%(n)s work-metric alerts have waited for half an hour, and nobody has them.",
            count,
        ) % {"n": count}
    if ratio and ratio.share > ratio.target:
        return _("%(share)s %% of the days are reactive.") % {"share": ratio.share}
    return ""


def _desk_row(
    desk: DeskNow, rows: tuple[TeamRow, ...], track: Track, cycle: Cycle, at: datetime
) -> DeskRow:
    team = next((row for row in rows if row.kind == Team.Kind.ON_SUPPORT), None)
    today = at.astimezone(cycle.workspace.zone).date()
    # A cycle that should have ended goes on; its days do not.
    came = {day: count for day, count in desk.arrived.items() if day <= cycle.ends_on}
    most = max(came.values(), default=1)
    by_day = desk.open_by_day(cycle.starts_on, today)
    bars = []
    for day in track.days:
        count, stretch = came.get(day, 0), track.stretch(day, day, inset=0.5)
        if count and stretch:
            height = BARS_HEIGHT * count / most
            at_y, tall = f"{BARS_BASE - height:.1f}", f"{height:.1f}"
            bars.append(DayBar(full_day(day), count, by_day[day], stretch, at_y, tall))
    arrived = sum(came.values())
    return DeskRow(
        team,
        tuple(bars),
        _open_line(by_day, track),
        desk.open,
        _oldest(desk.oldest_at, at),
        ngettext("%(n)s work-metric alert", "%(n)s work-metric alerts", desk.work_alerts)
        % {"n": desk.work_alerts}
        if desk.work_alerts
        else "",
        _("%(n)s not taken yet") % {"n": desk.untaken} if desk.untaken else "",
        _("%(n)s arrived in this cycle") % {"n": arrived},
        (today - cycle.starts_on) * 5 > (cycle.ends_on - cycle.starts_on) * 3,
        reverse("support:desk", args=[cycle.workspace.slug]),
    )


def _open_line(by_day: Mapping[date, int], track: Track) -> OpenLine | None:
    """Over the bars, on a scale of its own: it is the height of the pile, they are what fell."""
    # What comes and goes on a day that is not drawn, as a Sunday, has done so on the one before it.
    told = {track.middle_at(day): by_day[day] for day in sorted(by_day)}
    most = max(told.values(), default=0)
    if len(told) < 2 or not most:
        return None
    points = [(x, f"{BARS_BASE - LINE_HEIGHT * count / most:.1f}") for x, count in told.items()]
    return OpenLine(" ".join(f"{x:.2f},{y}" for x, y in points), points[-1][1])


def _oldest(oldest_at: datetime | None, at: datetime) -> str:
    if oldest_at is None:
        return _("nobody is waiting")
    minutes = int((at - oldest_at).total_seconds() // 60)
    if minutes < 60:
        return _("open, oldest %(n)s min") % {"n": max(minutes, 0)}
    if minutes < 48 * 60:
        return _("open, oldest %(n)s h") % {"n": minutes // 60}
    return _("open, oldest %(n)s d") % {"n": minutes // (24 * 60)}
