"""What is behind a figure of the ratio: every day, with what it went into."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.models import Cycle, Epic, Task
from planner.access import may_plan
from planner.kit.dates import weekday_day
from planner.kit.lists import listed
from planner.models import Member, Workspace
from support.models import Cause, Interruption, KeptRatio, Ticket
from support.queries.interruptions import title_of
from support.queries.ratio_facts import ledger_of
from support.queries.ratio_read import RatioCycle, ratio_with_days
from support.queries.ratio_tables import (
    ANY,
    REST,
    ShareLine,
    other_askers,
    other_causes,
    people_lines,
    split_askers,
    split_causes,
)
from support.queries.ratio_words import (
    DEFINITIONS,
    cause_name,
    cycle_name,
    days_said,
    iso,
    percent_said,
    team_name,
    week_name,
)
from support.queries.title_words import title_said
from support.rules.ratio import Part, PersonDay, Sums, is_unassigned
from support.rules.ratio_account import from_json

LISTED: Final = 200
NONE: Final = "none"

_KINDS: Final = {
    "ticket": gettext_lazy("Ticket"),
    "interruption": gettext_lazy("Interruption"),
    "estimate": gettext_lazy("Interruption, estimated"),
    "task": gettext_lazy("Card"),
    "correction": gettext_lazy("Corrected by hand"),
}

type Names = Mapping[tuple[str, int], tuple[str, str]]  # what a part is for: title and address


@dataclass(frozen=True)
class Asked:
    """
    ``cause`` is a number or ``none``, ``asker`` a team, ``none`` or ``any``; either is ``rest`` for
    those that are one row together.
    """

    week: int | None = None
    team: int | None = None
    person: int | None = None
    cause: str = ""
    asker: str = ""
    nature: str = ""

    @property
    def is_of_parts(self) -> bool:
        """Whether less than whole days is asked for."""
        return bool(self.cause or self.asker or self.nature)


@dataclass(frozen=True)
class Line:
    """``who`` is told only to managers, and of oneself."""

    day: str
    who: str
    day_url: str
    what: str
    url: str
    kind: str
    cause: str
    team: str
    days: str
    is_reactive: bool


@dataclass(frozen=True)
class DaysPage:
    number: int
    title: str
    said: str
    definitions: tuple[str, ...]
    back_url: str
    csv_url: str
    frozen: str
    lines: tuple[Line, ...]
    more: str
    people: tuple[ShareLine, ...]
    nothing: str


def may_see_days_of(member: Member, person: int | None) -> bool:
    """A person's days are seen by managers and by that person."""
    return person is None or person == member.pk or may_plan(member)


def days_page(cycle: Cycle, member: Member, asked: Asked, *, at: datetime) -> DaysPage:
    """The days that are asked for, the latest first, as they are kept where the cycle is over."""
    one, days = ratio_with_days(cycle, at=at)
    found = list(matching(days, one, asked))
    unit = one.unit
    parts = [(day, part) for day in sorted(found, key=_latest_first) for part in day.parts]
    lines = list(_lines(parts[:LISTED], member, one))
    slug = cycle.workspace.slug
    total = sum(part.ticks for _day, part in parts)
    reactive = sum(part.ticks for _day, part in parts if part.is_reactive)
    said = _("%(days)s of person-days, %(reactive)s of them reactive: %(share)s.") % {
        "days": days_said(total, unit),
        "reactive": days_said(reactive, unit),
        "share": percent_said(Sums(total, reactive).share),
    }
    return DaysPage(
        cycle.number,
        _title(one, asked),
        days_said(total, unit) if asked.is_of_parts else said,
        tuple(_definitions(asked)),
        f"{reverse('support:ratio', args=[slug])}?cycle={cycle.number}",
        f"{reverse('support:ratio_csv', args=[slug])}?cycle={cycle.number}",
        ""
        if one.is_running
        else _("Closed: these figures stay as they were when the cycle ended."),
        tuple(lines),
        _("These are the first %(shown)s of %(all)s. The CSV has them all.")
        % {"shown": LISTED, "all": len(parts)}
        if len(parts) > LISTED
        else "",
        people_lines(one, member) if asked == Asked() else (),
        _("Nothing of it was counted day by day."),
    )


def days_of(cycle: Cycle, *, at: datetime) -> Iterable[PersonDay]:
    """Every day of a cycle so far, entry by entry."""
    if cycle.state == Cycle.State.CLOSED:
        kept = KeptRatio.objects.filter(cycle=cycle).values_list("days", flat=True).first()
        if kept is not None:
            return from_json(kept)
    today = at.astimezone(cycle.workspace.zone).date()
    return ledger_of(cycle, today, told="entries").days


def matching(days: Iterable[PersonDay], one: RatioCycle, asked: Asked) -> Iterator[PersonDay]:
    """Those that are asked for, each with only those parts."""
    week = one.weeks[asked.week - 1] if asked.week and asked.week <= len(one.weeks) else None
    first, last = (iso(week["from"]), iso(week["to"])) if week else (date.min, date.max)
    fits = _fits(asked, one)
    for day in days:
        worked = day.worked
        if not first <= worked.on <= last or (asked.week and not week):
            continue
        if asked.team not in (None, worked.team) or asked.person not in (None, worked.member):
            continue
        parts = tuple(part for part in day.parts if fits(part))
        if parts:
            yield day._replace(parts=parts)


def _fits(asked: Asked, one: RatioCycle) -> Callable[[Part], bool]:
    causes, askers = {asked.cause}, {"" if asked.asker == NONE else asked.asker}
    if asked.cause == REST:
        causes = {str(cause["id"] or NONE) for cause in split_causes(one)[1]}
    if asked.asker == REST:
        askers = {asker["name"] for asker in split_askers(one)[1]}

    def fits(part: Part) -> bool:
        if asked.nature and part.is_reactive != (asked.nature == "reactive"):
            return False
        if asked.cause and not (part.is_reactive and str(part.cause or NONE) in causes):
            return False
        if asked.asker == ANY:
            return bool(part.asker)
        return not asked.asker or part.asker in askers

    return fits


def _latest_first(day: PersonDay) -> tuple[int, int, int]:
    return -day.worked.on.toordinal(), day.worked.team, day.worked.member


def _title(one: RatioCycle, asked: Asked) -> str:
    words = [cycle_name(one.number)]
    if asked.week:
        words.append(week_name(asked.week))
    if asked.team:
        words += [
            team_name(team["kind"], team["title"])
            for team in one.totals["teams"]
            if team["id"] == asked.team
        ]
    if asked.person:
        words += [each["name"] for each in one.totals["people"] if each["id"] == asked.person]
    if asked.cause:
        names = {str(cause["id"] or NONE): cause["name"] for cause in one.totals["causes"]}
        rest = other_causes(len(split_causes(one)[1]))
        words.append(rest if asked.cause == REST else cause_name(names.get(asked.cause, "")))
    if asked.asker:
        words.append(_asker_said(asked.asker, one))
    if asked.nature:
        words.append(_("Reactive") if asked.nature == "reactive" else _("Proactive"))
    return listed(words)


def _asker_said(asker: str, one: RatioCycle) -> str:
    if asker == REST:
        return other_askers(len(split_askers(one)[1]))
    return {NONE: _("No team named"), ANY: _("All who asked")}.get(asker, asker)


def _definitions(asked: Asked) -> Iterator[str]:
    yield str(DEFINITIONS["days"])
    if asked.nature != "proactive":
        yield str(DEFINITIONS["reactive"])
    if asked.nature == "proactive" or not asked.is_of_parts:
        yield str(DEFINITIONS["proactive"])
    if asked.cause:
        yield str(DEFINITIONS["causes"])
    if asked.asker:
        yield str(DEFINITIONS["estimate"])


def _lines(
    parts: Sequence[tuple[PersonDay, Part]], member: Member, one: RatioCycle
) -> Iterator[Line]:
    workspace = member.workspace
    names = names_of([part for _day, part in parts], workspace)
    causes = cause_names([part for _day, part in parts])
    people = {person["id"]: person["name"] for person in one.totals["people"]}
    teams = {team["id"]: team_name(team["kind"], team["title"]) for team in one.totals["teams"]}
    days = {day.worked.on: weekday_day(day.worked.on) for day, _part in parts}
    day_url = cache(lambda *day: reverse("support:ratio_day", args=[workspace.slug, *day]))
    for day, part in parts:
        told = may_see_days_of(member, day.worked.member)
        kind = kind_name(day, part)
        what, url = names.get(thing_of(part), (kind, ""))
        yield Line(
            day=days[day.worked.on],
            who=people.get(day.worked.member, "") if told else "",
            day_url=day_url(day.worked.member, day.worked.on) if told else "",
            what=what,
            url=url,
            kind=kind if url else "",
            cause=cause_name(causes.get(part.cause or 0, "")) if part.is_reactive else "",
            team=teams.get(day.worked.team, ""),
            days=days_said(part.ticks, one.unit, 2),
            is_reactive=part.is_reactive,
        )


def thing_of(part: Part) -> tuple[str, int]:
    """What it is for, as ``names_of`` has it."""
    if part.kind == "seat":
        return "epic", part.epic or 0
    return "interruption" if part.kind == "estimate" else part.kind, part.ref


def kind_name(day: PersonDay, part: Part) -> str:
    """What a part of a day is, in a word or two."""
    if is_unassigned(day.worked, part):
        return _("Unassigned: no epic in progress")
    if part.kind == "seat":
        return _rest(day, part)
    return str(_KINDS[part.kind])


def _rest(day: PersonDay, part: Part) -> str:
    if day.worked.is_on_support:
        return _("On support, not logged") if part.is_reactive else _("Corrected by hand")
    return _("Corrected by hand") if part.is_reactive else _("Work on the epic")


def names_of(parts: Iterable[Part], workspace: Workspace) -> Names:
    """The title and the address of what parts are for. Four queries."""
    refs: dict[str, set[int]] = defaultdict(set)
    for kind, ref in map(thing_of, parts):
        if ref:
            refs[kind].add(ref)
    found: dict[tuple[str, int], tuple[str, str]] = {}
    slug = workspace.slug
    tickets = Ticket.objects.filter(workspace=workspace, pk__in=refs["ticket"]).order_by()
    for pk, number, title in tickets.values_list("pk", "number", "title"):
        key = f"S-{number}"
        found["ticket", pk] = (
            f"{key} {title_said(title)}",
            reverse("support:ticket", args=[slug, key]),
        )
    asked = Interruption.objects.filter(workspace=workspace, pk__in=refs["interruption"])
    for row in asked.order_by("pk"):
        found["interruption", row.pk] = (
            title_of(row),
            reverse("support:interruption", args=[slug, row.pk]),
        )
    cards = Task.objects.filter(workspace=workspace, pk__in=refs["task"]).order_by()
    for pk, number, title in cards.values_list("pk", "number", "title"):
        key = f"T-{number}"
        found["task", pk] = f"{key} {title}", reverse("cycles:task", args=[slug, key])
    epics = Epic.objects.filter(workspace=workspace, pk__in=refs["epic"]).order_by()
    for pk, number, title in epics.values_list("pk", "number", "title"):
        key = f"E-{number}"
        found["epic", pk] = f"{key} {title}", reverse("cycles:epic", args=[slug, key])
    return found


def cause_names(parts: Iterable[Part]) -> dict[int, str]:
    """One query."""
    pks = {part.cause for part in parts if part.cause}
    return dict(Cause.objects.filter(pk__in=pks).order_by().values_list("pk", "name"))


def days_url_of(workspace: Workspace, number: int, person: int) -> str:
    """Where all days of a person in a cycle are listed."""
    return f"{reverse('support:ratio_days', args=[workspace.slug, number])}?person={person}"
