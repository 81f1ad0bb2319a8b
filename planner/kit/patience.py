"""Waiting on an event loop for what may never come."""

import asyncio
from collections.abc import Awaitable
from typing import Any, Final

_LOOKS: Final = 10  # while it lasts


class Patience:
    """
    Lasts so many seconds, and up to a tenth longer.

    One timer looks at all who wait. ``asyncio.timeout`` makes one for each, which costs more than
    most of them have to wait for.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since: dict[asyncio.Task[Any], float] = {}  # who began first stands first
        self._lost: set[asyncio.Task[Any]] = set()
        self._looks = False

    async def wait_for[T](self, coming: Awaitable[T]) -> T:
        """
        To be called by a task, which waits for one thing at a time.

        :raises TimeoutError: it has not come.
        """
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        if task is None:
            raise RuntimeError("Only a task can wait.")
        self._since[task] = loop.time()
        if not self._looks:
            self._looks = True
            loop.call_later(self._seconds / _LOOKS, self._look)
        try:
            found = await coming
            if task in self._lost:  # it came in the last moment
                task.uncancel()
            return found
        except asyncio.CancelledError:
            if task in self._lost and task.uncancel() == 0:  # nobody else wants it to end
                raise TimeoutError from None
            raise
        finally:
            del self._since[task]
            self._lost.discard(task)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        for task, since in self._since.items():
            if loop.time() - since < self._seconds:
                break
            if task not in self._lost:
                self._lost.add(task)
                task.cancel()
        self._looks = bool(self._since)
        if self._looks:
            loop.call_later(self._seconds / _LOOKS, self._look)
