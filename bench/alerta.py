"""
Alerta on the same PostgreSQL, with its defaults: what an intake that does all at once reaches.

It is installed beside our own packages when a benchmark asks for it, and never with them.
"""

import os
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import psycopg

from tests.services.postgresql import Postgresql
from tests.services.process import Process, free_port

PACKAGES: Final = ("alerta-server==9.1.0", "gunicorn", "psycopg2-binary")
PATH: Final = "/webhooks/prometheus"
WORKERS: Final = 2


class CannotBeInstalled(Exception):
    """What pip said."""


class Alerta:
    """``with Alerta(postgresql, folder) as alerta``: it answers at ``alerta.port``."""

    def __init__(self, postgresql: Postgresql, folder: Path) -> None:
        self.port = free_port()
        self.url = urlsplit(postgresql.url)._replace(path="/alerta").geturl()
        self._postgresql = postgresql
        self._env = {"DATABASE_URL": self.url, "AUTH_REQUIRED": "False", "HOME": str(folder)}
        self._server = Process(
            "alerta",
            [
                *(_installed() / "bin" / "gunicorn", "--workers", str(WORKERS)),
                *("--bind", f"127.0.0.1:{self.port}", "alerta:create_app()"),
            ],
            log=folder / "alerta.log",
            ready=self._answers,
            env=self._env,
        )

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5).close()
        except OSError:
            return False
        return True

    def __enter__(self) -> "Alerta":
        with psycopg.connect(self._postgresql.url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE alerta")
        # It makes its tables when it is first there; two workers at once would both.
        made = "import alerta; alerta.create_app()"
        command = [_installed() / "bin" / "python", "-c", made]
        subprocess.run(command, check=True, env={**os.environ, **self._env}, capture_output=True)
        self._server.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._server.stop()


def _installed() -> Path:
    """
    Where it is, made the first time.

    :raises CannotBeInstalled: there is no way to the packages.
    """
    place = Path(sys.prefix) / "alerta"
    if not (place / "bin" / "gunicorn").exists():
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        pip = [place / "bin" / "pip", "install", "--quiet", *PACKAGES]
        made = subprocess.run(pip, capture_output=True, text=True)
        if made.returncode:
            raise CannotBeInstalled(made.stderr[-400:])
    return place
