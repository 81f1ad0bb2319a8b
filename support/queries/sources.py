"""The senders: who they are, and whether they are heard."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, OuterRef, Subquery
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext_lazy

from planner.access import may_manage_sources, may_work_the_desk
from planner.kit.moments import Moment, moment
from planner.models import Member
from support.models import Delivery, SigningSecret, Source, SourceToken
from support.queries.intake_words import intake_said
from support.queries.setups import Setup, setup_of
from support.rules.signatures import SIGNING
from support.sources.senders import REPEATING

PAGE_SIZE: Final = 25
_REJECTED: Final = 20
SOON, LATER = 3, 15  # seconds

SHOWS: Final = {
    "": gettext_lazy("All"),
    "failed": gettext_lazy("Failed"),
    "stored": gettext_lazy("Waiting"),
}


@dataclass(frozen=True, slots=True)
class SourceRow:
    name: str
    kind: str
    url: str
    last: Moment | None
    failed: int


@dataclass(frozen=True)
class SourcesPage:
    sources: tuple[SourceRow, ...]
    new_url: str
    silences_url: str
    may_manage: bool


@dataclass(frozen=True, slots=True)
class Request:
    """One delivery in the list: when, how large, what became of it."""

    pk: int
    url: str
    received: Moment
    size: str
    state: str
    state_said: str
    said: str

    @property
    def is_waiting(self) -> bool:
        return self.state == Delivery.State.STORED


@dataclass(frozen=True, slots=True)
class Rejected:
    url: str
    received: Moment
    size: str
    status: int
    reason: str


@dataclass(frozen=True, slots=True)
class Token:
    pk: int
    prefix: str
    created: Moment
    used: Moment | None


@dataclass(frozen=True, slots=True)
class Secret:
    pk: int
    created: Moment
    used: Moment | None


@dataclass(frozen=True, slots=True)
class Filter:
    label: str
    url: str
    count: int | None
    is_current: bool


@dataclass(frozen=True)
class SourcePage:
    pk: int
    version: int
    name: str
    kind: str
    url: str
    here_url: str
    sources_url: str
    is_removed: bool
    last: Moment | None
    next_look: int  # seconds until the page asks again
    failed: int
    setup: Setup
    tokens: tuple[Token, ...]
    may_add_token: bool
    secrets: tuple[Secret, ...]
    may_add_secret: bool
    topic: str
    knows_topics: bool
    confirm_url: str
    confirm_topic: str
    mapping_url: str
    repeat_minutes: int | None
    may_try: bool
    filters: tuple[Filter, ...]
    requests: tuple[Request, ...]
    older_url: str
    rejected: tuple[Rejected, ...]
    tickets_open: int
    may_manage: bool
    may_replay: bool


def sources_page(*, member: Member, now: datetime) -> SourcesPage:
    """The workspace's senders that are not removed, each with its last sign of life."""
    deliveries = Delivery.objects.filter(source=OuterRef("pk")).order_by("-pk")
    failed = deliveries.filter(state=Delivery.State.FAILED).order_by()
    rows = (
        Source.objects.receiving()
        .sending()
        .filter(workspace=member.workspace)
        .annotate(
            last=Subquery(deliveries.values("received_at")[:1]),
            failed=Subquery(failed.values("source").annotate(n=Count("pk")).values("n")),
        )
        .order_by("name", "pk")
        .values_list("pk", "name", "kind", "last", "failed")
    )
    return SourcesPage(
        sources=tuple(
            SourceRow(
                name=name,
                kind=str(Source.Kind(kind).label),
                url=_url("source", member, pk),
                last=moment(last, now=now, zone=member.zone) if last else None,
                failed=failed or 0,
            )
            for pk, name, kind, last, failed in rows
        ),
        new_url=_url("new_source", member),
        silences_url=_url("silences", member),
        may_manage=may_manage_sources(member),
    )


def first_source_url(member: Member) -> str:
    """Where the first source is connected; empty when there is one, or for who may not."""
    if not may_manage_sources(member) or Source.objects.filter(workspace=member.workspace).exists():
        return ""
    return _url("new_source", member)


def source_page(
    source: Source,
    *,
    member: Member,
    now: datetime,
    show: str = "",
    before: int | None = None,
    token: str = "",
) -> SourcePage:
    """
    One sender: its latest requests, what was refused, its tokens, and what to paste over there.

    ``before`` continues an earlier page; ``token`` is one that was made just now.
    """
    show = show if show in SHOWS else ""
    deliveries = source.deliveries.all()
    last = deliveries.order_by("-pk").values_list("received_at", flat=True).first()
    failed = deliveries.filter(state=Delivery.State.FAILED).count()
    rows = _rows(source, show, before)
    requests = [_request(row, source, member, now) for row in rows[:PAGE_SIZE]]
    tokens = tuple(_token(each, member, now) for each in source.tokens.live())
    secrets = tuple(_secret(each, member, now) for each in _secrets(source))
    url = _url("source", member, source.pk)
    hook = f"{settings.ORIGIN}/hooks/{source.kind}"
    return SourcePage(
        pk=source.pk,
        version=source.version,
        name=source.name,
        kind=source.get_kind_display(),
        url=url,
        here_url=_here(url, show, before),
        sources_url=_url("sources", member),
        is_removed=source.removed_at is not None,
        last=moment(last, now=now, zone=member.zone) if last else None,
        next_look=SOON if any(each.is_waiting for each in requests) or not last else LATER,
        failed=failed,
        setup=setup_of(source.kind, hook, token),
        tokens=tokens,
        may_add_token=len(tokens) < 2,
        secrets=secrets,
        may_add_secret=len(secrets) < 2,
        topic=source.topic,
        knows_topics=source.kind == Source.Kind.SNS,
        confirm_url=source.confirm_url,
        confirm_topic=source.confirm_topic,
        mapping_url=f"{url}mapping/" if source.kind == Source.Kind.GENERIC else "",
        repeat_minutes=source.repeat_minutes if source.kind in REPEATING else None,
        may_try=may_be_tried(source),
        filters=tuple(_filters(url, show, failed)),
        requests=tuple(requests),
        older_url=_here(url, show, requests[-1].pk) if len(rows) > PAGE_SIZE else "",
        rejected=_rejected(source, member, now),
        tickets_open=source.tickets.unresolved().count(),
        may_manage=may_manage_sources(member) and source.removed_at is None,
        may_replay=may_work_the_desk(member),
    )


def may_be_tried(source: Source) -> bool:
    """Amazon's signature is beyond us, and a mapping finds nothing in our sample."""
    return not source.removed_at and not source.topic and not source.mapping


def _token(token: SourceToken, member: Member, now: datetime) -> Token:
    used = token.last_used_at
    return Token(
        pk=token.pk,
        prefix=token.prefix,
        created=moment(token.created_at, now=now, zone=member.zone),
        used=moment(used, now=now, zone=member.zone) if used else None,
    )


def _secrets(source: Source) -> Iterable[SigningSecret]:
    return source.signing_secrets.live() if source.kind in SIGNING else ()


def _secret(secret: SigningSecret, member: Member, now: datetime) -> Secret:
    used = secret.last_used_at
    return Secret(
        pk=secret.pk,
        created=moment(secret.created_at, now=now, zone=member.zone),
        used=moment(used, now=now, zone=member.zone) if used else None,
    )


def _filters(url: str, show: str, failed: int) -> Iterator[Filter]:
    for name, label in SHOWS.items():
        count = failed if name == "failed" else None
        yield Filter(str(label), f"{url}?show={name}" if name else url, count, name == show)


def _rows(source: Source, show: str, before: int | None) -> list[dict[str, Any]]:
    deliveries = source.deliveries.order_by("-pk")
    if show:
        deliveries = deliveries.filter(state=show)
    if before:
        deliveries = deliveries.filter(pk__lt=before)
    columns = ("pk", "received_at", "body_bytes", "state", "error", "remarks")
    return list(deliveries.values(*columns)[: PAGE_SIZE + 1])


def _request(row: dict[str, Any], source: Source, member: Member, now: datetime) -> Request:
    return Request(
        pk=row["pk"],
        url=_url("delivery", member, source.pk, row["pk"]),
        received=moment(row["received_at"], now=now, zone=member.zone),
        size=filesizeformat(row["body_bytes"]),
        state=row["state"],
        state_said=str(Delivery.State(row["state"]).label),
        said=intake_said((row["error"] or row["remarks"]).partition("\n")[0][:300]),
    )


def _here(url: str, show: str, before: int | None) -> str:
    asked = {name: value for name, value in (("show", show), ("before", before)) if value}
    return f"{url}?{urlencode(asked)}" if asked else url


def _rejected(source: Source, member: Member, now: datetime) -> tuple[Rejected, ...]:
    columns = ("pk", "received_at", "body_bytes", "status", "reason")
    rows = source.rejected_requests.order_by("-pk").values_list(*columns)[:_REJECTED]
    return tuple(
        Rejected(
            url=_url("rejected", member, source.pk, pk),
            received=moment(received_at, now=now, zone=member.zone),
            size=filesizeformat(size),
            status=status,
            reason=intake_said(reason),
        )
        for pk, received_at, size, status, reason in rows
    )


def _url(name: str, member: Member, *args: int) -> str:
    return reverse(f"support:{name}", args=[member.workspace.slug, *args])
