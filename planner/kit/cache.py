"""A cache that is allowed to be away: what it holds is only ever a convenience."""

import time
from collections.abc import Callable
from typing import Any, Final

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger()

BEAT_SEEN = "beat-seen"  # when beat last looked at its schedule


REST_AFTER_FAILURE: Final = 5.0  # seconds

# When each server may be asked again. Threads have backends of their own: what one learned, all
# of them know.
_away_until: dict[str, float] = {}


class ForgivingRedisCache(RedisCache):
    """
    Answers "not there" while Redis is away, so that pages and the intake go on.

    One that takes connections and never answers costs seconds at each call, and a sign-in makes
    twenty: so after a failure nobody asks it for a while. Rate limits count in it: while it is
    away they do not limit, which is logged.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._server = server

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask("get", default, super().get, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._ask("set", None, super().set, *args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return self._ask("add", True, super().add, *args, **kwargs)

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._ask("delete", False, super().delete, key, version)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return self._ask("incr", 0, super().incr, key, delta, version)

    def _ask[T](
        self, operation: str, otherwise: T, ask: Callable[..., T], *args: Any, **kwargs: Any
    ) -> T:
        if time.monotonic() < _away_until.get(self._server, 0.0):
            return otherwise
        try:
            return ask(*args, **kwargs)
        except RedisError as error:
            _away_until[self._server] = time.monotonic() + REST_AFTER_FAILURE
            log.warning("cache_away", operation=operation, error=str(error))
            return otherwise
