"""Who is on support now, for everybody in the company who may enter the workspace."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from planner.kit.dates import full_day, short_day, weekday_day
from planner.models import Member, Workspace
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
    next_leads: tuple[NextLead, ...]


def on_support_page(*, member: Member, now: datetime) -> OnSupportPage:
    rotation = rotation_of(member.workspace, today_in(member.workspace, now))
    later = [lead for lead in rotation.coming() if lead.on > rotation.today][:5]
    return OnSupportPage(
        day=full_day(rotation.today),
        team=team_now(rotation),
        until=_until(rotation),
        next_leads=tuple(
            NextLead(
                lead.on.isoformat(),
                weekday_day(lead.on),
                rotation.name_of(lead.member),
            )
            for lead in later
        ),
    )


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


def team_at(workspace: Workspace, now: datetime) -> tuple[Colleague, ...]:
    return team_now(rotation_of(workspace, today_in(workspace, now)))


def _until(rotation: Rotation) -> str:
    watch = rotation.watch_on(rotation.today)
    if watch is None:
        return ""
    if len(rotation.watches) > 1:
        return _("This team has the desk until %(day)s.") % {"day": short_day(watch.span.ends_on)}
    if watch.is_between(rotation.today + timedelta(days=1)):
        return _("This team has the desk until the next cycle starts.")
    return _("This team has the desk until %(day)s.") % {"day": short_day(watch.span.ends_on)}
