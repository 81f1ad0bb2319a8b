"""
Ends the planner's processes when their supervisor was killed and could not.

It is a process of its own that needs nothing but Python. It reads from the supervisor, and so knows
the moment in which that is gone, however that went.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable

_SECONDS_TO_END = 4.0


class Guardian:
    """``watch`` a process that leads its group, ``forget`` it once all of that has ended."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this file
            [sys.executable, "-I", "-S", __file__],
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,  # what ends the terminal does not end it
        )

    def watch(self, leader: int, *, asked_by: signal.Signals) -> None:
        self._tell(f"{leader} {asked_by.value}")

    def forget(self, leader: int) -> None:
        self._tell(f"{leader} 0")

    def dismiss(self) -> None:
        """There is nothing left to watch."""
        self._process.kill()
        self._process.wait()

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe
        with contextlib.suppress(BrokenPipeError):
            print(line, file=self._process.stdin, flush=True)


def _guard(lines: Iterable[str]) -> None:
    """Until the last line; then ask those that are watched to end, and end who does not."""
    watched: dict[int, int] = {}
    for line in lines:
        leader, asked_by = map(int, line.split())
        watched[leader] = asked_by
        if not asked_by:
            del watched[leader]
    for leader, asked_by in watched.items():
        with contextlib.suppress(ProcessLookupError):
            os.kill(leader, asked_by)
    ends = time.monotonic() + _SECONDS_TO_END
    while time.monotonic() < ends and any(map(_lives, watched)):
        time.sleep(0.05)
    for leader in watched:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(leader, signal.SIGKILL)


def _lives(leader: int) -> bool:
    """Whether anybody is left of its group."""
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    _guard(sys.stdin)
