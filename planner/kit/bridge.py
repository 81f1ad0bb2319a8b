"""A WSGI application, served by threads behind an event loop."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse

from planner.kit.incoming import Bodies, BodyFault
from planner.kit.problem import problem
from planner.kit.rsgi import Exchange, Pairs, Scope, environ_of

type Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


@dataclass
class _Answer:
    """WSGI's ``start_response`` writes it. The ``write`` that it returns is used by nobody here."""

    status: int = 500
    headers: Pairs = ()
    parts: list[bytes] = field(default_factory=list)

    def __call__(self, status: str, headers: Pairs, exc_info: object = None) -> Any:
        self.status, self.headers = int(status.partition(" ")[0]), headers
        return self.parts.append


class Bridge:
    """
    Requests wait on the loop until their body is there, and take one of so many threads only then.

    An answer is sent when it is whole: pages are small, and a slow reader holds no thread.
    """

    def __init__(self, wsgi: Wsgi, *, bodies: Bodies, limit: int, threads: int) -> None:
        self._wsgi = wsgi
        self._bodies = bodies
        self._limit = limit
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def __call__(self, scope: Scope, exchange: Exchange) -> None:
        try:
            body = await self._bodies.read(scope, exchange, limit=self._limit)
        except BodyFault as fault:
            answer = refusal(fault)
            exchange.response_bytes(answer.status_code, list(answer.items()), answer.content)
            return
        await self.pass_on(scope, exchange, body)

    async def pass_on(self, scope: Scope, exchange: Exchange, body: bytes) -> None:
        """Have it answered by the application; its body was read before."""
        answer = await self.run(self._answer, environ_of(scope, body))
        exchange.response_bytes(answer.status, answer.headers, b"".join(answer.parts))

    async def run[**P, R](self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """In one of the threads."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: work(*args, **kwargs))

    def _answer(self, environ: dict[str, Any]) -> _Answer:
        answer = _Answer()
        found = self._wsgi(environ, answer)
        try:
            answer.parts.extend(found)
        finally:
            if close := getattr(found, "close", None):
                close()
        return answer


def refusal(fault: BodyFault) -> HttpResponse:
    """What is left of the body may never be read: the connection cannot be used again."""
    return problem(fault.status, str(fault), {"Connection": "close"})
