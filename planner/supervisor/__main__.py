"""``python -m planner.supervisor``, what ``./run`` becomes once all is installed."""

import http.client
import os
import sys
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import EnvError

from planner.supervisor import claims, options, processes
from planner.supervisor.database import needs_upgrade
from planner.supervisor.options import Options
from planner.supervisor.supervisor import ChildDied, Stopped, Supervisor

_SECONDS_TO_ANSWER = 60
_FOR_CHILDREN = {
    "PYTHONUNBUFFERED": "1",
    # The web server's threads get a stack like a main thread's, which Python counts on.
    "RUST_MIN_STACK": str(8 * 1024**2),
    # WhiteNoise's finders serve the files from where they are; and tasks are JSON, so that root
    # is no more dangerous in the worker than it is anywhere.
    "PYTHONWARNINGS": "ignore:No directory at,ignore:You're running the worker with superuser",
}


def main(arguments: list[str]) -> int:
    """Exit code 0 after a stop that was asked for, 1 after a sentence that says what is wrong."""
    chosen = options.parse(arguments)
    try:
        settings = _settings(chosen)
        # The descriptor is the lock, for as long as this process lives.
        claims.claim_folder(settings.VAR)
        claims.check_port(chosen.host, chosen.port)
        with Supervisor({**os.environ, **_FOR_CHILDREN}) as house:
            return _keep(house, chosen, settings)
    except (claims.CannotStart, EnvError, ImproperlyConfigured) as error:
        print(f"Cannot start: {error}", file=sys.stderr)
        return 1


def _settings(chosen: Options) -> ModuleType:
    """What the planner itself will read: a bad value is refused before anything starts."""
    if not any(os.environ.get(name) for name in ("PLANNER_ORIGIN", "PLANNER_ORIGIN_FILE")):
        os.environ["PLANNER_ORIGIN"] = chosen.origin
    from planner import settings  # here: it reads the environment

    return settings


def _keep(house: Supervisor, chosen: Options, settings: ModuleType) -> int:
    demo = chosen.wants_demo(settings.ORIGIN)
    try:
        if not settings.REDIS_URL:
            _start_valkey(house, settings.VAR / "valkey.sock")
        if settings.DATABASE_URL or needs_upgrade(
            settings.DATABASES["default"]["NAME"], settings.INSTALLED_APPS, demo=demo
        ):
            house.run(processes.upgrade(demo=demo))
        # For commands that are typed beside it, which print links.
        (settings.VAR / "origin").write_text(f"{settings.ORIGIN}\n")
        # Pages first: the others would only slow them down on a small machine.
        house.start(processes.web(chosen))
        if not house.wait_for(lambda: _answers(chosen.own_address), seconds=_SECONDS_TO_ANSWER):
            house.say(f"The web server did not answer within {_SECONDS_TO_ANSWER} s.")
            return 1
        for program in (processes.worker(), processes.beat()):
            house.start(program)
        _welcome(house, settings, demo=demo)
        house.watch()
    except Stopped:
        house.say("Stopping.")
        return 0
    except ChildDied as error:
        house.say(f"{error}: stopping the rest.")
        return 1


def _start_valkey(house: Supervisor, socket: Path) -> None:
    claims.check_socket_path(socket)
    socket.unlink(missing_ok=True)
    house.start(processes.valkey(socket))
    house.wait_for(socket.exists, seconds=10)


def _answers(address: str) -> bool:
    site = urlsplit(address)
    connection = http.client.HTTPConnection(str(site.hostname), site.port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _welcome(house: Supervisor, settings: ModuleType, *, demo: bool) -> None:
    house.say("")
    house.say(f"Sixweek is at {settings.ORIGIN}/ (Ctrl-C stops it)")
    note = settings.VAR / "demo-sign-in"
    if demo and note.exists():
        for line in note.read_text().splitlines():
            house.say(line)
    house.say("")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
