"""The causes of a workspace with what each costs, how it goes, and which epic is to end it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cycles.models import Bet, Cycle, Epic
from cycles.queries.planned import number
from cycles.rules.calendar import Span
from planner.kit.dates import short_day
from planner.models import Workspace
from support.models import Cause, DeskSettings, Remedy
from support.queries.cause_costs import Costs, Past, costs_to_judge, past_of, tickets_over
from support.queries.cause_words import effect_said
from support.rules.causes import (
    CYCLES,
    Effect,
    Tally,
    Verdict,
    counting,
    effect_of,
    is_worth_an_epic,
    tally_of,
)

_CSS: Final = {Verdict.FELL: "ship", Verdict.ROSE: "bad"}


@dataclass(frozen=True, slots=True)
class EndingEpic:
    """``when`` is it built; ``effect`` what became of the cause since it shipped."""

    remedy: int
    key: str
    title: str
    url: str
    size: str
    when: str
    has_ended: bool
    shipped_on: date | None = None
    effect: str = ""
    css: str = ""


@dataclass(frozen=True, slots=True)
class CauseRow:
    """
    ``pk`` is none for what was logged without a cause: what nobody logged on support is not in
    it, though the ratio counts that as unattributed too. ``cost`` and ``tickets`` are of the span
    that was asked for, ``trend`` has the person-days of each of the last cycles, the latest last.

    ``epics`` that are to end it come first, then those that shipped, the latest first.
    ``is_worth_an_epic``: over two cycles, or since one shipped that was to end it, it costs more
    than the threshold, and none is to end it.
    """

    pk: int | None
    name: str
    url: str
    cost: Decimal
    days: str
    tickets: int
    trend: tuple[Decimal, ...]
    epics: tuple[EndingEpic, ...]
    is_worth_an_epic: bool
    make_url: str

    @property
    def epic(self) -> EndingEpic | None:
        return next(iter(self.epics), None)


def cause_rows(workspace: Workspace, span: Span, *, today: date) -> tuple[CauseRow, ...]:
    """The dearest first, what has none last. Twelve queries, however many there are."""
    return rows_of(workspace, span, past_of(workspace, today))


def rows_of(workspace: Workspace, span: Span, past: Past) -> tuple[CauseRow, ...]:
    """Those in use, and archived ones that still cost something."""
    whole = Span(min(span.starts_on, past.whole.starts_on), max(span.ends_on, past.whole.ends_on))
    remedies, tickets = remedies_of(workspace), tickets_over(workspace, span)
    shipped = {row.cause_id for row in remedies if row.epic.shipped_at}
    found = costs_to_judge(workspace, whole, shipped)
    threshold = DeskSettings.objects.values_list("cause_days", flat=True).get(workspace=workspace)
    epics = epics_of_causes(remedies, workspace, (found, past))

    def total(cause: int | None) -> Tally:
        days = tally_of(found.of(cause), span).days
        return Tally(span.starts_on, days, tickets.get(cause, 0))

    rows = [
        _row(workspace, cause, total(cause.pk), found, past, threshold, epics.get(cause.pk, ()))
        for cause in Cause.objects.filter(workspace=workspace).order_by("name")
    ]
    shown = [row for row, archived in rows if not archived or row.cost or row.tickets]
    shown.sort(key=lambda row: (-row.cost, -row.tickets, row.name.casefold()))
    none = _unattributed(total(None), found, past)
    return (*shown, none) if none.cost or none.tickets else tuple(shown)


def _row(
    workspace: Workspace,
    cause: Cause,
    total: Tally,
    found: Costs,
    past: Past,
    threshold: int,
    epics: tuple[EndingEpic, ...],
) -> tuple[CauseRow, bool]:
    is_archived = cause.archived_at is not None
    is_worth = not is_archived and is_to_be_ended(found.of(cause.pk), past, threshold, epics)
    args = [workspace.slug, cause.pk]
    row = CauseRow(
        pk=cause.pk,
        name=cause.name,
        url=reverse("support:cause", args=args),
        cost=total.days,
        days=number(round(total.days, 1)),
        tickets=total.tickets,
        trend=trend_of(found, cause.pk, past),
        epics=epics,
        is_worth_an_epic=is_worth,
        make_url=reverse("support:make_it_an_epic", args=args) if not is_archived else "",
    )
    return row, is_archived


def _unattributed(total: Tally, found: Costs, past: Past) -> CauseRow:
    return CauseRow(
        pk=None,
        name=_("Logged without a cause"),
        url="",
        cost=total.days,
        days=number(round(total.days, 1)),
        tickets=total.tickets,
        trend=trend_of(found, None, past),
        epics=(),
        is_worth_an_epic=False,
        make_url="",
    )


def trend_of(found: Costs, cause: int | None, past: Past) -> tuple[Decimal, ...]:
    """What was logged here; of cycles that were over before, what is remembered of the cause."""
    return tuple(
        past.remembered[number].get(cause, Decimal(0))
        if cause and number in past.remembered
        else tally_of(found.of(cause), span).days
        for number, span in past.cycles
    )


def is_to_be_ended(
    tallies: Iterable[Tally], past: Past, threshold: int, epics: Iterable[EndingEpic]
) -> bool:
    """Whether it costs too much, and no epic is to end it. What cost before one shipped is past."""
    if any(not epic.has_ended for epic in epics):
        return False
    days = counting(past.counted, shipped_last(epics))
    return days is not None and is_worth_an_epic(tally_of(tallies, days).days, threshold)


def shipped_last(epics: Iterable[EndingEpic]) -> date | None:
    return max((epic.shipped_on for epic in epics if epic.shipped_on), default=None)


def remedies_of(workspace: Workspace, *, only: int | None = None) -> Sequence[Remedy]:
    """Which epics are to end the causes, or one of them, the latest first. One query."""
    remedies = Remedy.objects.filter(cause__workspace=workspace).select_related("epic")
    if only is not None:
        remedies = remedies.filter(cause=only)
    return list(remedies.order_by("-at", "-pk"))


def epics_of_causes(
    remedies: Sequence[Remedy],
    workspace: Workspace,
    known: tuple[Costs, Past] | None = None,
) -> Mapping[int, tuple[EndingEpic, ...]]:
    """By the cause's id. One query. An effect is told as far back as what is ``known`` reaches."""
    open_bets = Bet.objects.filter(epic__in=[row.epic_id for row in remedies], is_open=True)
    cycles = {bet.epic_id: bet.cycle for bet in open_bets.select_related("cycle").order_by("pk")}
    epics: dict[int, list[EndingEpic]] = defaultdict(list)
    for row in remedies:
        effect = _effect(row, workspace, *known) if known else None
        epics[row.cause_id].append(_ending(row, workspace, cycles.get(row.epic_id), effect))
    return {
        cause: tuple(sorted(those, key=lambda epic: epic.has_ended))
        for cause, those in epics.items()
    }


def _effect(row: Remedy, workspace: Workspace, found: Costs, past: Past) -> Effect | None:
    return effect_of_epic(row.epic, found.of(row.cause_id), workspace, past, found.span)


def effect_of_epic(
    epic: Epic, tallies: tuple[Tally, ...], workspace: Workspace, past: Past, known: Span
) -> Effect | None:
    """None unless it shipped, and all that it is compared with is ``known``."""
    shipped_on, first = _shipped_on(epic, workspace), compared_from(epic, workspace, past)
    if shipped_on is None or first is None or first < known.starts_on:
        return None
    return effect_of(
        tallies, shipped_on=shipped_on, since=past.since, today=past.today, cycle=past.cycle
    )


def compared_from(epic: Epic, workspace: Workspace, past: Past) -> date | None:
    """The first day that is compared with what came after it shipped; none unless it did."""
    shipped_on = _shipped_on(epic, workspace)
    if shipped_on is None:
        return None
    return max(shipped_on - timedelta(days=CYCLES * past.cycle - 1), past.since)


def css_of(effect: Effect | None) -> str:
    """Green where the cause fell, red where it rose."""
    return _CSS.get(effect.verdict, "") if effect else ""


def _ending(
    row: Remedy, workspace: Workspace, cycle: Cycle | None, effect: Effect | None
) -> EndingEpic:
    epic = row.epic
    return EndingEpic(
        remedy=row.pk,
        key=epic.key,
        title=epic.title,
        url=reverse("cycles:epic", args=[workspace.slug, epic.key]),
        size=epic.size,
        when=_when(epic, workspace, cycle),
        has_ended=epic.state in Epic.ENDED,
        shipped_on=_shipped_on(epic, workspace),
        effect=effect_said(effect) if effect else "",
        css=css_of(effect),
    )


def _shipped_on(epic: Epic, workspace: Workspace) -> date | None:
    return epic.shipped_at.astimezone(workspace.zone).date() if epic.shipped_at else None


def _when(epic: Epic, workspace: Workspace, cycle: Cycle | None) -> str:
    if shipped_on := _shipped_on(epic, workspace):
        return _("shipped on %(day)s") % {"day": short_day(shipped_on)}
    if cycle is None:
        return str(Epic.State(epic.state).label)
    if cycle.state == Cycle.State.ACTIVE:
        return pgettext("when an epic is built", "now")
    return _("cycle %(number)s") % {"number": cycle.number}
