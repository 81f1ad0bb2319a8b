"""Who is on support now, for everybody in the company who may enter the workspace."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from cycles.rules.calendar import Span
from planner.kit.dates import full_day, short_day, weekday_day
from planner.models import Member, Workspace
from support.models import LeadDay
from support.queries.rotation import Rotation, rotation_of, today_in


@dataclass(frozen=True, slots=True)
class Colleague:
    name: str
    is_lead: bool
    about: str


@dataclass(frozen=True, slots=True)
class NextLead:
    on: str
    day: str
    name: str


@dataclass(frozen=True)
class OnSupportPage:
    day: str
    team: tuple[Colleague, ...]  # the lead first
    until: str
    gap: str
    next_leads: tuple[NextLead, ...]


def on_support_page(*, member: Member, now: datetime) -> OnSupportPage:
    rotation = rotation_of(member.workspace, today_in(member.workspace, now))
    later = [lead for lead in rotation.coming() if lead.on > rotation.today][:5]
    return OnSupportPage(
        day=full_day(rotation.today),
        team=team_now(rotation),
        until=_until(rotation),
        gap=gap_today(rotation),
        next_leads=tuple(
            NextLead(
                lead.on.isoformat(),
                weekday_day(lead.on),
                rotation.name_of(lead.member),
            )
            for lead in later
        ),
    )


def there_today(rotation: Rotation) -> tuple[Member, ...]:
    """Those of the team who work today, and who leads in their place; nobody on a day off."""
    today = rotation.lead_on(rotation.today)
    if today is None:
        return ()
    people = {*today.hands, *(() if today.member is None else (today.member,))}
    there = [rotation.members[pk] for pk in people]
    return tuple(sorted(there, key=lambda one: (one.name, one.pk)))


def is_gap_today(rotation: Rotation) -> bool:
    """There is a team, and it is a working day, and all of them are away."""
    today = rotation.lead_on(rotation.today)
    return today is not None and today.member is None and bool(rotation.team_on(rotation.today))


def gap_today(rotation: Rotation) -> str:
    return _("Nobody of the team is there today.") if is_gap_today(rotation) else ""


def team_now(rotation: Rotation) -> tuple[Colleague, ...]:
    """Those of the team, the lead first, then those who are there; each with what they are."""
    today = rotation.lead_on(rotation.today)
    leading = today.member if today else None
    people = list(rotation.team_on(rotation.today))
    if leading is not None and leading not in {one.pk for one in people}:
        people.append(rotation.members[leading])

    def about(one: Member) -> str:
        if one.pk == leading:
            return _("leads today")
        return "" if rotation.works_on(one, rotation.today) else _("not here today")

    people.sort(key=lambda one: (one.pk != leading, bool(about(one)), one.name, one.pk))
    return tuple(Colleague(one.name, one.pk == leading, about(one)) for one in people)


def _until(rotation: Rotation) -> str:
    watch = rotation.watch_on(rotation.today)
    if watch is None:
        return ""
    if len(rotation.watches) > 1:
        return _("This team has the desk until %(day)s.") % {"day": short_day(watch.span.ends_on)}
    if watch.is_between(rotation.today + timedelta(days=1)):
        return _("This team has the desk until the next cycle starts.")
    return _("This team has the desk until %(day)s.") % {"day": short_day(watch.span.ends_on)}


@dataclass(frozen=True, slots=True)
class DayOnSupport:
    """``lead`` and ``team`` as people; past days that are not of the present team have no team."""

    on: date
    cycle: int | None
    between_cycles: bool
    gap: bool
    lead: Member | None
    team: tuple[Member, ...]


def support_now(workspace: Workspace, now: datetime) -> DayOnSupport:
    today = today_in(workspace, now)
    return _day(rotation_of(workspace, today), today, {})


def days_on_support(
    workspace: Workspace, now: datetime, *, first: date, last: date
) -> list[DayOnSupport]:
    """Each day of the range: planned or agreed, or, of earlier cycles, as it was kept."""
    rotation = rotation_of(workspace, today_in(workspace, now))
    rows = LeadDay.objects.filter(workspace=workspace).between(first, last).order_by("on")
    kept = {row.on: row.member for row in rows.select_related("member__person")}
    return [_day(rotation, day, kept) for day in Span(first, last).days]


def _day(rotation: Rotation, day: date, kept: dict[date, Member]) -> DayOnSupport:
    watch, lead = rotation.watch_on(day), rotation.lead_on(day)
    leads = rotation.members[lead.member] if lead and lead.member is not None else None
    return DayOnSupport(
        on=day,
        cycle=watch.term.number if watch else None,
        between_cycles=watch is not None and watch.is_between(day),
        gap=lead is not None and leads is None,
        lead=leads if watch else kept.get(day),
        team=rotation.team_on(day),
    )
