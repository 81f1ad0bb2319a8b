"""The planner's own processes, on the database and the broker that the tests use."""

import sys
import urllib.error
import urllib.request
from pathlib import Path

from tests.services.process import Process, free_port


class Web(Process):
    """The web server as ``./run`` starts it."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        super().__init__(
            "web",
            [
                *(
                    sys.executable,
                    "-m",
                    "granian",
                    "--interface",
                    "rsgi",
                    "--no-ws",
                    "--no-access-log",
                ),
                *("--host", "127.0.0.1", "--port", str(self.port)),
                "planner.rsgi:application",
            ],
            log=folder / "web.log",
            ready=self._answers,
            env={**env, "PLANNER_ORIGIN": self.url},
        )

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/healthz", timeout=1).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True


class _Celery(Process):
    """Ready when it has said so once more than before it was started."""

    def __init__(self, name: str, says: str, folder: Path, env: dict[str, str], *args: str) -> None:
        self._says = says
        self._said = 0
        super().__init__(
            name,
            [
                *(sys.executable, "-m", "celery", "--skip-checks", "-A", "planner.celery"),
                *(name, "--loglevel", "INFO", *args),
            ],
            log=folder / f"{name}.log",
            ready=lambda: self.output().count(self._says) > self._said,
            env=env,
        )

    def start(self) -> None:
        self._said = self.output().count(self._says)
        super().start()


class Worker(_Celery):
    """A Celery worker with one process."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        lone = ("--concurrency", "1", "--without-gossip", "--without-mingle")
        super().__init__("worker", " ready.", folder, env, *lone)


class Beat(_Celery):
    """Sends what ``CELERY_BEAT_SCHEDULE`` says."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        super().__init__("beat", "beat: Starting...", folder, env, "--pidfile=")
