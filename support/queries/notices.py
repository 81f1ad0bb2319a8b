"""What a member was told, and what they can choose to be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from planner.kit.moments import Moment, moment
from planner.models import Member, Workspace
from support.models import Notification, SlackChannel
from support.queries.listeners import hearing_of, settings_of, ways_of
from support.queries.news import WORDS, line_of, text_of
from support.rules.hearing import CHANNELS, USUAL, channels_for

AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True)
class NoticeRow:
    url: str
    read_url: str
    line: str
    text: str
    at: Moment
    is_new: bool


@dataclass(frozen=True)
class NoticesPage:
    rows: tuple[NoticeRow, ...]
    unread: int
    url: str
    choices_url: str
    older_url: str


@dataclass(frozen=True, slots=True)
class Way:
    """A channel for a reason, as a box to tick."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    reason: str
    name: str
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Choices:
    """A row for each reason, and the names of the channels above them; what leads nowhere."""

    rows: tuple[Choice, ...]
    channels: tuple[str, ...]
    has_mail: bool
    slack: str


@dataclass(frozen=True, slots=True)
class SlackRow:
    pk: int
    name: str
    is_ours: bool
    added: Moment
    error: str


def unread_count(member: Member) -> int:
    return Notification.objects.unread().filter(member=member).count()


def notices_page(*, member: Member, now: datetime, before: int | None = None) -> NoticesPage:
    """The latest first, so many at once."""
    rows = Notification.objects.in_app().filter(member=member).select_related("member__person")
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: AT_ONCE + 1])
    shown = found[:AT_ONCE]
    url = reverse("support:notifications", args=[member.workspace.slug])
    return NoticesPage(
        rows=tuple(_row(each, member, now) for each in shown),
        unread=unread_count(member),
        url=url,
        choices_url=reverse("support:hearing", args=[member.workspace.slug]),
        older_url=f"{url}?before={shown[-1].pk}" if len(found) > AT_ONCE else "",
    )


def _row(each: Notification, member: Member, now: datetime) -> NoticeRow:
    return NoticeRow(
        url=str(each.data.get("path", "")),
        read_url=reverse("support:read_notification", args=[member.workspace.slug, each.pk]),
        line=line_of(each),
        text=text_of(each)[:300],
        at=moment(each.created_at, now=now, zone=member.zone),
        is_new=each.read_at is None,
    )


def own_choices(member: Member) -> Choices:
    usual = settings_of(member.workspace).defaults
    return _choices(member.workspace, hearing_of(member).choices, usual)


def usual_choices(workspace: Workspace) -> Choices:
    return _choices(workspace, settings_of(workspace).defaults)


def _choices(workspace: Workspace, *wishes: Mapping[str, Sequence[str]]) -> Choices:
    names = {channel: str(Notification.Channel(channel).label) for channel in CHANNELS}
    ways = ways_of(workspace)
    return Choices(
        rows=tuple(_choice(reason, names, wishes) for reason in USUAL),
        channels=tuple(names.values()),
        has_mail=ways.mail,
        slack=ways.slack.name if ways.slack else "",
    )


def _choice(
    reason: str, names: Mapping[str, str], wishes: tuple[Mapping[str, Sequence[str]], ...]
) -> Choice:
    chosen = channels_for(reason, *wishes)
    ways = tuple(Way(value, name, value in chosen) for value, name in names.items())
    return Choice(reason, str(WORDS[reason].name), ways)


def slack_rows(*, member: Member, now: datetime) -> tuple[SlackRow, ...]:
    """The team's own first; each with why the last post to it failed, if it did."""
    kept = SlackChannel.objects.kept().filter(workspace=member.workspace)
    channels = list(kept.order_by("pk"))
    errors = {
        one.destination: one.error
        for one in _failed(member.workspace).order_by("pk")
        if one.destination
    }
    return tuple(
        SlackRow(
            pk=each.pk,
            name=each.name,
            is_ours=number == 0,
            added=moment(each.created_at, now=now, zone=member.zone),
            error=errors.get(f"slack:{each.pk}", ""),
        )
        for number, each in enumerate(channels)
    )


def _failed(workspace: Workspace) -> QuerySet[Notification, Any]:
    """Of the latest posts those that failed."""
    latest = Notification.objects.filter(workspace=workspace, channel="slack").order_by("-pk")
    return Notification.objects.filter(
        pk__in=list(latest.values_list("pk", flat=True)[:100])
    ).filter(state__in=["failed", "given_up"])
