"""The people who may hear of something, as the rules want to know them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from cycles.models import Leave
from planner.kit.public_holidays import public_holidays
from planner.models import Member, Role, Workspace
from support.models import Hearing, NoticeSettings, SlackChannel
from support.queries.on_support import is_gap_today, there_today
from support.queries.rotation import rotation_of, today_in
from support.rules.hearing import APP, EMAIL, SLACK, Listener


@dataclass(frozen=True)
class Ways:
    """Which channels lead anywhere; ``slack`` is the team's own."""

    slack: SlackChannel | None
    mail: bool

    @property
    def channels(self) -> tuple[str, ...]:
        return (APP, *((EMAIL,) if self.mail else ()), *((SLACK,) if self.slack else ()))


def ways_of(workspace: Workspace) -> Ways:
    return Ways(
        SlackChannel.objects.kept().filter(workspace=workspace).order_by("pk").first(),
        has_mail_server(),
    )


def has_mail_server() -> bool:
    """The console is none: it would write people's mail into the log."""
    backend: str = settings.MAILERS["default"]["BACKEND"]
    return not backend.endswith((".console.EmailBackend", ".dummy.EmailBackend"))


def settings_of(workspace: Workspace) -> NoticeSettings:
    """Those that were saved, or what a workspace has that never saved any."""
    found = NoticeSettings.objects.filter(workspace=workspace).first()
    return found or NoticeSettings(workspace=workspace)


def hearing_of(member: Member) -> Hearing:
    return Hearing.objects.filter(member=member).first() or Hearing(member=member)


def listeners(workspace: Workspace, members: Iterable[Member], at: datetime) -> dict[int, Listener]:
    """By the member's key; those who left, or are deactivated, hear nothing more."""
    found = list(
        Member.objects.active()
        .filter(workspace=workspace, pk__in={member.pk for member in members})
        .select_related("person", "workspace", "hearing")
        .order_by("pk")
    )
    if not found:
        return {}
    usual = settings_of(workspace)
    off = _days_off([one for one in found if _hearing(one).only_working_days], at)
    return {one.pk: _listener(one, usual, off.get(one.pk, set())) for one in found}


def desk_team(workspace: Workspace, at: datetime) -> list[Member]:
    """
    Who is on support and there, or leads in their place; where nobody is, the managers.

    On a day off of the workspace nobody is there: the team is meant all the same.
    """
    rotation = rotation_of(workspace, today_in(workspace, at))
    if there := there_today(rotation):
        return list(there)
    team = list(rotation.team_on(rotation.today))
    if is_gap_today(rotation):
        return managers(workspace) or team
    return team or managers(workspace)


def managers(workspace: Workspace) -> list[Member]:
    rows = Member.objects.active().named().filter(workspace=workspace, role=Role.MANAGER)
    return list(rows.order_by("pk"))


def _hearing(member: Member) -> Hearing:
    return getattr(member, "hearing", None) or Hearing(member=member)


def _listener(member: Member, usual: NoticeSettings, off: set[date]) -> Listener:
    hearing = _hearing(member)
    return Listener(
        pk=member.pk,
        zone=member.zone,
        chosen=hearing.choices,
        usual=usual.defaults,
        quiet_from=hearing.quiet_from,
        quiet_to=hearing.quiet_to,
        only_working_days=hearing.only_working_days,
        working_days=member.working_days or member.workspace.working_days,
        day_from=usual.day_from,
        holidays=off,
    )


def _days_off(members: list[Member], at: datetime) -> dict[int, set[date]]:
    """Holidays and leave of the next month, for those who are not told on such days."""
    first = at.date() - timedelta(days=1)
    last = first + timedelta(days=40)
    off: dict[int, set[date]] = {
        one.pk: set(
            public_holidays(one.country or one.workspace.country, sorted({first.year, last.year}))
        )
        for one in members
    }
    if off:
        for leave in Leave.objects.between(first, last).filter(member__in=off):
            days = (leave.to_on - leave.from_on).days + 1
            off[leave.member_id] |= {leave.from_on + timedelta(days=n) for n in range(days)}
    return off
