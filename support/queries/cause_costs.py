"""
What the causes of a workspace cost: time that is logged under them, what was let through and has
no time yet, and the tickets that came. The page of the ratio counts with it too.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, cached_property
from operator import itemgetter
from typing import Any, Final

from django.db.models import CharField, Count, Exists, F, Min, Model, OuterRef, QuerySet, Sum
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast, TruncDate

from cycles.models import Cycle, CycleSettings
from cycles.rules.calendar import Span
from planner.kit.rows import plain_rows
from planner.models import Workspace
from support.models import Interruption, Ticket, TimeEntry
from support.queries.interruptions import day_hours
from support.rules.causes import CYCLES, Tally, tally_of
from support.rules.shield import days_of

TREND: Final = 6  # cycles

_NONE: Final = Decimal(0)
_NOTHING: Final = Tally(date.min)
_KEPT: Final = (
    F("kept_ratio__is_remembered"),
    KeyTransform("unit", "kept_ratio__totals"),
    KeyTransform("causes", "kept_ratio__totals"),
)


@dataclass(frozen=True)
class Costs:
    """``tallies`` are those of each cause by its id; under none stands what is unattributed."""

    span: Span
    tallies: Mapping[int | None, tuple[Tally, ...]]

    def of(self, cause: int | None) -> tuple[Tally, ...]:
        return self.tallies.get(cause, ())

    @cached_property
    def totals(self) -> dict[int | None, Tally]:
        """Of the whole span."""
        return {cause: tally_of(found, self.span) for cause, found in self.tallies.items()}

    def total(self, cause: int | None) -> Tally:
        return self.totals.get(cause, _NOTHING)


def costs(
    workspace: Workspace,
    span: Span,
    *,
    only: Iterable[int] | None = None,
    tickets_of: Collection[int] | None = None,
) -> Costs:
    """
    Day by day of the span, in person-days: four queries at most, however much there is.

    Our own tickets alone; those of developers are no work of ours. ``only`` some causes;
    ``tickets_of`` those whose tickets are told: of all that are asked for, unless it is said.
    """
    only = None if only is None else set(only)
    tickets_of = only if tickets_of is None else set(tickets_of)
    days = _spent_by_day(workspace, span, only)
    tickets: dict[tuple[int | None, date], int] = defaultdict(int)
    if tickets_of is None or tickets_of:
        for cause, on, count in _opened(workspace, span, tickets_of):
            tickets[cause, on] += count
    found: dict[int | None, list[Tally]] = defaultdict(list)
    for key in sorted(days.keys() | tickets.keys(), key=itemgetter(1)):
        tally = Tally(key[1], days.get(key, _NONE), tickets.get(key, 0))
        found[key[0]].append(tally)
    return Costs(span, {cause: tuple(tallies) for cause, tallies in found.items()})


def costs_to_judge(
    workspace: Workspace, span: Span, judged: Iterable[int], *, only: Iterable[int] | None = None
) -> Costs:
    """
    Person-days alone; tickets only of those that are judged and took no time, as these decide
    there. Three queries, and one more where there are any.
    """
    found = costs(workspace, span, only=only, tickets_of=())
    silent = {cause for cause in judged if not any(one.days for one in found.of(cause))}
    if not silent:
        return found
    tickets: dict[int | None, list[Tally]] = defaultdict(list)
    for cause, on, count in _opened(workspace, span, silent):
        tickets[cause].append(Tally(on, _NONE, count))
    return Costs(span, {**found.tallies} | {cause: tuple(some) for cause, some in tickets.items()})


def tickets_over(workspace: Workspace, span: Span) -> Mapping[int | None, int]:
    """How many of our own were opened in the span, by cause. One query."""
    rows = Ticket.objects.filter(workspace=workspace, opened_at__range=_moments(workspace, span))
    return dict(rows.ours().order_by().values_list("cause").annotate(count=Count("pk")))


def _spent_by_day(
    workspace: Workspace, span: Span, only: set[int] | None
) -> Mapping[tuple[int | None, date], Decimal]:
    """Thousands of rows: their days are read as text, as each of them is only told once."""
    hours, read, in_days = day_hours(workspace), cache(date.fromisoformat), cache(days_of)
    days: dict[tuple[int | None, date], Decimal] = defaultdict(Decimal)
    logged = _logged(workspace, span, only).annotate(day=Cast("on", CharField()))
    told = logged.values_list("day", "cause_in_effect").annotate(sum=Sum("minutes"))
    for day, cause, minutes in plain_rows(told):
        days[cause, read(day)] += in_days(minutes, hours)
    estimated: Any = _estimated(workspace, span, only).annotate(
        on=TruncDate("answered_at", tzinfo=workspace.zone)
    )
    for cause, on, estimate in estimated.values_list("cause", "on").annotate(
        sum=Sum("estimate_days")
    ):
        days[cause, on] += estimate
    return days


def _logged(workspace: Workspace, span: Span, only: set[int] | None) -> Any:
    entries = TimeEntry.objects.filter(
        workspace=workspace,
        nature=TimeEntry.Nature.REACTIVE,
        on__range=(span.starts_on, span.ends_on),
    )
    return _only(entries.counted().with_cause_in_effect(), "cause_in_effect", only).order_by()


def _estimated(workspace: Workspace, span: Span, only: set[int] | None) -> QuerySet[Interruption]:
    """What was let through counts as it was estimated, on that day, until there is time on it."""
    has_time = TimeEntry.objects.filter(interruption=OuterRef("pk")).counted()
    rows = Interruption.objects.filter(
        workspace=workspace,
        state=Interruption.State.LET_THROUGH,
        answered_at__range=_moments(workspace, span),
    ).exclude(Exists(has_time))
    return _only(rows, "cause", only).order_by()


def _opened(
    workspace: Workspace, span: Span, only: set[int] | None
) -> Iterable[tuple[int | None, date, int]]:
    rows = Ticket.objects.filter(workspace=workspace, opened_at__range=_moments(workspace, span))
    return (
        _only(rows.ours(), "cause", only)
        .order_by()
        .annotate(on=TruncDate("opened_at", tzinfo=workspace.zone))
        .values_list("cause", "on")
        .annotate(count=Count("pk"))
    )


def _only[M: Model](rows: QuerySet[M], path: str, only: set[int] | None) -> QuerySet[M]:
    return rows if only is None else rows.filter(**{f"{path}__in": only})


def _moments(workspace: Workspace, span: Span) -> tuple[datetime, datetime]:
    first = datetime.combine(span.starts_on, time.min, workspace.zone)
    after = datetime.combine(span.ends_on + timedelta(days=1), time.min, workspace.zone)
    return first, after - timedelta(microseconds=1)


@dataclass(frozen=True)
class Past:
    """
    The cycles that have begun, the latest last, ``TREND`` at most; the last one goes on to today.

    ``since`` is the day of the first ticket there was: nobody wrote down what came before it.
    ``cycle`` is how many days one has. ``remembered`` has the person-days of causes in cycles
    that were over before the team came here, by number of cycle and id of cause.
    """

    cycles: tuple[tuple[int, Span], ...]
    since: date
    cycle: int
    today: date
    remembered: Mapping[int, Mapping[int | None, Decimal]] = field(default_factory=dict)

    def remembered_of(self, cause: int) -> list[tuple[Span, Decimal]]:
        """What it cost in each of those cycles, with its days."""
        known = [(span, self.remembered.get(number, {})) for number, span in self.cycles]
        return [(span, costs[cause]) for span, costs in known if cause in costs]

    @property
    def counted(self) -> Span:
        """The two cycles over which a cause is counted, up to today."""
        return Span(self.cycles[-CYCLES:][0][1].starts_on, self.today)

    @property
    def whole(self) -> Span:
        return Span(self.cycles[0][1].starts_on, self.today)


def past_of(workspace: Workspace, today: date) -> Past:
    """Three queries. Before the first cycle it is as if two had been, without a number."""
    begun = _begun(workspace, today)
    latest = begun.order_by("-number").values_list("number", "starts_on", "ends_on", *_KEPT)
    rows = list(latest[:TREND])[::-1]
    weeks = CycleSettings.objects.values_list("weeks", flat=True).get(workspace=workspace)
    length = weeks * 7
    opened_at = Ticket.objects.filter(workspace=workspace).aggregate(first=Min("opened_at"))[
        "first"
    ]
    since = opened_at.astimezone(workspace.zone).date() if opened_at else None
    if not rows:
        first = today - timedelta(days=CYCLES * length - 1)
        return Past(((0, Span(first, today)),), since or first, length, today)
    spans = [(row[0], Span(row[1], row[2])) for row in rows]
    number, last = spans[-1]
    spans[-1] = number, Span(last.starts_on, max(today, last.starts_on))
    remembered = {
        row[0]: {one["id"]: Decimal(one["ticks"]) / unit for one in causes}
        for row in rows
        for is_remembered, unit, causes in [row[3:]]
        if is_remembered
    }
    since = since or begun.order_by("number").values_list("starts_on", flat=True)[0]
    return Past(tuple(spans), since, length, today, remembered)


def _begun(workspace: Workspace, today: date) -> QuerySet[Cycle]:
    return Cycle.objects.filter(workspace=workspace, started_at__isnull=False, starts_on__lte=today)


def cost_over_two_cycles(workspace: Workspace, cause: int, today: date) -> Tally:
    """Of one cause: what its epic is judged by. Seven queries."""
    return costs(workspace, past_of(workspace, today).counted, only=[cause]).total(cause)
