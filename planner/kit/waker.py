"""Waking a worker without waiting for the broker."""

import os
import threading
from typing import Final

import structlog
from celery import current_app
from kombu.exceptions import OperationalError

log = structlog.get_logger()

# At most so often does one process speak to the broker, however many requests come in.
PAUSE: Final = 0.2
REST_AFTER_FAILURE: Final = 3.0


class Waker:
    """
    Sends tasks from a thread of its own, each wanted one once per pause.

    It promises nothing: while the broker is away, what was wanted is forgotten, and a sweep finds
    what waits. So the one who calls is never delayed and never fails.
    """

    def __init__(self, task: str) -> None:
        self._task = task
        self._wanted: set[int] = set()
        self._lock = threading.Lock()
        self._news = threading.Event()
        self._thread: threading.Thread | None = None
        self._pid = 0

    def wake(self, pk: int) -> None:
        """Have the task run soon with that key. Returns at once."""
        if pk in self._wanted:  # it will be sent after this, which is all that was asked for
            return
        with self._lock:
            self._wanted.add(pk)
            if self._thread is None or self._pid != os.getpid():
                # Threads do not survive a fork: each process starts its own, on first need.
                self._thread = threading.Thread(target=self._run, name="waker", daemon=True)
                self._pid = os.getpid()
                self._thread.start()
        self._news.set()

    def _run(self) -> None:
        while self._news.wait():
            self._news.clear()
            with self._lock:
                wanted, self._wanted = self._wanted, set()
            pause = PAUSE
            try:
                for pk in wanted:
                    current_app.send_task(self._task, args=[pk], retry=False)
            except (OperationalError, OSError) as error:
                log.warning("broker_away", task=self._task, error=str(error))
                pause = REST_AFTER_FAILURE
            threading.Event().wait(pause)
