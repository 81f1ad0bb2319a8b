"""The people of a workspace, as their page shows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from planner.access import may_manage_people
from planner.kit.dates import day_with_year, short_day
from planner.kit.drawings import Entry
from planner.kit.weekdays import days_in_words
from planner.models import Member, Role
from planner.queries.activity import timeline_of


@dataclass(frozen=True)
class PersonRow:
    """``seen`` says when they were last here, or that they still have to come."""

    pk: int
    name: str
    email: str
    role: str
    percent: str
    days: str
    seen: str
    is_you: bool
    is_invited: bool
    invitation_is_over: bool


@dataclass(frozen=True)
class PeoplePage:
    here: tuple[PersonRow, ...]
    left: tuple[PersonRow, ...]
    may_manage: bool

    @property
    def count(self) -> int:
        return len(self.here)


def people_page(reader: Member, *, at: datetime) -> PeoplePage:
    """Everybody in the reader's workspace: who is here, then who has left."""
    usable = Q(invitations__used_at=None)
    members = (
        Member.objects.filter(workspace=reader.workspace)
        .named()
        .annotate(invited_until=Max("invitations__expires_at", filter=usable))
        .order_by("person__name", "pk")
    )
    rows = [(member, _row(member, reader, at)) for member in members]
    return PeoplePage(
        here=tuple(row for member, row in rows if member.left_at is None),
        left=tuple(row for member, row in rows if member.left_at is not None),
        may_manage=may_manage_people(reader),
    )


@dataclass(frozen=True)
class PersonPage:
    """One member; ``left`` says since when they are away, and is empty for who is here."""

    pk: int
    name: str
    email: str
    left: str
    timeline: tuple[Entry, ...]


def person_page(member: Member, *, reader: Member) -> PersonPage:
    left = ""
    if member.left_at:
        day = day_with_year(localtime(member.left_at, reader.zone))
        left = _("Deactivated on {day}.").format(day=day)
    return PersonPage(
        pk=member.pk,
        name=member.person.name,
        email=member.person.email,
        left=left,
        timeline=timeline_of(member, workspace=reader.workspace, zone=reader.zone, limit=20),
    )


def _row(member: Any, reader: Member, at: datetime) -> PersonRow:
    until = member.invited_until
    is_invited = member.last_seen_at is None and not member.person.has_usable_password()
    return PersonRow(
        pk=member.pk,
        name=member.person.name,
        email=member.person.email,
        role=str(Role(member.role).label),
        percent=_("{percent} %").format(percent=member.percent),
        days=days_in_words(member.working_days or reader.workspace.working_days),
        seen=_seen(member, reader, at),
        is_you=member.pk == reader.pk,
        is_invited=is_invited,
        invitation_is_over=is_invited and (until is None or until <= at),
    )


def _seen(member: Member, reader: Member, at: datetime) -> str:
    if member.last_seen_at is None:
        return _("not yet")
    day = localtime(member.last_seen_at, reader.zone).date()
    if day == localtime(at, reader.zone).date():
        return _("today")
    return short_day(day) if day.year == at.year else day_with_year(day)
