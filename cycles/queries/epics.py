"""The page of an epic: unknowns first, then the hill, the scope and the promise."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Bet, Cycle, Epic, EpicLink
from cycles.queries.bets import BetPart, bet_parts, bets_on, drawn_cycle
from cycles.queries.board import Board, board_on_epic, lane_board_url
from cycles.queries.crew import crew_of
from cycles.queries.drawings import ruler, six_weeks, span_of
from cycles.queries.epic_burn import EpicBurn, epic_burn, late_in_words
from cycles.queries.epic_parts import Part, parts_of
from cycles.queries.hill import Hill, hill_of
from cycles.queries.promise import Promise, promise_of
from cycles.queries.questions import Questions, due_in_words, questions_of
from cycles.queries.scope import Scope, scope_of
from cycles.queries.staffing import worked_days
from cycles.queries.track import Track
from cycles.rules.burndown import burndown
from cycles.rules.calendar import week_of
from planner.access import may_shape
from planner.kit.dates import short_day
from planner.kit.drawings import Entry, SixWeeks
from planner.kit.lists import listed
from planner.kit.markdown import render_markdown
from planner.kit.names import first_name, first_names
from planner.kit.public_holidays import holiday_names
from planner.models import Activity, Member, Workspace
from planner.queries.activity import timeline_of

TOLD_AT_ONCE = 12  # of what happened; the rest is folded


@dataclass(frozen=True)
class OnTheRuler:
    """The cycle in which the epic is drawn."""

    name: str
    url: str
    bar: SixWeeks
    said: str
    burn: EpicBurn
    hill: Hill


@dataclass(frozen=True)
class LinkRow:
    kind: str
    kind_word: str
    title: str
    url: str
    host: str
    remove_url: str


@dataclass(frozen=True)
class Steps:
    """What can be done to it as a whole now, as addresses; nothing for what cannot."""

    begin: str = ""
    wait: str = ""
    ship: str = ""
    unship: str = ""


@dataclass(frozen=True)
class EpicPage:
    key: str
    title: str
    size: str
    origin: str
    state: str
    is_shipped: bool
    theme: str
    summary: SafeString
    written: str
    people: tuple[str, ...]
    first_names: str
    cycle: OnTheRuler | None
    questions: Questions
    scope: Scope
    draft: str
    promise: Promise
    board: Board | None
    lane_url: str
    parts: tuple[Part, ...]
    bets: tuple[BetPart, ...]
    links: tuple[LinkRow, ...]
    timeline: tuple[Entry, ...]
    earlier: tuple[Entry, ...]
    url: str
    edit_url: str
    steps: Steps
    may_edit: bool
    may_work: bool
    may_move: bool


def epic_page(epic: Epic, *, reader: Member, at: datetime, show: str = "") -> EpicPage:
    """
    Read all that the page of an epic shows; times are in the reader's zone.

    :param show: which unknowns, as ``questions_of`` wants to know.
    """
    slug, today = epic.workspace.slug, at.astimezone(epic.workspace.zone).date()
    bets = bets_on(epic)
    cycle, bet = drawn_cycle(bets), _running(bets)
    crew = crew_of(epic, bet.cycle, today) if bet else None
    questions = questions_of(epic, show=show, today=today)
    scope = scope_of(epic)
    promise = promise_of(
        epic, bet.cycle if bet else None, crew, questions, scope.kept, reader=reader, today=today
    )
    told = timeline_of(epic, workspace=epic.workspace, zone=reader.zone)
    may_edit, has_ended = may_shape(reader), epic.state in Epic.ENDED
    names = tuple(dict.fromkeys(one.member.name for one in crew.seats)) if crew else ()
    return EpicPage(
        epic.key,
        epic.title,
        epic.size,
        epic.origin,
        epic.get_state_display(),
        epic.state == Epic.State.SHIPPED,
        epic.theme.name if epic.theme else "",
        render_markdown(epic.summary) if epic.summary else SafeString(""),
        _written(epic, reader),
        names,
        listed(first_names(names)),
        _on_the_ruler(epic, cycle, questions, promise, today) if cycle else None,
        questions,
        scope,
        _draft(questions, promise, bet),
        promise,
        board_on_epic(epic, cycle, today=today, may_change=may_edit)
        if cycle and epic.size == Epic.Size.BIG
        else None,
        lane_board_url(epic, cycle) if cycle and epic.size == Epic.Size.SMALL else "",
        parts_of(epic, reader, at),
        bet_parts(epic, bets),
        _links(epic),
        told[:TOLD_AT_ONCE],
        told[TOLD_AT_ONCE:],
        reverse("cycles:epic", args=[slug, epic.key]),
        reverse("cycles:edit_epic", args=[slug, epic.key]),
        _steps(epic, bet, questions, scope) if may_edit else Steps(),
        may_edit,
        may_edit and not has_ended,
        may_edit and not has_ended and bet is not None,
    )


def epic_state(epic: Epic) -> str:
    """Says something else after every change that could show on its page; two short queries."""
    latest = Activity.objects.about(epic).order_by("-at", "-pk").values_list("pk", flat=True)
    cards = epic.tasks.aggregate(count=Count("pk"), versions=Sum("version"))
    return f"{epic.version}.{latest.first()}.{cards['count']}.{cards['versions']}"


def _running(bets: list[Bet]) -> Bet | None:
    return next(
        (one for one in bets if one.is_open and one.cycle.state == Cycle.State.ACTIVE), None
    )


def _written(epic: Epic, reader: Member) -> str:
    day = short_day(epic.created_at.astimezone(reader.zone).date())
    if epic.created_by is None:
        return _("Written down on %(day)s") % {"day": day}
    return _("Written down by %(name)s on %(day)s") % {"name": epic.created_by.name, "day": day}


def _draft(questions: Questions, promise: Promise, bet: Bet | None) -> str:
    """Why nothing of the scope is built yet; nothing where it may be."""
    if questions.left and not promise.is_made:
        return _("Scope opens at 0 unknowns")
    return "" if bet else _("A draft: its cycle does not run")


def _on_the_ruler(
    epic: Epic, cycle: Cycle, questions: Questions, promise: Promise, today: date
) -> OnTheRuler:
    workspace, span = cycle.workspace, span_of(cycle)
    worked, track = worked_days(workspace, span), Track(span, workspace.working_days)
    holidays = holiday_names(workspace.country, span.starts_on, span.ends_on)
    runs = cycle.state == Cycle.State.ACTIVE
    until = min(today, span.ends_on)
    made_on = promise.committed_on if runs else None
    bar = six_weeks(cycle, worked, today)
    burn = epic_burn(
        burndown(questions.steps, [day for day in track.days if day <= until]),
        track,
        sorted(holidays),
        ruler(cycle, workspace.working_days, holidays, today, label=bar.label),
        committed_on=made_on,
        today=until if runs else None,
        late=_late(questions, workspace, today),
    )
    return OnTheRuler(
        str(cycle),
        reverse("now", args=[workspace.slug])
        if runs
        else reverse("cycles:plan", args=[workspace.slug, cycle.number]),
        bar,
        _said(cycle, worked, today) if runs else "",
        burn,
        hill_of(epic, span, worked, today=until),
    )


def _said(cycle: Cycle, worked: tuple[date, ...], today: date) -> str:
    """week 4, 11 working days left"""
    left = sum(1 for day in worked if day > today)
    days = ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": left}
    week = week_of(span_of(cycle), today)
    if week is None:
        return days
    return _("week %(week)s, %(days)s") % {"week": week, "days": days}


def _late(questions: Questions, workspace: Workspace, today: date) -> tuple[str, str]:
    late = questions.late
    if not late:
        return "", ""
    last = late[-1]
    looks = first_name(last.owner.name) if last.owner and last.state == "investigating" else ""
    days = [one.raised_at.astimezone(workspace.zone).date() for one in late]
    return late_in_words(days, looks, due_in_words(last.due_on, today))


def _links(epic: Epic) -> tuple[LinkRow, ...]:
    slug = epic.workspace.slug
    return tuple(
        LinkRow(
            link.kind,
            str(EpicLink.Kind(link.kind).label),
            link.title,
            link.url,
            urlsplit(link.url).hostname or "",
            reverse("cycles:remove_link", args=[slug, epic.key, link.pk]),
        )
        for link in epic.links.order_by("pk")
    )


def _steps(epic: Epic, bet: Bet | None, questions: Questions, scope: Scope) -> Steps:
    """What stands for it now; the actions ask once more. It ships when nothing is missing."""
    if bet is None:
        return Steps()

    def url(name: str) -> str:
        return reverse(f"cycles:{name}", args=[epic.workspace.slug, epic.key])

    if epic.state == Epic.State.SHIPPED:
        return Steps(unship=url("unship_epic"))
    if epic.state in Epic.ENDED:
        return Steps()
    if not bet.began_on:
        return Steps(begin=url("begin_epic"))
    wait = url("let_epic_wait") if epic.size == Epic.Size.SMALL else ""
    is_done = not questions.left and not scope.must_left
    return Steps(wait=wait, ship=url("ship_epic") if is_done else "")
