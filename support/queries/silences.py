"""What is kept quiet, until when, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Q
from django.urls import reverse

from planner.access import may_work_the_desk
from planner.kit.moments import Moment, moment
from planner.models import Member
from support.models import Silence, Ticket

LATEST_OVER: Final = 20


@dataclass(frozen=True, slots=True)
class SilenceRow:
    pk: int
    end_url: str
    labels: str
    reason: str
    source: str
    by: str
    starts: Moment
    ends: Moment
    has_begun: bool
    is_over: bool
    tickets: int


@dataclass(frozen=True)
class SilencesPage:
    url: str
    sources_url: str
    rows: tuple[SilenceRow, ...]
    over: tuple[SilenceRow, ...]
    may_change: bool


def silences_page(*, member: Member, now: datetime) -> SilencesPage:
    """Those in force and those to come, the first to end first; then the latest that are over."""
    rows = (
        Silence.objects.filter(workspace=member.workspace)
        .select_related("source", "created_by__person")
        .annotate(quiet=Count("tickets", filter=Q(tickets__state=Ticket.State.SNOOZED)))
    )
    slug = member.workspace.slug
    current = rows.not_over(now).order_by("ends_at", "pk")
    over = rows.over_at(now).order_by("-ends_at", "-pk")[:LATEST_OVER]
    return SilencesPage(
        url=reverse("support:silences", args=[slug]),
        sources_url=reverse("support:sources", args=[slug]),
        rows=tuple(_row(each, member, now) for each in current),
        over=tuple(_row(each, member, now) for each in over),
        may_change=may_work_the_desk(member),
    )


def _row(silence: Silence, member: Member, now: datetime) -> SilenceRow:
    quiet: int = getattr(silence, "quiet", 0)
    return SilenceRow(
        pk=silence.pk,
        end_url=reverse("support:end_silence", args=[member.workspace.slug, silence.pk]),
        labels=", ".join(f"{name}={value}" for name, value in silence.matchers),
        reason=silence.reason,
        source=silence.source.name if silence.source else "",
        by=silence.created_by.name,
        starts=moment(silence.starts_at, now=now, zone=member.zone),
        ends=moment(silence.ends_at, now=now, zone=member.zone),
        has_begun=silence.starts_at <= now,
        is_over=silence.ends_at <= now,
        tickets=quiet,
    )
