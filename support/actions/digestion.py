"""From stored deliveries to tickets: in order, in batches, each delivery exactly once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog
from django.db import InterfaceError, OperationalError, transaction

from support.actions.adoption import hand_over_breaches, link_breaches
from support.actions.certificates import CertificateIsAway, verify_notification
from support.actions.ledger import Ledger
from support.actions.own_tickets import report_intake_problem
from support.actions.shelf import Shelf
from support.models import Delivery, DeskSettings, Source
from support.rules.signatures import BadSignature
from support.sources.senders import read_body
from support.sources.signals import SIGNALS, Handshake, Ignored, SignalGroup, UnreadableBody

log = structlog.get_logger()

DELIVERIES_AT_ONCE: Final = 200
BYTES_AT_ONCE: Final = 8 * 1024**2


@dataclass(frozen=True)
class Read:
    """A delivery after it was read: its groups, or why there are none, or why it could not be."""

    delivery: Delivery
    groups: tuple[SignalGroup, ...] = ()
    error: str = ""
    ignored: Ignored | None = None

    @property
    def signals(self) -> int:
        return sum(len(group.signals) for group in self.groups)

    @property
    def remarks(self) -> str:
        if self.ignored:
            return str(self.ignored)
        return "\n".join(one for group in self.groups for one in group.remarks)


def digest_batch(*, source: Source, at: datetime) -> bool:
    """
    Digest the next deliveries of the source that wait; False when there is nothing left to do.

    All of the batch becomes durable in one transaction, or none of it: a worker that is killed
    leaves the deliveries waiting. The source's row is the lock; while another worker holds it,
    there is nothing to do here, because that one looks again after it has let go.
    """
    batch = _read_batch(source, at)
    if not batch:
        return False
    with transaction.atomic():
        locked = (
            Source.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
            .select_related("workspace")
            .filter(pk=source.pk)
            .first()
        )
        if locked is None:
            return False
        pks = [read.delivery.pk for read in batch]
        waiting = set(Delivery.objects.undigested().filter(pk__in=pks).values_list("pk", flat=True))
        _digest_all(locked, [read for read in batch if read.delivery.pk in waiting], at)
    return True


def _read_batch(source: Source, at: datetime) -> list[Read]:
    """
    Decode before the lock is taken: others may store and digest meanwhile.

    What waits for a certificate of Amazon's goes on waiting, and lets the others pass.
    """
    waiting = source.deliveries.undigested().in_order()
    sizes = list(waiting.values_list("pk", "body_bytes")[:DELIVERIES_AT_ONCE])
    pks: list[int] = []
    size = 0
    for pk, body_bytes in sizes:
        size += body_bytes
        if pks and size > BYTES_AT_ONCE:
            break
        pks.append(pk)
    batch: list[Read] = []
    signals = 0
    for delivery in waiting.filter(pk__in=pks):
        read = _read(source, delivery, at)
        if read is None:
            continue
        signals += read.signals
        if batch and signals > SIGNALS:
            break
        batch.append(read)
    return batch


def _read(source: Source, delivery: Delivery, at: datetime) -> Read | None:
    try:
        if source.topic:
            verify_notification(source=source, delivery=delivery, at=at)
        groups = read_body(
            source.kind,
            bytes(delivery.body or b""),
            delivery.received_at,
            content_type=content_type(delivery.headers),
            mapping=source.mapping,
        )
    except Ignored as reason:
        return Read(delivery, ignored=reason)
    except CertificateIsAway:
        return None
    except (UnreadableBody, BadSignature) as fault:
        return Read(delivery, error=str(fault))
    except Exception as fault:  # noqa: BLE001  # whatever it is, the others must go on
        return Read(delivery, error=_unexpected(delivery, fault))
    return Read(delivery, tuple(groups))


def _digest_all(source: Source, batch: list[Read], at: datetime) -> None:
    try:
        with transaction.atomic():
            _digest(source, batch, at)
    except (OperationalError, InterfaceError):
        raise  # the database's trouble is no fault of a delivery: they wait for the next try
    except Exception as fault:  # noqa: BLE001  # one of them did it: find out which
        log.warning("batch_failed", source=source.pk, error=repr(fault))
        for read in batch:
            _digest_alone(source, read, at)


def _digest_alone(source: Source, read: Read, at: datetime) -> None:
    try:
        with transaction.atomic():
            _digest(source, [read], at)
    except (OperationalError, InterfaceError):
        raise
    except Exception as fault:  # noqa: BLE001  # it is kept, shown, and can be replayed
        failed = Read(read.delivery, error=_unexpected(read.delivery, fault))
        _digest(source, [failed], at)


def _digest(source: Source, batch: list[Read], at: datetime) -> None:
    settings, _ = DeskSettings.objects.get_or_create(workspace=source.workspace)
    groups = [group for read in batch for group in read.groups]
    known = hand_over_breaches(source=source, groups=groups, at=at)
    shelf = Shelf(source)
    earliest = min(read.delivery.received_at for read in batch)
    shelf.load(groups, earliest=earliest, known=known)
    ledger = Ledger(shelf, settings)
    for read in batch:
        for group in read.groups:
            ledger.enter(group, read.delivery.received_at)
    shelf.save()
    link_breaches(source=source, groups=groups, shelf=shelf)
    _note_handshakes(source, batch)
    if any(read.error for read in batch):
        report_intake_problem(source=source, settings=settings, at=at)
    _note_outcomes(batch, at)


def _note_outcomes(batch: list[Read], at: datetime) -> None:
    """Mostly all went alike: one statement for each way in which they went."""
    alike: dict[tuple[str, str, str], list[int]] = {}
    for read in batch:
        alike.setdefault((_state(read), read.error, read.remarks), []).append(read.delivery.pk)
    for (state, error, remarks), pks in alike.items():
        Delivery.objects.filter(pk__in=pks).update(
            state=state, error=error, remarks=remarks, digested_at=at
        )


def _note_handshakes(source: Source, batch: list[Read]) -> None:
    """Keep the link by which a person lets the sender send; what then comes shows that one did."""
    before = (source.confirm_url, source.confirm_topic)
    for read in batch:
        if isinstance(read.ignored, Handshake):
            source.confirm_url, source.confirm_topic = read.ignored.url, read.ignored.topic[:300]
        elif read.groups:
            source.confirm_url = source.confirm_topic = ""
    if (source.confirm_url, source.confirm_topic) != before:
        source.save(update_fields=["confirm_url", "confirm_topic"])


def _state(read: Read) -> str:
    if read.error:
        return Delivery.State.FAILED
    return Delivery.State.DIGESTED if read.groups else Delivery.State.IGNORED


def content_type(headers: Mapping[str, str]) -> str:
    """Of a stored request, whatever the case of its names."""
    return next((value for name, value in headers.items() if name.lower() == "content-type"), "")


def _unexpected(delivery: Delivery, fault: Exception) -> str:
    log.exception("delivery_failed", delivery=delivery.pk)
    return f"It could not be digested: {type(fault).__name__}: {fault}"[:500].replace("\0", "")
