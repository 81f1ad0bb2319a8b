"""Turns what the environment says into what Django and Celery want to hear."""

import os
import re
import secrets
import select
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import EnvError, FileAwareEnv
from marshmallow import ValidationError
from psycopg import Connection
from psycopg_pool import ConnectionPool

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"  # durable means durable: a 202 outlives a power cut
    "PRAGMA busy_timeout=20000;"
    "PRAGMA mmap_size=268435456;"  # reads are shared with the system's own cache, not copied
    "PRAGMA cache_size=-16000;"  # kB: years of entries are summed up, and not read anew
)

_NOT_WRITABLE = (
    "The data folder {} cannot be written ({}): "
    "make it writable, or set PLANNER_VAR to another folder."
)


class Environment(FileAwareEnv):
    """Reads ``NAME``, or the file that ``NAME_FILE`` names, and says which one it cannot read."""

    def _get_value(self, env_key: str, default: Any) -> Any:
        try:
            return super()._get_value(env_key, default)
        except ValueError as error:  # of the file's name; without this it would be a traceback
            raise EnvError(str(error)) from error


@dataclass(frozen=True)
class BrokerUrl:
    """One Redis or Valkey server, spelled for Celery and for Django's cache."""

    celery: str
    cache: str


def origin(value: str) -> None:
    """:raises ValidationError: unless it is scheme, host and perhaps a port, and no more."""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ValidationError(
            "Give the address that people type, such as https://planner.example.org, "
            "without a path."
        )


def kept_origin(var: Path) -> str:
    """Where ``./run`` was reached last with this data folder, for who types commands beside it."""
    try:
        return (var / "origin").read_text().strip() or "http://127.0.0.1:8000"
    except OSError:
        return "http://127.0.0.1:8000"


def rate(value: str) -> None:
    """:raises ValidationError: unless it is so many in a time, such as ``1200/min``."""
    if not re.fullmatch("[1-9][0-9]{0,8}/(sec|min|hour|day)", value):
        raise ValidationError("Give a number and a time, such as 1200/min (sec, min, hour, day).")


def allowed(values: list[str]) -> None:
    """:raises ValidationError: one is neither a network such as 10.0.0.0/8 nor a host's name."""
    for value in values:
        if "/" in value:
            try:
                ip_network(value)
            except ValueError as error:
                raise ValidationError(f"{value} is no network: {error}.") from error
        elif not re.fullmatch(r"[A-Za-z0-9.:_-]{1,253}", value):
            raise ValidationError(f"{value} is neither a network nor the name of a host.")


def networks_and_hosts(
    given: list[str],
) -> tuple[tuple[IPv4Network | IPv6Network, ...], frozenset[str]]:
    """What of it are networks, single addresses among them, and what are names."""
    networks, hosts = [], set()
    for each in given:
        try:
            networks.append(ip_network(each))
        except ValueError:
            hosts.add(each.lower())
    return tuple(networks), frozenset(hosts)


def database(url: str, var: Path) -> dict[str, Any]:
    """The database of the URL, or the embedded SQLite in the data folder."""
    if not url:
        return _sqlite(var / "sixweek.sqlite3")
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url))
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}") from error
    if "sqlite" in found["ENGINE"]:
        return _sqlite(Path(found["NAME"]))
    if "postgresql" not in found["ENGINE"]:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql:// or sqlite://.")
    # A new connection costs more than everything else in a request: keep a pool of them.
    options = found.setdefault("OPTIONS", {})
    options["pool"] = {
        "min_size": 1,
        "max_size": 16,
        "timeout": 2,  # then who asks is told, with a 503, that the database is away
        # The pool waits longer and longer between attempts; given up soon, it begins anew with the
        # next request, and so is back at once when the database is.
        "reconnect_timeout": 2,
        "check": check_connection,
    }
    options.setdefault("connect_timeout", 5)
    # Who waits longer for a lock, during a migration say, is told so: senders try again.
    options.setdefault("options", "-c lock_timeout=10s")
    found["CONN_HEALTH_CHECKS"] = True
    return found


def check_connection(connection: Connection) -> None:
    """
    Ask the server only where there is something to hear: an idle connection is silent, unless the
    server closed it. Asking each time would cost each request a round trip.

    :raises OperationalError: the connection is lost, and the pool makes another.
    """
    if select.select([connection], [], [], 0)[0]:
        ConnectionPool.check_connection(connection)


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # DEFERRED lets two writers deadlock; IMMEDIATE makes the second one wait.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        },
    }


def broker_url(url: str, var: Path) -> BrokerUrl:
    """The broker of the URL, or the socket of the embedded Valkey in the data folder."""
    url = url or f"unix://{(var / 'valkey.sock').absolute()}"
    scheme, _, rest = url.partition("://")
    if scheme == "unix":
        return BrokerUrl(celery=f"redis+socket://{rest}", cache=url)
    if scheme not in ("redis", "rediss"):
        raise ImproperlyConfigured("REDIS_URL must begin with redis://, rediss:// or unix://.")
    return BrokerUrl(celery=url, cache=url)


def secret_key(given: str, var: Path, *, embedded: bool) -> str:
    """
    The given key; for the embedded default one that is made once and kept in the data folder.

    :raises ImproperlyConfigured: no key was given and this is no embedded default, or it is short.
    """
    if given:
        if len(given) < 50:
            raise ImproperlyConfigured("PLANNER_SECRET_KEY is too short: give 50 characters.")
        return given
    if not embedded:
        raise ImproperlyConfigured(
            "PLANNER_SECRET_KEY is missing. With DATABASE_URL set, give a key of 50 random "
            "characters, or its file as PLANNER_SECRET_KEY_FILE."
        )
    return _kept_key(var / "secret-key")


def _kept_key(file: Path) -> str:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(_NOT_WRITABLE.format(file.parent, error.strerror)) from error
    try:
        # O_EXCL: of two processes that start at once, one makes the key and both use it.
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(_NOT_WRITABLE.format(file.parent, error.strerror)) from error
    with os.fdopen(handle, "w") as opened:
        key = secrets.token_urlsafe(64)
        opened.write(key)
    return key


def mailer(mail: dict[str, Any]) -> dict[str, Any]:
    """What an e-mail URL says, as one of Django's mailers; a host that is slow is given up."""
    backend = mail.get("EMAIL_BACKEND", "")
    if not backend:
        raise ImproperlyConfigured(
            "PLANNER_MAIL_URL must begin with submission:// (STARTTLS), smtps://, smtp://, "
            "file:// or console:."
        )
    if backend.endswith(".smtp.EmailBackend"):
        options = {
            "host": mail["EMAIL_HOST"],
            "port": mail["EMAIL_PORT"],
            "username": mail["EMAIL_HOST_USER"],
            "password": mail["EMAIL_HOST_PASSWORD"],
            "use_tls": mail["EMAIL_USE_TLS"],
            "use_ssl": mail["EMAIL_USE_SSL"],
            "timeout": 10,
        }
        return {"BACKEND": backend, "OPTIONS": {k: v for k, v in options.items() if v}}
    if backend.endswith(".filebased.EmailBackend"):
        return {"BACKEND": backend, "OPTIONS": {"file_path": mail["EMAIL_FILE_PATH"]}}
    return {"BACKEND": backend}
