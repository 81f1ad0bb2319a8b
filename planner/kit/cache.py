"""A cache that is allowed to be away: what it holds is only ever a convenience."""

from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger()

BEAT_SEEN = "beat-seen"  # when beat last looked at its schedule


class ForgivingRedisCache(RedisCache):
    """
    Answers "not there" while Redis is away, so that pages and the intake go on.

    Rate limits count in it: while it is away they do not limit, which is logged.
    """

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except RedisError as error:
            log.warning("cache_away", operation="get", error=str(error))
            return default

    def set(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().set(*args, **kwargs)
        except RedisError as error:
            log.warning("cache_away", operation="set", error=str(error))

    def add(self, *args: Any, **kwargs: Any) -> bool:
        try:
            return super().add(*args, **kwargs)
        except RedisError as error:
            log.warning("cache_away", operation="add", error=str(error))
            return True

    def delete(self, key: Any, version: int | None = None) -> bool:
        try:
            return super().delete(key, version)
        except RedisError as error:
            log.warning("cache_away", operation="delete", error=str(error))
            return False

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        try:
            return super().incr(key, delta, version)
        except RedisError as error:
            log.warning("cache_away", operation="incr", error=str(error))
            return 0
