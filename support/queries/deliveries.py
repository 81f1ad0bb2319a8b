"""One request of a sender, exactly as it came."""

from dataclasses import dataclass
from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from planner.access import may_work_the_desk
from planner.kit.moments import Moment, moment
from planner.models import Member
from support.models import Delivery, RejectedRequest, Source
from support.queries.intake_words import intake_said
from support.rules.bodies import SHOWN, pretty


@dataclass(frozen=True)
class RequestPage:
    """``body`` is cut where it is long; all of it, as plain text, is at ``body_url``."""

    title: str
    source: str
    source_url: str
    url: str
    received: Moment
    size: str
    state: str
    state_said: str
    error: str
    remarks: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]
    body: str
    body_is_cut: bool
    body_is_kept: bool
    body_url: str
    may_replay: bool


def delivery_page(
    delivery: Delivery, *, source: Source, member: Member, now: datetime
) -> RequestPage:
    slug = member.workspace.slug
    body = pretty(bytes(delivery.body)) if delivery.body is not None else ""
    is_kept = delivery.body is not None
    waits = delivery.state == Delivery.State.STORED
    return RequestPage(
        title=_("Request %(name)s") % {"name": f"#{delivery.pk}"},
        source=source.name,
        source_url=reverse("support:source", args=[slug, source.pk]),
        url=reverse("support:delivery", args=[slug, source.pk, delivery.pk]),
        received=moment(delivery.received_at, now=now, zone=member.zone),
        size=filesizeformat(delivery.body_bytes),
        state=delivery.state,
        state_said=delivery.get_state_display(),
        error=intake_said(delivery.error),
        remarks=tuple(map(intake_said, delivery.remarks.splitlines())),
        headers=_headers(delivery.headers),
        body=body[:SHOWN],
        body_is_cut=len(body) > SHOWN,
        body_is_kept=is_kept,
        body_url=reverse("support:delivery_body", args=[slug, source.pk, delivery.pk]),
        may_replay=may_work_the_desk(member) and is_kept and not waits,
    )


def rejected_page(
    rejected: RejectedRequest, *, source: Source, member: Member, now: datetime
) -> RequestPage:
    slug = member.workspace.slug
    body = pretty(bytes(rejected.body))
    return RequestPage(
        title=_("Refused request"),
        source=source.name,
        source_url=reverse("support:source", args=[slug, source.pk]),
        url=reverse("support:rejected", args=[slug, source.pk, rejected.pk]),
        received=moment(rejected.received_at, now=now, zone=member.zone),
        size=filesizeformat(rejected.body_bytes),
        state="rejected",
        state_said=str(rejected.status),
        error=intake_said(rejected.reason),
        remarks=(),
        headers=_headers(rejected.headers),
        body=body[:SHOWN],
        body_is_cut=len(body) > SHOWN or rejected.body_bytes > len(rejected.body),
        body_is_kept=True,
        body_url="",
        may_replay=False,
    )


def _headers(headers: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, str(value)) for name, value in headers.items()))
