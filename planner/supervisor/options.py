"""What the person who types ``./run`` may say."""

import argparse
import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

_ANY = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on

_ENVIRONMENT = """environment:
  PLANNER_VAR     the data folder (default: var beside this program)
  PLANNER_ORIGIN  the address that people type (default: from --host and --port)
  DATABASE_URL    a PostgreSQL server instead of the embedded SQLite
  REDIS_URL       a Redis or Valkey server instead of the embedded one
Every other setting is in docs/operating.md."""


@dataclass(frozen=True)
class Options:
    host: str
    port: int
    demo: bool

    @property
    def origin(self) -> str:
        """The address to type: this machine's name when it listens on all of its addresses."""
        return _address(socket.gethostname() if self.host in _ANY else self.host, self.port)

    @property
    def own_address(self) -> str:
        """The address at which the supervisor reaches it."""
        loopback = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
        return _address(loopback.get(self.host, self.host), self.port)

    def wants_demo(self, origin: str) -> bool:
        """Only where nobody from outside can come in, neither directly nor through a proxy."""
        return self.demo and is_loopback(self.host) and is_loopback(urlsplit(origin).hostname or "")


def parse(arguments: Sequence[str]) -> Options:
    """:raises SystemExit: for ``--help``, and for what cannot be understood."""
    parser = argparse.ArgumentParser(
        prog="./run",
        description="Set up Sixweek, start it, and stop it with Ctrl-C.",
        epilog=_ENVIRONMENT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="default: 8000")
    parser.add_argument("--host", default="127.0.0.1", metavar="H", help="default: 127.0.0.1")
    parser.add_argument(
        "--no-demo",
        dest="demo",
        action="store_false",
        help="do not fill an empty planner with the demo workspace",
    )
    found = parser.parse_args(arguments)
    return Options(host=found.host, port=found.port, demo=found.demo)


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port: give a number from 1 to 65535.")
    return int(text)


def _address(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
