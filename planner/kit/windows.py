"""So much in a window of the clock: one number in the cache, however high the rate."""

import time

from django.core.cache import cache


def seconds_to_wait(key: str, *, most: int, seconds: int) -> float:
    """
    Count one use of ``key``, and say how long to wait where that is too many; else 0.

    While the cache is away nothing is counted, and nothing refused.
    """
    window, gone = divmod(time.time(), seconds)
    kept = f"{key}:{window:.0f}"
    if cache.add(kept, 1, timeout=seconds + 1):
        return 0.0
    try:
        too_many = cache.incr(kept) > most
    except ValueError:  # the cache forgot it between the two
        return 0.0
    return seconds - gone if too_many else 0.0
