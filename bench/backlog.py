"""What was sent and is no ticket yet."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise

import psycopg

from bench import load

PATIENCE = 180  # seconds
LARGE = 10_000  # bytes: one of many alerts
# Asked again and again while it is measured, so it does not count them.
_IS_LEFT = "SELECT EXISTS (SELECT 1 FROM support_delivery WHERE state = 'stored')"


@dataclass
class Watched:
    """How much was left at which second."""

    seen: list[tuple[float, int]] = field(default_factory=list)

    def growth(self) -> float:
        """
        Time for the last quarter in ratio to the first, from the first batch that was done.

        :raises AssertionError: there were fewer than three batches.
        """
        ends = [now for before, now in pairwise(self.seen) if now[1] < before[1]]  # of batches
        assert len(ends) > 1, "It was digested in too few batches to compare them."
        most, least = ends[0][1], ends[-1][1]
        quarter = (most - least) / 4

        def when(left: float) -> float:
            """Within a batch each alert takes as long as the next."""
            for (begun, before), (ended, after) in pairwise(ends):
                if before >= left >= after:
                    return begun + (ended - begun) * (before - left) / (before - after)
            raise AssertionError(left)

        first = when(most - quarter) - ends[0][0]
        last = ends[-1][0] - when(least + quarter)
        return last / first


class Backlog:
    def __init__(self, url: str) -> None:
        self._url = url

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(self._url, autocommit=True)

    def left(self, *, of_many: bool = False) -> int:
        """Requests; only those with many alerts, if asked for."""
        with self._connect() as connection:
            return _left(connection, LARGE if of_many else 0)

    def until_empty(self) -> None:
        """:raises AssertionError: it has not come to an end for three minutes."""
        ends = time.monotonic() + PATIENCE
        with self._connect() as connection:
            while connection.execute(_IS_LEFT).fetchone() == (True,):
                assert time.monotonic() < ends, "It is not digested."
                time.sleep(0.02)

    def digest(self, port: int, requests: Sequence[bytes]) -> float:
        """Seconds from the first request until all of them are in their tickets."""
        accepted = load.send(port, requests)
        begun = time.perf_counter()
        self.until_empty()
        return accepted + time.perf_counter() - begun

    def seen(self, group: int) -> int:
        """How often the only alert of the group was heard of."""
        with self._connect() as connection:
            found = connection.execute(
                "SELECT sum(events) FROM support_episode JOIN support_alert"
                " ON support_alert.id = alert_id WHERE name = %s",
                (f"BenchAlert{group}",),
            ).fetchone()
        return int(found[0] or 0) if found else 0

    def forget(self) -> None:
        with self._connect() as connection:
            connection.execute("TRUNCATE support_delivery, support_seenrequest")

    def settle(self) -> None:
        """Let nobody who is measured next pay for what was written before."""
        with self._connect() as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")

    @contextmanager
    def watched(self) -> Iterator[Watched]:
        """Looks ten times a second at the requests with many alerts."""
        found, is_over = Watched(), threading.Event()

        def look() -> None:
            with self._connect() as connection:
                while not is_over.wait(0.1):
                    found.seen.append((time.perf_counter(), _left(connection, LARGE)))

        thread = threading.Thread(target=look)
        thread.start()
        try:
            yield found
        finally:
            is_over.set()
            thread.join()


def _left(connection: psycopg.Connection, larger_than: int = 0) -> int:
    found = connection.execute(
        "SELECT count(*) FROM support_delivery WHERE state = 'stored' AND body_bytes > %s",
        (larger_than,),
    ).fetchone()
    return int(found[0]) if found else 0
