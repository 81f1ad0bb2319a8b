"""The pages of causes: all of them, and one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.models import Epic
from cycles.queries.planned import number
from cycles.rules.calendar import Span
from planner.access import may_change_settings, may_shape, may_work_the_desk
from planner.kit.dates import day_range, short_day
from planner.models import Member, Workspace
from support.models import Cause, DeskSettings, Remedy
from support.queries.cause_costs import Past, costs, past_of
from support.queries.cause_drawing import CauseDrawing, cause_drawing
from support.queries.cause_rows import (
    CauseRow,
    EndingEpic,
    epics_of_causes,
    is_to_be_ended,
    remedies_of,
    rows_of,
    shipped_last,
)
from support.queries.cause_tickets import (
    CauseTicket,
    ticket_rows,
    tickets_behind,
)
from support.queries.cause_words import cost_said
from support.queries.repeats import RepeatRow, repeats
from support.queries.rotation import today_in
from support.rules.causes import CYCLES, Tally, tally_of


@dataclass(frozen=True, slots=True)
class CauseLine:
    """``share`` of the dearest in percent; ``trend`` draws the last cycles, ``trended`` says so."""

    row: CauseRow
    share: str
    trend: str
    last: str
    trended: str


@dataclass(frozen=True, slots=True)
class ArchivedCause:
    name: str
    url: str


@dataclass(frozen=True)
class CausesPage:
    said: str
    over: str
    lines: tuple[CauseLine, ...]
    archived: tuple[ArchivedCause, ...]
    repeats: tuple[RepeatRow, ...]
    choices: tuple[tuple[int, str], ...]
    may_attribute: bool
    may_shape: bool
    may_change: bool


def causes_page(*, member: Member, now: datetime) -> CausesPage:
    """Of the last two cycles. As many queries for many causes as for few."""
    workspace = member.workspace
    past = past_of(workspace, today_in(workspace, now))
    rows = rows_of(workspace, past.counted, past)
    most = max((row.cost for row in rows), default=Decimal(0))
    known = Cause.objects.filter(workspace=workspace).order_by("name")
    all_ = list(known.values_list("pk", "name", "archived_at"))
    works = may_work_the_desk(member)
    return CausesPage(
        said=_headline(rows),
        over=_over(past),
        lines=tuple(_line(row, most, past) for row in rows),
        archived=tuple(
            ArchivedCause(name, reverse("support:cause", args=[workspace.slug, pk]))
            for pk, name, archived_at in all_
            if archived_at
        ),
        repeats=repeats(workspace, past.counted),
        choices=tuple((pk, name) for pk, name, archived_at in all_ if not archived_at),
        may_attribute=works,
        may_shape=may_shape(member),
        may_change=may_change_settings(member),
    )


def _headline(rows: Iterable[CauseRow]) -> str:
    """The dearest that nobody ends, else the dearest."""
    named = [row for row in rows if row.pk and row.cost]
    worth = next((row for row in named if row.is_worth_an_epic), None)
    if worth:
        said = _("%(cause)s cost %(days)s d, and no epic is to end it.")
        return said % {"cause": worth.name, "days": worth.days}
    if named:
        said = _("%(cause)s cost most: %(days)s d.")
        return said % {"cause": named[0].name, "days": named[0].days}
    return _("No cause has cost any time yet.")


def _over(past: Past) -> str:
    numbers = [str(number_) for number_, _span in past.cycles[-CYCLES:] if number_]
    days = day_range(past.counted.starts_on, past.counted.ends_on)
    if not numbers:
        return days
    if len(numbers) == 1:
        return _("cycle %(number)s, %(days)s") % {"number": numbers[0], "days": days}
    pair = {"first": numbers[0], "last": numbers[1], "days": days}
    return _("cycles %(first)s and %(last)s, %(days)s") % pair


def _line(row: CauseRow, most: Decimal, past: Past) -> CauseLine:
    share = f"{float(row.cost / most) * 100:.1f}%" if most else "0%"
    points = _points(row.trend)
    said = _("Person-days of the last cycles: %(days)s") % {
        "days": " → ".join(number(round(days, 1)) for days in row.trend)
    }
    return CauseLine(row, share, " ".join(points), points[-1] if points else "", said)


def _points(trend: tuple[Decimal, ...]) -> list[str]:
    """In a box of 64 by 20."""
    top = max((*trend, Decimal(0)))
    step = 58 / max(len(trend) - 1, 1)
    return [
        f"{3 + at * step:g},{17 - (float(days / top) * 14 if top else 0):g}"
        for at, days in enumerate(trend)
    ]


@dataclass(frozen=True)
class CausePage:
    """``worth``: why it is worth an epic, where it is and none is to end it."""

    pk: int
    name: str
    url: str
    version: int
    is_archived: bool
    said: str
    over: str
    worth: str
    drawing: CauseDrawing
    epics: tuple[EndingEpic, ...]
    tickets: tuple[CauseTicket, ...]
    make_url: str
    choices: tuple[tuple[int, str], ...]
    may_shape: bool
    may_change: bool


def cause_page(*, cause: Cause, member: Member, now: datetime) -> CausePage:
    workspace = member.workspace
    past = past_of(workspace, today_in(workspace, now))
    remedies = remedies_of(workspace, only=cause.pk)
    shipped = _shipped(remedies, workspace)
    found = costs(workspace, _reach(past, shipped), only=[cause.pk])
    total = tally_of(found.of(cause.pk), past.counted)
    epics = epics_of_causes(remedies, workspace, (found, past)).get(cause.pk, ())
    slug, shapes = workspace.slug, may_shape(member) and not cause.archived_at
    url = reverse("support:cause", args=[slug, cause.pk])
    return CausePage(
        pk=cause.pk,
        name=cause.name,
        url=url,
        version=cause.version,
        is_archived=cause.archived_at is not None,
        said=cost_said(total.days, total.tickets),
        over=_over(past),
        worth=_worth(cause, found.of(cause.pk), past, epics),
        drawing=cause_drawing(
            cause.name,
            found.of(cause.pk),
            past.whole,
            shipped=shipped,
            cycles=past.cycles,
            remembered=past.remembered_of(cause.pk),
        ),
        epics=epics,
        tickets=tuple(ticket_rows(tickets_behind(cause, past.today), workspace)),
        make_url=reverse("support:make_it_an_epic", args=[slug, cause.pk]) if shapes else "",
        choices=_choices(workspace, epics) if shapes else (),
        may_shape=shapes,
        may_change=may_change_settings(member),
    )


def _worth(
    cause: Cause, tallies: Iterable[Tally], past: Past, epics: tuple[EndingEpic, ...]
) -> str:
    settings = DeskSettings.objects.filter(workspace=cause.workspace_id)
    threshold = settings.values_list("cause_days", flat=True).get()
    if cause.archived_at or not is_to_be_ended(tallies, past, threshold, epics):
        return ""
    shipped_on = shipped_last(epics)
    if shipped_on and shipped_on >= past.counted.starts_on:
        said = _("It cost more than %(threshold)s d since an epic for it shipped, on %(day)s.")
        return said % {"threshold": threshold, "day": short_day(shipped_on)}
    said = _("It costs more than %(threshold)s d over two cycles, and no epic is to end it.")
    return said % {"threshold": threshold}


def _choices(workspace: Workspace, epics: tuple[EndingEpic, ...]) -> tuple[tuple[int, str], ...]:
    """Epics that may end it: those that have not ended, and what shipped, the latest first."""
    taken = {epic.key for epic in epics}
    rows = Epic.objects.filter(workspace=workspace).exclude(state=Epic.State.DROPPED)
    return tuple((epic.pk, str(epic)) for epic in rows.order_by("-number") if epic.key not in taken)


def _shipped(remedies: Sequence[Remedy], workspace: Workspace) -> list[tuple[date, str]]:
    """The days on which epics shipped that were to end it, with their keys."""
    return [
        (row.epic.shipped_at.astimezone(workspace.zone).date(), row.epic.key)
        for row in reversed(remedies)
        if row.epic.shipped_at
    ]


def _reach(past: Past, shipped: Iterable[tuple[date, str]]) -> Span:
    """From where all that is compared begins, to today."""
    before = timedelta(days=CYCLES * past.cycle - 1)
    starts = [past.whole.starts_on, *(max(day - before, past.since) for day, _key in shipped)]
    return Span(min(starts), past.today)
