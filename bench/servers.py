"""Real servers for benchmarks: PostgreSQL, durable, and the planner as ./run starts it."""

import os
import urllib.request
from pathlib import Path

from planner.supervisor.child import Program
from planner.supervisor.options import Options
from planner.supervisor.processes import beat, web, worker
from tests.services.postgresql import Postgresql
from tests.services.process import Process, free_port
from tests.services.valkey import Valkey


class Servers:
    """``with Servers(folder) as servers``: a database, a broker; the rest is started by hand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.postgresql = Postgresql(folder, durable=True)
        self.valkey = Valkey(folder)
        self.port = free_port()
        self._env = {
            "DATABASE_URL": self.postgresql.url,
            "REDIS_URL": self.valkey.url,
            "PLANNER_SECRET_KEY": "protects nothing, it is for benchmarks only. " * 2,
            "PLANNER_VAR": str(folder),
            "PLANNER_LOG_LEVEL": "WARNING",
        }
        self.web = self._process(web(Options(host="127.0.0.1", port=self.port, demo=False)))
        self.worker = self._process(worker())
        self.beat = self._process(beat())

    def _process(self, program: Program) -> Process:
        name, command = program.name, program.command
        log = self.folder / f"{name}.log"
        ready = self._answers if name == "web" else log.exists
        return Process(name, command, log=log, ready=ready, env=self._env)

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).close()
        except OSError:
            return False
        return True

    def __enter__(self) -> "Servers":
        os.environ.update(self._env)
        self.postgresql.start()
        self.valkey.start()
        return self

    def __exit__(self, *args: object) -> None:
        for server in (self.beat, self.worker, self.web, self.valkey, self.postgresql):
            server.stop()
