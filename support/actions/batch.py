"""The next deliveries of a source that wait, read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import Final, NamedTuple

import structlog
from msgspec import Struct, json

from planner.kit.binary import in_binary
from planner.kit.json_columns import as_text
from planner.kit.one_of import one_of
from support.actions.certificates import CertificateIsAway, verify_notification
from support.models import Delivery, Source
from support.rules.signatures import BadSignature
from support.sources.senders import read_body
from support.sources.signals import Ignored, SignalGroup, UnreadableBody

log = structlog.get_logger()

DELIVERIES_AT_ONCE: Final = 1000
SIGNALS_AT_ONCE: Final = 10_000  # some 20 MB, and most of a second under lock
BYTES_AT_ONCE: Final = 6 * 1024**2  # about as many signals
MANY: Final = 1000  # signals


class Waiting(NamedTuple):
    """A delivery that is to be digested; its headers are text, for most have the same."""

    pk: int
    received_at: datetime
    headers: str
    body: bytes


class Read(Struct, frozen=True):
    """A delivery after it was read: its groups, or why there are none, or why it could not be."""

    pk: int
    received_at: datetime
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


class Batches:
    """
    What waits of one source, in its order: the next batch is read while one is written.

    While PostgreSQL writes the one, Python has a core for itself. What was read is not locked:
    others may store meanwhile, and digest the same.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self._ahead: Future[list[Read]] | None = None
        self._signals = 0

    @property
    def has_many(self) -> bool:
        """Whether the latest had so many signals that with more each would not be cheaper."""
        return self._signals >= MANY

    def next(self, at: datetime) -> list[Read]:
        """None if nothing waits; what waits for a certificate of Amazon's lets the others pass."""
        ahead, self._ahead = self._ahead, None
        batch = ahead.result() if ahead else []
        batch = batch or _cut(_Reader(self.source, _next_waiting(self.source), at))
        self._signals = sum(read.signals for read in batch)
        return batch

    def read_ahead(self, after: list[Read], at: datetime) -> None:
        """To be called when ``after`` has only to be written. Where little waits, more may come."""
        if not self.has_many or self.source.topic:
            return
        reader = _Reader(self.source, _next_waiting(self.source, after), at)
        self._ahead = _in_a_thread(partial(_cut, reader))

    @property
    def has_read_ahead(self) -> bool:
        return self._ahead is not None


def _cut(reader: _Reader) -> list[Read]:
    batch: list[Read] = []
    signals = 0
    for read in reader:
        signals += read.signals
        if batch and signals > SIGNALS_AT_ONCE:
            break
        batch.append(read)
    return batch


def _in_a_thread[T](work: Callable[[], T]) -> Future[T]:
    pool = ThreadPoolExecutor(1)
    future = pool.submit(work)
    pool.shutdown(wait=False)
    return future


def _next_waiting(source: Source, after: Iterable[Read] = ()) -> list[Waiting]:
    waiting = source.deliveries.undigested().in_order()
    if before := [read.pk for read in after]:
        waiting = waiting.exclude(one_of("pk", before))
    columns = ("pk", "received_at", as_text("headers"), "body_bytes")
    found: dict[int, tuple[datetime, str]] = {}
    size = 0
    for pk, received_at, headers, body_bytes in waiting.values_list(*columns)[:DELIVERIES_AT_ONCE]:
        size += body_bytes
        if found and size > BYTES_AT_ONCE:
            break
        found[pk] = received_at, headers
    rows = in_binary(Delivery.objects.filter(one_of("pk", found)).values_list("pk", "body"))
    bodies = {pk: bytes(body or b"") for pk, body in rows}
    return [Waiting(pk, *told, bodies[pk]) for pk, told in found.items() if pk in bodies]


@dataclass
class _Reader:
    """
    Reads one after the other; the same bytes, as repeats are, twice and no more.

    What they say depends on nothing but themselves and on which of their times are in the future,
    of which as time goes by there are fewer. So what is said at the first receipt and at the last
    is said at all those between.
    """

    source: Source
    waiting: list[Waiting]
    at: datetime

    def __iter__(self) -> Iterator[Read]:
        received: dict[tuple[bytes, str], list[datetime]] = {}
        for one in self.waiting:
            received.setdefault((one.body, one.headers), []).append(one.received_at)
        known = {
            same: self._whenever(*same, min(times), max(times))
            for same, times in received.items()
            if len(times) > 2 and not self.source.topic
        }
        for one in self.waiting:
            if groups := known.get((one.body, one.headers)):
                yield Read(one.pk, one.received_at, groups)
            elif read := self._read(one):
                yield read

    def _whenever(
        self, body: bytes, headers: str, first: datetime, last: datetime
    ) -> tuple[SignalGroup, ...]:
        """What is said at any time between them; nothing where that is not sure."""
        try:
            groups = self._groups(body, headers, first)
            return groups if self._groups(body, headers, last) == groups else ()
        except Exception:  # noqa: BLE001  # each of them says so for itself
            return ()

    def _read(self, one: Waiting) -> Read | None:
        try:
            if self.source.topic:
                verify_notification(
                    topic=self.source.topic,
                    body=one.body,
                    received_at=one.received_at,
                    at=self.at,
                )
            groups = self._groups(one.body, one.headers, one.received_at)
        except Ignored as reason:
            return Read(one.pk, one.received_at, ignored=reason)
        except CertificateIsAway:
            return None
        except (UnreadableBody, BadSignature) as fault:
            return Read(one.pk, one.received_at, error=str(fault))
        except Exception as fault:  # noqa: BLE001  # whatever it is, the others must go on
            return Read(one.pk, one.received_at, error=unexpected(one.pk, fault))
        return Read(one.pk, one.received_at, groups)

    def _groups(self, body: bytes, headers: str, received_at: datetime) -> tuple[SignalGroup, ...]:
        return tuple(
            read_body(
                self.source.kind,
                body,
                received_at,
                content_type=_content_type(headers),
                mapping=self.source.mapping,
            )
        )


@lru_cache(maxsize=100)
def _content_type(headers: str) -> str:
    """Of a stored request, whatever the case of its names."""
    named: dict[str, str] = json.decode(headers)
    return next((value for name, value in named.items() if name.lower() == "content-type"), "")


def unexpected(pk: int, fault: Exception) -> str:
    """What a delivery says of a fault that nobody foresaw."""
    log.exception("delivery_failed", delivery=pk)
    return f"It could not be digested: {type(fault).__name__}: {fault}"[:500].replace("\0", "")
