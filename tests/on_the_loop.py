"""What runs on an event loop, in a thread of its own: that of the tests may have one already."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections


def on_the_loop[T](work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """What it returns. The database connections that it opened are closed."""

    def run() -> T:
        try:
            return asyncio.run(work())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()
