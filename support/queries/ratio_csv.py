"""The ledger as a table to take along: one row for each part of a day, cycle by cycle."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from cycles.models import Cycle
from planner.kit.csv import Cell
from planner.models import Member
from support.queries.ratio_days import cause_names, kind_name, may_see_days_of, names_of, thing_of
from support.queries.ratio_read import RatioCycle, ratio_with_days
from support.queries.ratio_words import cause_name, iso, team_name
from support.rules.ratio import PersonDay


def csv_head() -> tuple[str, ...]:
    return (
        _("Cycle"), _("Week"), _("Day"), _("Team"), _("Person"), _("Nature"), _("Kind"),
        _("What"), _("Cause"), _("Asking team"), _("Person-days"),
    )  # fmt: skip


def csv_rows(member: Member, *, at: datetime, number: int | None = None) -> Iterator[list[Cell]]:
    """
    Of one cycle or of all that began, one after the other: no more than one is in memory.

    Who may not see people’s days has no names in it.
    """
    begun = Cycle.objects.filter(
        workspace=member.workspace, state__in=[Cycle.State.ACTIVE, Cycle.State.CLOSED]
    )
    cycles = begun.filter(number=number) if number is not None else begun
    for cycle in cycles.order_by("number"):
        cycle.workspace = member.workspace
        one, found = ratio_with_days(cycle, at=at)
        days = list(found)
        yield from _rows(one, days, member) if days else _remembered(one)


def _rows(one: RatioCycle, days: list[PersonDay], member: Member) -> Iterator[list[Cell]]:
    parts = [part for day in days for part in day.parts]
    names, causes = names_of(parts, member.workspace), cause_names(parts)
    teams = {team["id"]: team_name(team["kind"], team["title"]) for team in one.totals["teams"]}
    people = {person["id"]: person["name"] for person in one.totals["people"]}
    weeks = [(iso(week["from"]), iso(week["to"])) for week in one.weeks]
    for day in sorted(days, key=lambda each: (each.worked.on, each.worked.team)):
        worked = day.worked
        week = next(n for n, (a, b) in enumerate(weeks, start=1) if a <= worked.on <= b)
        who = people.get(worked.member, "") if may_see_days_of(member, worked.member) else ""
        for part in day.parts:
            yield [
                one.number, week, worked.on, teams.get(worked.team, ""), who,
                _("Reactive") if part.is_reactive else _("Proactive"), kind_name(day, part),
                names.get(thing_of(part), ("", ""))[0],
                cause_name(causes.get(part.cause or 0, "")) if part.is_reactive else "",
                part.asker, _days(part.ticks, one.unit),
            ]  # fmt: skip


def _remembered(one: RatioCycle) -> Iterator[list[Cell]]:
    """Of a cycle before the first only its weeks are known."""
    for place, week in enumerate(one.weeks, start=1):
        proactive = week["capacity"] - week["reactive"]
        for nature, ticks in ((_("Reactive"), week["reactive"]), (_("Proactive"), proactive)):
            yield [
                one.number, place, iso(week["from"]), "", "", nature, _("Remembered"), "", "", "",
                _days(ticks, one.unit),
            ]  # fmt: skip


def _days(ticks: int, unit: int) -> Decimal:
    return round(Decimal(ticks) / unit, 4)
