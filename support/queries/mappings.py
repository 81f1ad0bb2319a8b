"""What a mapping would make of the latest bodies of its source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from planner.kit.moments import Moment, moment
from planner.models import Member
from support.models import Source, Ticket
from support.queries.intake_words import intake_said
from support.rules.bodies import pretty
from support.sources.bodies import decode
from support.sources.generic import FIELDS, look
from support.sources.paths import NoPath, parse
from support.sources.signals import UnreadableBody

LATEST: Final = 5
_SHOWN: Final = 4000


@dataclass(frozen=True, slots=True)
class Preview:
    """``fault`` says why nothing can be made of it."""

    url: str
    received: Moment
    title: str
    key: str
    state: str
    firing: bool
    severity: str
    severity_said: str
    link: str
    owner: str
    fault: str


@dataclass(frozen=True)
class MappingPage:
    name: str
    url: str
    source_url: str
    previews: tuple[Preview, ...]
    meant: tuple[str, ...]
    body: str


def mapping_page(
    source: Source, *, mapping: Mapping[str, str], member: Member, now: datetime
) -> MappingPage:
    """
    The latest bodies that are kept, each as the mapping reads it; the last one as it came.

    ``meant`` are paths that somebody may have meant who typed them without $.
    """
    kept = source.deliveries.filter(body__isnull=False).order_by("-pk")
    rows = list(kept.values_list("pk", "received_at", "body")[:LATEST])
    slug = member.workspace.slug
    url = reverse("support:source", args=[slug, source.pk])
    return MappingPage(
        name=source.name,
        url=f"{url}mapping/",
        source_url=url,
        previews=tuple(
            _preview(
                bytes(body or b""),
                mapping,
                url=f"{url}requests/{pk}/",
                received=moment(received_at, now=now, zone=member.zone),
            )
            for pk, received_at, body in rows
        ),
        meant=tuple(_meant(bytes(rows[0][2] or b""), mapping)) if rows else (),
        body=pretty(bytes(rows[0][2] or b""))[:_SHOWN] if rows else "",
    )


def _meant(body: bytes, mapping: Mapping[str, str]) -> Iterator[str]:
    """Paths of the latest body that were typed without their $, and so stand for themselves."""
    try:
        payload = decode(body)
    except UnreadableBody:
        return
    for text in dict.fromkeys(mapping.get(field, "").strip() for field in FIELDS):
        if text and not text.startswith("$") and _leads_somewhere(f"$.{text}", payload):
            yield f"$.{text}"


def _leads_somewhere(path: str, payload: object) -> bool:
    try:
        return parse(path).first(payload) is not None
    except NoPath:
        return False


def _preview(body: bytes, mapping: Mapping[str, str], *, url: str, received: Moment) -> Preview:
    try:
        found = look(decode(body), mapping)
    except UnreadableBody as fault:
        return Preview(url, received, "", "", "", False, "", "", "", "", intake_said(str(fault)))
    return Preview(
        url=url,
        received=received,
        title=found.title,
        key=found.key[:80],
        state=found.state,
        firing=found.firing,
        severity=found.severity,
        severity_said=str(Ticket.Severity(found.severity).label),
        link=found.url,
        owner=found.owner,
        fault="",
    )
