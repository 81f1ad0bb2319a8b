"""A server process that is up when ``start`` returns, and gone when the test run is."""

import contextlib
import ctypes
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

# Loaded before any fork: the child may only call it.
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


class DidNotStart(Exception):
    """The last lines that the server wrote."""


def free_port() -> int:
    """A loopback port below 32768 that nobody listens on."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def answers(port: int) -> bool:
    """Whether somebody listens on the loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(is_so: Callable[[], bool], *, seconds: float = 10, what: str = "it") -> None:
    """
    Ask again and again, less often as time goes on: to ask costs whom we wait for.

    :raises TimeoutError: it was not so within the time.
    """
    ends, pause = time.monotonic() + seconds, 0.01
    while not is_so():
        if time.monotonic() > ends:
            raise TimeoutError(f"Waited {seconds:g} s in vain for {what}.")
        time.sleep(pause)
        pause = min(pause * 1.3, 0.2)


def bare_environment(**env: str) -> dict[str, str]:
    """What a process needs of this one's environment, with these settings and no others."""
    needed = ("PATH", "HOME", "LANG", "PYTHONPYCACHEPREFIX")
    return {name: os.environ[name] for name in needed if name in os.environ} | env


class Process:
    """
    Start, stop, start again, or kill: what a test does to a server.

    The output goes to ``log``. Every start takes a process group of its own, so that nothing of
    it outlives ``stop`` or ``kill``.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        ready: Callable[[], bool],
        env: Mapping[str, str] | None = None,
        within: float = 20,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name = name
        self.command = [str(part) for part in command]
        self.log = log
        self.ready = ready
        self.env = {**os.environ, **(env or {})}
        self.within = within
        self.stop_signal = stop_signal
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def start(self) -> None:
        """
        Return when it is ready.

        :raises DidNotStart: it ended, or was not ready within its time.
        """
        if self.is_running:
            return
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                self.command,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        ends = time.monotonic() + self.within
        while not self.ready():
            if not self.is_running or time.monotonic() > ends:
                self.kill()
                raise DidNotStart(f"{self.name}:\n{self.output()[-3000:]}")
            time.sleep(0.02)

    def stop(self, seconds: float = 10) -> None:
        """Ask it to end; after ``seconds`` it is killed."""
        if self._running is None:
            return
        if self.is_running:
            self._running.send_signal(self.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._running.wait(seconds)
        self.kill()

    def kill(self) -> None:
        """End it, and all that it started, as a power cut would."""
        if self._running is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._running.pid, signal.SIGKILL)
        self._running.wait()
        self._running = None

    def output(self) -> str:
        """All that it wrote so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""


def _die_with_parent() -> None:
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
