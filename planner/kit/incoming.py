"""
Bodies of requests: read as they come, up to a limit, and not waited for without end.

A phone that lost its network, or somebody who means harm, lets a connection stand in the middle of
a body for ever. No thread waits for it here, and large ones are read by a few at a time, so that
connections alone cannot fill the memory.
"""

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Final

from planner.kit.patience import Patience
from planner.kit.rsgi import Exchange, Scope

SECONDS: Final = 15.0  # for a small body, and for each part of a large one
SMALL: Final = 64 * 1024  # bytes: read in one go
LARGE_AT_ONCE: Final = 16
LET_PASS: Final = 64 * 1024**2  # bytes of what is too large anyway


class BodyFault(Exception):
    """There is no body; what to answer is in ``status`` and the message."""

    status = HTTPStatus.BAD_REQUEST


class BodyTooLarge(BodyFault):
    status = HTTPStatus.CONTENT_TOO_LARGE

    def __init__(self, limit: int) -> None:
        super().__init__(f"The body is larger than {limit} bytes, the limit here.")


class BodyNeverCame(BodyFault):
    status = HTTPStatus.REQUEST_TIMEOUT

    def __init__(self) -> None:
        super().__init__("The body did not come.")


class Bodies:
    """Of all requests of a server."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._patience = Patience(seconds)
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)

    async def read(self, scope: Scope, exchange: Exchange, *, limit: int) -> bytes:
        """
        The whole body.

        :raises BodyTooLarge: it has more than ``limit`` bytes; none of them are kept.
        :raises BodyNeverCame: nothing of it came for too long, or it ended early.
        """
        said = scope.headers.get("content-length", "")
        length = int(said) if said.isdecimal() else None
        if length is None and not _may_have_a_body(scope):
            return b""
        try:
            if length is None or length > SMALL:
                async with self._large:
                    body = await self._parts(aiter(exchange), limit)
            else:
                body = await self._patience.wait_for(exchange())
        except (TimeoutError, RuntimeError) as fault:  # the server's own errors are the latter
            raise BodyNeverCame from fault
        if length is not None and len(body) < length:
            raise BodyNeverCame
        if len(body) > limit:
            raise BodyTooLarge(limit)
        return body

    async def _parts(self, parts: AsyncIterator[bytes], limit: int) -> bytes:
        found: list[bytes] = []
        size = 0
        while (part := await self._next(parts)) is not None:
            size += len(part)
            if size <= limit:
                found.append(part)
            else:
                # Senders read no answer before they have sent all: without it they try again.
                found.clear()
                if size > limit + LET_PASS:
                    break
        if size > limit:
            raise BodyTooLarge(limit)
        return b"".join(found)

    async def _next(self, parts: AsyncIterator[bytes]) -> bytes | None:
        try:
            return await self._patience.wait_for(anext(parts))
        except StopAsyncIteration:
            return None


def _may_have_a_body(scope: Scope) -> bool:
    """Without saying how long it is."""
    return scope.http_version == "2" or bool(scope.headers.get("transfer-encoding", ""))
