"""One day of the rotation: who leads, what was agreed, and what the reader may change."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from planner.access import may_plan, may_work_the_desk
from planner.kit.dates import full_day, weekday_day
from planner.kit.lists import listed
from planner.models import Member
from support.models import LeadDay
from support.queries.rotation import Rotation, rotation_of, today_in


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    name: str


@dataclass(frozen=True)
class LeadDayPage:
    on: str
    title: str
    name: str
    is_you: bool
    there: str
    agreed: str
    reason: str
    swaps: tuple[Choice, ...]
    covers: tuple[Choice, ...]
    is_manager: bool
    may_take_back: bool
    url: str


def lead_day_page(*, member: Member, on: date, now: datetime) -> LeadDayPage:
    rotation = rotation_of(member.workspace, today_in(member.workspace, now))
    lead, row = rotation.lead_on(on), rotation.agreed.get(on)
    may = on >= rotation.today and may_change_day(rotation, on, member)
    there = [rotation.members[pk].name for pk in lead.hands] if lead else []
    is_agreed = row is not None and row.kind != LeadDay.Kind.TURN
    return LeadDayPage(
        on=on.isoformat(),
        title=full_day(on),
        name=rotation.name_of(lead.member) if lead else "",
        is_you=lead is not None and lead.member == member.pk,
        there=listed(sorted(there)),
        agreed=agreed_words(row, lead.member if lead else None),
        reason=row.reason if row else "",
        swaps=tuple(_swaps(rotation, on, member)) if may else (),
        covers=tuple(_covers(rotation, on, member)) if may else (),
        is_manager=may_plan(member),
        may_take_back=may and is_agreed and concerns(row, member),
        url=reverse("support:lead_day", args=[member.workspace.slug, on]),
    )


def agreed_words(row: LeadDay | None, lead: int | None) -> str:
    """
    Taken over, instead of Ren Kuroda; nothing of a day that goes by turns. It is told where what
    was agreed does not hold, since another leads.
    """
    if row is None or row.kind == LeadDay.Kind.TURN:
        return ""
    if row.member_id != lead:
        return _("%(name)s had agreed to lead, and is not there") % {"name": row.member.name}
    text = str(row.get_kind_display())
    if row.with_on:
        text = _("swapped with %(day)s") % {"day": weekday_day(row.with_on)}
    instead = row.instead_of
    return (
        _("%(what)s, instead of %(name)s") % {"what": text, "name": instead.name}
        if instead
        else text
    )


def concerns(row: LeadDay | None, member: Member) -> bool:
    """Whether they may take back what was agreed."""
    people = (row.member_id, row.instead_of_id, row.by_id) if row else ()
    return may_plan(member) or member.pk in people


def may_change_day(rotation: Rotation, on: date, member: Member) -> bool:
    """The team of that day and the manager; where nobody is there, whoever works the desk."""
    lead = rotation.lead_on(on)
    if lead is None or not may_work_the_desk(member):
        return False
    team = {one.pk for one in rotation.team_on(on)}
    return may_plan(member) or member.pk in team or not lead.hands


def _swaps(rotation: Rotation, on: date, member: Member) -> list[Choice]:
    """Days whose lead could lead this one, while the lead of this one leads theirs."""
    lead = rotation.lead_on(on)
    if lead is None or lead.member is None:
        return []
    found = []
    for other in rotation.coming():
        both = (lead.member, other.member)
        if other.member in (None, lead.member) or not (may_plan(member) or member.pk in both):
            continue
        if other.member in lead.hands and lead.member in other.hands:
            said = {"day": weekday_day(other.on), "name": rotation.name_of(other.member)}
            found.append(Choice(other.on.isoformat(), _("%(day)s: %(name)s") % said))
    return found


def _covers(rotation: Rotation, on: date, member: Member) -> list[Choice]:
    """Who could lead instead: for the lead and the manager all, for others themselves."""
    lead = rotation.lead_on(on)
    if lead is None:
        return []
    people = [rotation.members[pk] for pk in lead.hands] if lead.hands else _free(rotation, on)
    may_name = may_plan(member) or lead.member == member.pk
    return [
        Choice(str(one.pk), one.name)
        for one in sorted(people, key=lambda one: (one.name, one.pk))
        if one.pk != lead.member and (may_name or one.pk == member.pk)
    ]


def _free(rotation: Rotation, on: date) -> list[Member]:
    """Everybody who could step in where none of the team is there."""
    people = Member.objects.working().filter(workspace=rotation.workspace).named()
    found = []
    for one in people.order_by("person__name", "pk"):
        one.workspace = rotation.workspace
        if rotation.could_lead(one, on):
            found.append(one)
    return found
