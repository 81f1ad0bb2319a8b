"""
What the ledger of person-days is made from: seats, leave, holidays, time and corrections.

However many cycles are asked for, the same number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, Literal

from django.db.models import CharField, Exists, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Cast, Coalesce

from cycles.models import Cycle, CycleSettings, Team
from cycles.queries.seated import Seated
from cycles.queries.staffing import Staffing
from cycles.rules.calendar import Span
from cycles.rules.seated import Worked
from planner.kit.rows import plain_rows
from planner.models import Workspace
from support.models import DayCorrection, Interruption, TimeEntry
from support.rules.ratio import (
    TICKS_A_MINUTE,
    Correction,
    Estimate,
    Key,
    Kind,
    Part,
    PersonDay,
    ledger,
    proactive_days,
    ticks_a_day,
)

KINDS: Final[tuple[Kind, ...]] = ("ticket", "interruption", "task")
_REACTIVE: Final = str(TimeEntry.Nature.REACTIVE)

type Told = Literal["causes", "entries"]


@dataclass(frozen=True)
class CycleLedger:
    """``worked`` are all days of the cycle, by the seats; ``days`` those that have been."""

    cycle: Cycle
    until: date
    day: int  # ticks of a whole one
    target: int
    teams: dict[int, Team]
    names: Mapping[int, str]  # of people, by the id of the member
    worked: tuple[Worked, ...]
    days: tuple[PersonDay, ...]
    is_corrected: bool  # some day of it, by hand

    @property
    def span(self) -> Span:
        return Span(self.cycle.starts_on, self.cycle.ends_on)


def ledger_of(cycle: Cycle, until: date, *, told: Told = "causes") -> CycleLedger:
    """Of one cycle, up to a day."""
    return ledgers_of(cycle.workspace, [cycle], until, told=told)[cycle.pk]


def ledgers_of(
    workspace: Workspace,
    cycles: Sequence[Cycle],
    until: date,
    *,
    told: Told = "causes",
) -> dict[int, CycleLedger]:
    """
    For each cycle, up to its end or the day, whichever is earlier. Nine queries; none for none.

    What was logged is ``told`` apart by ticket, interruption and card (``entries``), or only by
    cause and asker, which comes to the same.
    """
    if not cycles:
        return {}
    settings = CycleSettings.objects.get(workspace=workspace)
    day = ticks_a_day(settings.day_hours)
    whole = Span(min(one.starts_on for one in cycles), max(one.ends_on for one in cycles))
    seats = Seated(workspace, cycles)
    spent: Iterable[tuple[int, date, Part]] = _spent(workspace, whole, told)
    if len(cycles) > 1:
        spent = list(spent)
    estimates, corrections = _estimates(workspace, cycles, day), _corrections(workspace, whole)
    found = {}
    for cycle in cycles:
        last = min(until, cycle.ends_on)
        worked = tuple(seats.worked(cycle, cycle.ends_on))
        found[cycle.pk] = CycleLedger(
            cycle,
            last,
            day,
            settings.reactive_target,
            {pk: team for pk, team in seats.teams.items() if team.cycle_id == cycle.pk},
            seats.names,
            worked,
            ledger(
                [one for one in worked if one.on <= last],
                spent,
                estimates[cycle.pk],
                corrections,
                day=day,
            ),
            any(cycle.starts_on <= one.on <= cycle.ends_on for one in corrections),
        )
    return found


def ledger_from(staffing: Staffing, until: date) -> CycleLedger:
    """The same of a plan that is read already: three queries more. Epics are not told apart."""
    span, workspace = staffing.span, staffing.workspace
    day = ticks_a_day(staffing.settings.day_hours)
    worked = tuple(
        Worked(seat.member_id, on, team.pk, team.kind == Team.Kind.ON_SUPPORT, who.percent)
        for team in staffing.teams
        for seat in staffing.seats.get(team.pk, ())
        if (part := Span(seat.from_on, seat.to_on).within(span))
        for who in [staffing.workers[seat.member_id]]
        if who.percent
        for on in who.days(part)
    )
    corrections = _corrections(workspace, span)
    days = ledger(
        [one for one in worked if one.on <= until],
        _spent(workspace, span, "causes"),
        _estimates(workspace, [staffing.cycle], day)[staffing.cycle.pk],
        corrections,
        day=day,
    )
    target, teams = staffing.settings.reactive_target, {team.pk: team for team in staffing.teams}
    names = {pk: member.name for pk, member in staffing.members.items()}
    return CycleLedger(
        staffing.cycle, until, day, target, teams, names, worked, days, bool(corrections)
    )


def proactive_of(seated: Seated, cycle: Cycle, until: date) -> Iterator[tuple[Worked, int, int]]:
    """
    In ticks, each day of a cycle that has been: what was proactive, and what of that is for its
    epics. Four queries.
    """
    workspace, span = seated.workspace, Span(cycle.starts_on, cycle.ends_on)
    hours = CycleSettings.objects.values_list("day_hours", flat=True).get(workspace=workspace)
    day, days = ticks_a_day(hours), cache(date.fromisoformat)
    came: dict[Key, int] = {}
    chosen: dict[Key, int] = {}
    rows = _entries(workspace, span).values_list("member_id", "day", "nature")
    for member, on, nature, minutes in plain_rows(rows.annotate(total=Sum("minutes"))):
        logged = came if nature == _REACTIVE else chosen
        logged[member, days(on)] = minutes * TICKS_A_MINUTE
    return proactive_days(
        tuple(seated.worked(cycle, until)),
        came,
        chosen,
        _estimates(workspace, [cycle], day)[cycle.pk],
        _corrections(workspace, span),
        day=day,
    )


def _entries(workspace: Workspace, span: Span) -> Any:
    """Those that count, with their day as text."""
    rows = TimeEntry.objects.filter(workspace=workspace, on__range=(span.starts_on, span.ends_on))
    return rows.counted().annotate(day=Cast("on", CharField())).order_by()


def _spent(workspace: Workspace, span: Span, told: Told) -> Iterator[tuple[int, date, Part]]:
    """
    Thousands of rows: their days are read as text, as each of them is only told once. By cause,
    entries are taken as they are: the many that are like each other share one part, which is done
    sooner here than the database sorts them.
    """
    rows, days = _entries(workspace, span), cache(date.fromisoformat)
    rows = rows.with_cause_in_effect().annotate(
        asker=Coalesce("interruption__asker_team", "ticket__inquiry__team", Value(""))
    )
    by, part = ["day", "member_id", "nature", "cause_in_effect", "asker"], _part
    if told == "entries":
        found = plain_rows(rows.values_list(*by, *KINDS).annotate(total=Sum("minutes")))
    else:
        found, part = plain_rows(rows.values_list(*by, "minutes")), cache(_part)
    for day, member, nature, cause, asker, *things, minutes in found:
        yield member, days(day), part(minutes, nature, cause, asker, *things)


def _part(
    minutes: int,
    nature: str,
    cause: int | None,
    asker: str,
    ticket: int | None = None,
    interruption: int | None = None,
    task: int | None = None,
) -> Part:
    """An entry is for exactly one thing: the database says so."""
    kind: Kind = "several"
    if ticket:
        kind = "ticket"
    elif interruption:
        kind = "interruption"
    elif task:
        kind = "task"
    ref = ticket or interruption or task or 0
    return Part(minutes * TICKS_A_MINUTE, nature == _REACTIVE, kind, cause, asker, ref)


def _estimates(
    workspace: Workspace, cycles: Sequence[Cycle], day: int
) -> dict[int | None, list[Estimate]]:
    """What was let through in each cycle, and has no time yet."""
    on_it = TimeEntry.objects.filter(interruption=OuterRef("pk")).counted()
    through = Interruption.objects.filter(
        ~Exists(on_it), cycle__in=cycles, state=Interruption.State.LET_THROUGH
    ).exclude(Q(given_to=None) | Q(answered_at=None) | Q(estimate_days=None))
    columns = ("cycle_id", "given_to_id", "answered_at", "estimate_days")
    rows = through.order_by("pk").values_list(*columns, "cause_id", "asker_team", "pk")
    found: dict[int | None, list[Estimate]] = defaultdict(list)
    for cycle, member, at, days, *what in rows:
        if ticks := int(days * 100) * day // 100:
            part = Part(ticks, True, "estimate", *what)
            found[cycle].append(Estimate(member, at.astimezone(workspace.zone).date(), part))
    return found


def _corrections(workspace: Workspace, span: Span) -> list[Correction]:
    rows = DayCorrection.objects.counted().filter(
        workspace=workspace, on__range=(span.starts_on, span.ends_on)
    )
    told = rows.order_by("pk").values_list("member_id", "on", "percent", F("cause_id"), "pk")
    return [Correction(*row) for row in told]
