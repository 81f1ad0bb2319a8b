"""Endpoints that are told of events, what was sent to them, and what they answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from planner.kit.moments import Moment, moment
from planner.models import Member
from support.models import Attempt, Endpoint, Message
from support.rules.bodies import pretty
from support.rules.events import KINDS

AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True)
class EndpointRow:
    pk: int
    page_url: str
    host: str
    kinds: int
    is_off: bool
    is_failing: bool


@dataclass(frozen=True, slots=True)
class Kind:
    value: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class MessageRow:
    url: str
    kind: str
    uid: str
    state: str
    state_said: str
    error: str
    at: Moment
    next_at: Moment | None
    is_over: bool


@dataclass(frozen=True)
class EndpointPage:
    pk: int
    host: str
    address: str
    kinds: tuple[Kind, ...]
    is_off: bool
    off_because: str
    failing_since: Moment | None
    old_until: Moment | None
    messages: tuple[MessageRow, ...]
    older_url: str
    version: int


@dataclass(frozen=True, slots=True)
class AttemptRow:
    at: Moment
    status: str
    error: str
    answer: str
    took: str


@dataclass(frozen=True)
class MessagePage:
    row: MessageRow
    host: str
    endpoint_url: str
    body: str
    attempts: tuple[AttemptRow, ...]
    may_resend: bool


def endpoint_rows(member: Member) -> tuple[EndpointRow, ...]:
    slug = member.workspace.slug
    kept = Endpoint.objects.kept().filter(workspace=member.workspace).order_by("pk")
    return tuple(
        EndpointRow(
            pk=each.pk,
            page_url=reverse("support:endpoint", args=[slug, each.pk]),
            host=each.host,
            kinds=len(each.kinds),
            is_off=each.disabled_at is not None,
            is_failing=each.failing_since is not None,
        )
        for each in kept
    )


def kinds_of(chosen: list[str]) -> tuple[Kind, ...]:
    return tuple(Kind(kind, kind in chosen) for kind in KINDS)


def endpoint_page(
    endpoint: Endpoint, *, member: Member, now: datetime, before: int | None = None
) -> EndpointPage:
    """With what was sent to it, the latest first."""
    rows = endpoint.messages.all()
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: AT_ONCE + 1])
    url = reverse("support:endpoint", args=[member.workspace.slug, endpoint.pk])
    former = endpoint.old_until if endpoint.old_until and endpoint.old_until > now else None
    return EndpointPage(
        pk=endpoint.pk,
        host=endpoint.host,
        address=endpoint.url,
        kinds=kinds_of(endpoint.kinds),
        is_off=endpoint.disabled_at is not None,
        off_because=endpoint.disabled_because,
        failing_since=_moment(endpoint.failing_since, member, now),
        old_until=_moment(former, member, now),
        messages=tuple(_row(each, member, now) for each in found[:AT_ONCE]),
        older_url=f"{url}?before={found[AT_ONCE - 1].pk}" if len(found) > AT_ONCE else "",
        version=endpoint.version,
    )


def message_page(
    message: Message, *, endpoint: Endpoint, member: Member, now: datetime
) -> MessagePage:
    return MessagePage(
        row=_row(message, member, now),
        host=endpoint.host,
        endpoint_url=reverse("support:endpoint", args=[member.workspace.slug, endpoint.pk]),
        body=pretty(message.body.encode()),
        attempts=tuple(_attempt(each, member, now) for each in message.tries.order_by("pk")),
        may_resend=message.is_over and endpoint.disabled_at is None,
    )


def _row(message: Message, member: Member, now: datetime) -> MessageRow:
    args = [member.workspace.slug, message.endpoint_id, message.pk]
    return MessageRow(
        url=reverse("support:message", args=args),
        kind=message.kind,
        uid=message.uid,
        state=message.state,
        state_said=message.get_state_display(),
        error=message.error,
        at=moment(message.created_at, now=now, zone=member.zone),
        next_at=(
            _moment(message.next_attempt_at, member, now) if message.state == "failed" else None
        ),
        is_over=message.is_over,
    )


def _attempt(each: Attempt, member: Member, now: datetime) -> AttemptRow:
    return AttemptRow(
        at=moment(each.at, now=now, zone=member.zone),
        status=str(each.status or "–"),
        error=each.error,
        answer=each.answer,
        took=f"{each.took_ms} ms",
    )


def _moment(at: datetime | None, member: Member, now: datetime) -> Moment | None:
    return moment(at, now=now, zone=member.zone) if at else None
