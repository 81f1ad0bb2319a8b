"""Starts children, passes on what they write, and lets none of them outlive the others."""

import contextlib
import os
import selectors
import signal
import sys
import time
from collections.abc import Callable, Mapping
from types import FrameType
from typing import NoReturn

from planner.supervisor.child import Child, Program
from planner.supervisor.guardian import Guardian

# Together below the 5 s in which it promises to be gone.
_SECONDS_TO_END = 3.0
_SECONDS_FOR_THE_BROKER = 1.0
_COLOURS = {"web": 36, "worker": 35, "beat": 34, "valkey": 33, "setup": 32, "run": 1}


class ChildDied(Exception):
    """A process of the planner has ended by itself; the message says which and how."""


class Stopped(Exception):
    """Somebody wants the planner to stop."""


class Supervisor:
    """
    ``with Supervisor(env) as house: house.start(program)``; on the way out all children end, and
    when it is killed its guardian ends them.
    """

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self._children: list[Child] = []
        self._guardian = Guardian()
        self._selector = selectors.DefaultSelector()
        self._stop_asked = 0
        self._colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ

    def __enter__(self) -> "Supervisor":
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        return self

    def __exit__(self, *error: object) -> None:
        self._stop()
        self._guardian.dismiss()
        self._selector.close()

    def start(self, program: Program) -> Child:
        child = Child(program, self._env)
        self._guardian.watch(child.pid, asked_by=program.when_orphaned)
        self._children.append(child)
        self._selector.register(child.output, selectors.EVENT_READ, child)
        return child

    def run(self, program: Program) -> None:
        """
        Start it and wait until it has ended well.

        :raises ChildDied: it, or another one, has failed.
        :raises Stopped: somebody wants to stop.
        """
        child = self.start(program)
        while child.exit_code is None:
            self._turn()
        if child.exit_code:
            raise ChildDied(_how_it_ended(child))
        self._forget(child)

    def wait_for(self, is_so: Callable[[], bool], *, seconds: float) -> bool:
        """
        Look after the children until it is so; False when the time is over.

        :raises ChildDied: one has ended by itself.
        :raises Stopped: somebody wants to stop.
        """
        ends = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > ends:
                return False
            self._turn()
        return True

    def watch(self) -> NoReturn:
        """
        Look after the children for good.

        :raises ChildDied: one has ended by itself.
        :raises Stopped: somebody wants to stop.
        """
        while True:
            self._turn()

    def say(self, text: str, name: str = "run") -> None:
        mark = f"{name:<6} |"
        if self._colour:
            mark = f"\x1b[{_COLOURS.get(name, 0)}m{mark}\x1b[0m"
        # Nobody may be reading any more (``./run | head``); that ends nothing.
        with contextlib.suppress(BrokenPipeError):
            print(mark, text, flush=True)

    def _turn(self) -> None:
        self._pass_on(0.05)
        if self._stop_asked:
            raise Stopped
        for child in self._children:
            if child.exit_code is not None and child.name != "setup":
                raise ChildDied(_how_it_ended(child))

    def _pass_on(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            for line in key.data.new_lines():
                self.say(line, key.data.name)

    def _forget(self, child: Child) -> None:
        self._pass_on(0)
        if rest := child.last_line():
            self.say(rest, child.name)
        self._selector.unregister(child.output)
        child.kill()
        self._guardian.forget(child.pid)
        child.output.close()
        self._children.remove(child)

    def _stop(self) -> None:
        self._end([child for child in self._children if not child.stops_last], _SECONDS_TO_END)
        self._end(list(self._children), _SECONDS_FOR_THE_BROKER)

    def _end(self, children: list[Child], seconds: float) -> None:
        for child in children:
            child.terminate()
        ends, asked = time.monotonic() + seconds, self._stop_asked
        while any(child.exit_code is None for child in children):
            # Asked once more, nobody wants to wait.
            if time.monotonic() > ends or self._stop_asked > max(asked, 1):
                break
            self._pass_on(0.05)
        for child in children:
            if child.exit_code is None:
                self.say(f"{child.name} did not stop in time and was killed.")
            self._forget(child)

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self._stop_asked += 1


def _how_it_ended(child: Child) -> str:
    code = child.exit_code or 0
    how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
    where = f" (see {child.log})" if child.log else ""
    return f"{child.name} {how}{where}"
