"""An end to waiting for those who send one byte after the other."""

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Any, Final, Self


class TooLate(Exception):
    """The time was over before it was said that all had come."""


class Deadline:
    """
    Ends the connections that are made by ``kept_by`` after so many seconds, unless it was met.

    A timeout of a socket is for each byte: who sends one each second would be listened to for ever.

    :raises TooLate: on leaving, in place of what the connection raised when it was ended.
    """

    def __init__(self, seconds: float) -> None:
        self._timer: Final = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._copies: Final[list[socket.socket]] = []
        self._is_over = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        for copy in self._copies:
            copy.close()
        if error and self._is_over:
            raise TooLate from error

    def has_been_met(self) -> None:
        """:raises TooLate: it has not."""
        self._timer.cancel()
        if self._is_over:
            raise TooLate

    def kept_by(self, kind: Any) -> Any:
        """That class of urllib3's connections, with this deadline."""
        deadline = self

        class Kept(kind):  # type: ignore[misc]
            def _new_conn(self) -> socket.socket:
                made: socket.socket = super()._new_conn()
                # A copy, as TLS takes the socket itself away.
                deadline._copies.append(made.dup())
                return made

        return Kept

    def _end(self) -> None:
        self._is_over = True
        for copy in self._copies:
            with suppress(OSError):  # the other side was quicker
                copy.shutdown(socket.SHUT_RDWR)
