"""
The rule check: may a cycle start as it is planned, and what is worth a look?

Findings carry facts, not sentences: who reads them words them. A rule that finds nothing passes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from cycles.rules.calendar import Span
from cycles.rules.capacity import Worker, person_days, share

REACTIVE_TOLERANCE = 10  # points; nearer to the target than this is as planned
LONG_LEAVE = Fraction(1, 3)  # away that much of a seat's working days is worth a word


class Severity(StrEnum):
    BLOCKS = "blocks"
    LOOK = "look"
    PASSES = "passes"


class Code(StrEnum):
    TEAM_SIZE = "team_size"
    EPIC_WITHOUT_TEAM = "epic_without_team"
    SUPPORT_SEATS = "support_seats"
    TWO_SEATS = "two_seats"
    SEATED_IDLER = "seated_idler"
    PEOPLE_WITHOUT_SEAT = "people_without_seat"
    SUPPORT_TWICE = "support_twice"
    VISION_SHARE = "vision_share"
    NO_BIG_EPIC = "no_big_epic"
    UNFINISHED_EPIC = "unfinished_epic"
    REACTIVE_SHARE = "reactive_share"
    TEAM_WITHOUT_EPIC = "team_without_epic"
    LONG_LEAVE = "long_leave"
    NO_KNOWLEDGE = "no_knowledge"


@dataclass(frozen=True)
class Sitting:
    member: int
    span: Span


@dataclass(frozen=True)
class PlannedTeam:
    """``epics`` are its bets: one for a Big Epic's team, any in the lane, none on support."""

    id: int
    kind: str  # big, small, on_support
    epics: tuple[int, ...] = ()
    sittings: tuple[Sitting, ...] = ()


@dataclass(frozen=True)
class Plan:
    """All that the rules may know of a cycle."""

    span: Span
    teams: tuple[PlannedTeam, ...]
    people: dict[int, Worker]  # everybody who may be given a seat
    idlers: frozenset[int] = frozenset()  # seated, and gone or in another role since
    expected: frozenset[int] = frozenset()  # those whose missing seat is worth a word
    on_support_before: frozenset[int] = frozenset()
    vision_epics: frozenset[int] = frozenset()
    left_over: frozenset[int] = frozenset()  # unfinished in a closed cycle, and bet on nowhere
    themes: dict[int, int] = field(default_factory=dict)  # of the epics that belong to one
    known_themes: dict[int, frozenset[int]] = field(default_factory=dict)  # by member
    team_min: int = 2
    team_max: int = 3
    on_support_seats: int = 3
    reactive_target: int = 50
    vision_target: int = 50


@dataclass(frozen=True)
class Finding:
    """One thing that a rule found. ``have`` of ``need`` (to ``most``) are people or percent."""

    code: Code
    severity: Severity
    team: int | None = None
    epic: int | None = None
    members: tuple[int, ...] = ()
    have: int = 0
    need: int = 0
    most: int = 0


def headcount(sittings: tuple[Sitting, ...], span: Span) -> tuple[int, int]:
    """The fewest and the most people who sit in a team on one day of the span."""
    edges = {span.starts_on} | {
        edge
        for sitting in sittings
        for edge in (sitting.span.starts_on, sitting.span.ends_on + timedelta(days=1))
        if edge in span
    }
    counts = [len({one.member for one in sittings if edge in one.span}) for edge in edges]
    return min(counts), max(counts)


def planned_days(plan: Plan) -> dict[int, Decimal]:
    """Person-days of each team, by its dated seats."""
    return {
        team.id: sum(
            (
                person_days(plan.people[sitting.member], part)
                for sitting in team.sittings
                if sitting.member in plan.people
                and (part := sitting.span.within(plan.span)) is not None
            ),
            Decimal(0),
        )
        for team in plan.teams
    }


def reactive_share(plan: Plan) -> int | None:
    """Percent of the planned person-days that are on support."""
    days = planned_days(plan)
    reactive = sum((days[one.id] for one in plan.teams if one.kind == "on_support"), Decimal(0))
    return share(reactive, sum(days.values(), Decimal(0)))


def vision_share(plan: Plan) -> int | None:
    """
    Percent of the proactive person-days that belong to a vision-based epic.

    The lane's days are split equally among its epics.
    """
    days, vision, whole = planned_days(plan), Decimal(0), Decimal(0)
    for team in plan.teams:
        if team.kind == "on_support" or not team.epics:
            continue
        whole += days[team.id]
        based = sum(1 for epic in team.epics if epic in plan.vision_epics)
        vision += days[team.id] * based / len(team.epics)
    return share(vision, whole)


def _team_size(plan: Plan) -> Iterator[Finding]:
    for team in plan.teams:
        least, most = headcount(team.sittings, plan.span)
        if team.kind == "on_support" or not team.epics or not most:
            continue
        if least < plan.team_min or most > plan.team_max:
            yield Finding(
                Code.TEAM_SIZE,
                Severity.BLOCKS,
                team=team.id,
                have=least if least < plan.team_min else most,
                need=plan.team_min,
                most=plan.team_max,
            )


def _epic_without_team(plan: Plan) -> Iterator[Finding]:
    for team in plan.teams:
        if team.epics and not team.sittings:
            yield Finding(
                Code.EPIC_WITHOUT_TEAM,
                Severity.BLOCKS,
                team=team.id,
                epic=team.epics[0] if team.kind == "big" else None,
                need=plan.team_min,
                most=plan.team_max,
            )


def _support_seats(plan: Plan) -> Iterator[Finding]:
    for team in plan.teams:
        least, _ = headcount(team.sittings, plan.span)
        if team.kind == "on_support" and least < plan.on_support_seats:
            yield Finding(
                Code.SUPPORT_SEATS,
                Severity.BLOCKS,
                team=team.id,
                have=least,
                need=plan.on_support_seats,
                most=plan.on_support_seats,
            )


def _two_seats(plan: Plan) -> Iterator[Finding]:
    taken: dict[int, list[tuple[Span, int]]] = {}
    for team in plan.teams:
        for sitting in team.sittings:
            others = taken.setdefault(sitting.member, [])
            if any(sitting.span.overlaps(span) for span, _ in others):
                yield Finding(
                    Code.TWO_SEATS, Severity.BLOCKS, team=team.id, members=(sitting.member,)
                )
            others.append((sitting.span, team.id))


def _seated_idler(plan: Plan) -> Iterator[Finding]:
    for team in plan.teams:
        for member in sorted({one.member for one in team.sittings} & plan.idlers):
            yield Finding(Code.SEATED_IDLER, Severity.BLOCKS, team=team.id, members=(member,))


def _people_without_seat(plan: Plan) -> Iterator[Finding]:
    seated = {sitting.member for team in plan.teams for sitting in team.sittings}
    if free := tuple(sorted(plan.expected - seated)):
        yield Finding(Code.PEOPLE_WITHOUT_SEAT, Severity.LOOK, members=free)


def _support_twice(plan: Plan) -> Iterator[Finding]:
    for team in plan.teams:
        if team.kind == "on_support":
            again = {one.member for one in team.sittings} & plan.on_support_before
            for member in sorted(again):
                yield Finding(Code.SUPPORT_TWICE, Severity.LOOK, team=team.id, members=(member,))


def _vision_share(plan: Plan) -> Iterator[Finding]:
    have = vision_share(plan)
    if have is not None and have < plan.vision_target:
        yield Finding(Code.VISION_SHARE, Severity.LOOK, have=have, need=plan.vision_target)


def _no_big_epic(plan: Plan) -> Iterator[Finding]:
    if not any(team.kind == "big" for team in plan.teams):
        yield Finding(Code.NO_BIG_EPIC, Severity.LOOK)


def _unfinished_epic(plan: Plan) -> Iterator[Finding]:
    chosen = {epic for team in plan.teams for epic in team.epics}
    for epic in sorted(plan.left_over - chosen):
        yield Finding(Code.UNFINISHED_EPIC, Severity.LOOK, epic=epic)


def _reactive_share(plan: Plan) -> Iterator[Finding]:
    have = reactive_share(plan)
    if have is not None and abs(have - plan.reactive_target) > REACTIVE_TOLERANCE:
        yield Finding(Code.REACTIVE_SHARE, Severity.LOOK, have=have, need=plan.reactive_target)


def _team_without_epic(plan: Plan) -> Iterator[Finding]:
    for team in plan.teams:
        if team.kind == "small" and team.sittings and not team.epics:
            yield Finding(Code.TEAM_WITHOUT_EPIC, Severity.LOOK, team=team.id)


def _long_leave(plan: Plan) -> Iterator[Finding]:
    for team in plan.teams:
        for member in dict.fromkeys(one.member for one in team.sittings):
            worker = plan.people.get(member)
            seats = [one.span for one in team.sittings if one.member == member]
            if worker is None:
                continue
            days = sum(len(worker.working_days(span)) for span in seats)
            away = sum(len(worker.days_away(span)) for span in seats)
            if days and Fraction(away, days) >= LONG_LEAVE:
                yield Finding(
                    Code.LONG_LEAVE,
                    Severity.LOOK,
                    team=team.id,
                    members=(member,),
                    have=away,
                    need=days,
                )


def _no_knowledge(plan: Plan) -> Iterator[Finding]:
    """Said only where somebody of the workspace would know the theme."""
    anybody = frozenset[int]().union(*plan.known_themes.values())
    for team in plan.teams:
        themes = {plan.themes[epic] for epic in team.epics if epic in plan.themes} & anybody
        seated = {one.member for one in team.sittings}
        known = frozenset[int]().union(*(plan.known_themes.get(one, ()) for one in seated))
        if team.kind == "big" and seated and themes and not themes & known:
            yield Finding(Code.NO_KNOWLEDGE, Severity.LOOK, team=team.id, epic=team.epics[0])


RULES: dict[Code, Callable[[Plan], Iterator[Finding]]] = {
    Code.TEAM_SIZE: _team_size,
    Code.EPIC_WITHOUT_TEAM: _epic_without_team,
    Code.SUPPORT_SEATS: _support_seats,
    Code.TWO_SEATS: _two_seats,
    Code.SEATED_IDLER: _seated_idler,
    Code.PEOPLE_WITHOUT_SEAT: _people_without_seat,
    Code.SUPPORT_TWICE: _support_twice,
    Code.LONG_LEAVE: _long_leave,
    Code.NO_KNOWLEDGE: _no_knowledge,
    Code.NO_BIG_EPIC: _no_big_epic,
    Code.UNFINISHED_EPIC: _unfinished_epic,
    Code.TEAM_WITHOUT_EPIC: _team_without_epic,
    Code.VISION_SHARE: _vision_share,
    Code.REACTIVE_SHARE: _reactive_share,
}


def rule_check(plan: Plan) -> tuple[Finding, ...]:
    """Every rule asked in a fixed order: what it found, or that it passes."""
    return tuple(
        finding
        for code, rule in RULES.items()
        for finding in (tuple(rule(plan)) or (Finding(code, Severity.PASSES),))
    )


def blocking(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(one for one in findings if one.severity is Severity.BLOCKS)
