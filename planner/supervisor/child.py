"""One process of the planner, with all that it starts in turn."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Program:
    """What to start; ``name`` stands before each line that it writes."""

    name: str
    command: Sequence[str | Path]
    stops_last: bool = False  # the others still talk to it while they stop
    log: Path | None = None  # where it writes instead
    when_orphaned: signal.Signals = signal.SIGTERM


class Child:
    """
    A running program. It leads a process group, so that all of it can be ended together.
    """

    def __init__(self, program: Program, env: Mapping[str, str]) -> None:
        self.name = program.name
        self.stops_last = program.stops_last
        self.log = program.log
        self._process = subprocess.Popen(  # noqa: S603 - our own programs
            [str(part) for part in program.command],
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # and so the terminal's Ctrl-C reaches the supervisor only
        )
        assert self._process.stdout is not None  # noqa: S101 - it is a pipe
        self.output = self._process.stdout
        os.set_blocking(self.output.fileno(), False)
        self._rest = b""

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative is the signal that ended it."""
        return self._process.poll()

    def new_lines(self) -> Iterator[str]:
        """What it wrote since the last time; a line that has no end yet waits."""
        while chunk := self._read():
            *lines, self._rest = (self._rest + chunk).split(b"\n")
            yield from (line.decode(errors="replace") for line in lines)

    def last_line(self) -> str:
        """What it left without an end."""
        rest, self._rest = self._rest, b""
        return rest.decode(errors="replace")

    def terminate(self) -> None:
        """Ask its leader, who looks after the others: a task that runs is finished first."""
        if self.exit_code is None:
            self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End whatever is left of its group."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _read(self) -> bytes:
        try:
            return os.read(self.output.fileno(), 65536)
        except BlockingIOError:
            return b""
