"""Whether what the planner stands on is there, each asked with a time limit."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from typing import Any

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection

from planner.kit.cache import BEAT_SEEN

SECONDS = 2.0
BEAT_IS_LATE = timedelta(minutes=1)

# Threads, because a server that does not answer must not hold the one who asks.
_askers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="health")


def what_is_missing() -> list[str]:
    """A sentence for each of database and broker that does not answer within ``SECONDS``."""
    asked: dict[str, Future[Any]] = {
        "database": _askers.submit(_closing_connection, ask_database),
        "broker": _askers.submit(ask_broker),
    }
    wait(asked.values(), timeout=SECONDS)
    missing = []
    for name, answer in asked.items():
        if not answer.done():
            answer.cancel()
            missing.append(f"{name}: no answer within {SECONDS:g} s")
        elif error := answer.exception():
            missing.append(f"{name}: {type(error).__name__}")
    return missing


def ask_database() -> None:
    """:raises Error: it is away, or it is not the planner's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
        if cursor.fetchone() is None:
            raise Error("no migration has been applied")


def ask_broker() -> int:
    """
    How many tasks wait in the queue.

    :raises redis.RedisError: it is away.
    """
    with redis.Redis.from_url(
        settings.BROKER_URL.cache, socket_connect_timeout=1, socket_timeout=1
    ) as broker:
        return int(broker.llen("celery"))


def beat_seen_at() -> datetime | None:
    """When beat last looked at its schedule."""
    seen: datetime | None = cache.get(BEAT_SEEN)
    return seen


def _closing_connection(ask: Callable[[], None]) -> None:
    # A connection of its own for each time: one kept open would not see a file that was replaced.
    try:
        ask()
    finally:
        connection.close()
