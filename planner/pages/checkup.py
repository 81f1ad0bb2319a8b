"""What ``manage.py doctor`` looks at: one finding for each thing an operator can put right."""

import smtplib
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import redis
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Exists, Model, OuterRef
from django.utils import timezone
from kombu.exceptions import KombuError

from planner.pages.health import BEAT_IS_LATE, ask_broker, beat_seen_at

_CLOCKS_DIFFER = timedelta(seconds=5)


class Wrong(Exception):
    """What is wrong, and what to do about it."""


@dataclass(frozen=True)
class Finding:
    name: str
    text: str
    is_wrong: bool


def findings() -> Iterator[Finding]:
    """One after the other, as each is asked."""
    looked_at: dict[str, Callable[[], str]] = {
        "Python": _python,
        "Data folder": _data_folder,
        "Database": _database,
        "Keys": _keys,
        "Clock": _clock,
        "Broker": _broker,
        "Worker": _worker,
        "Beat": _beat,
        "Mail": _mail,
    }
    for name, look in looked_at.items():
        try:
            yield Finding(name, look(), is_wrong=False)
        except Wrong as error:
            yield Finding(name, str(error), is_wrong=True)


def _python() -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    return f"{version}, with SQLite {sqlite3.sqlite_version}"


def _data_folder() -> str:
    try:
        with tempfile.TemporaryFile(dir=settings.VAR) as file:
            file.write(b"\0" * 1024)
    except OSError as error:
        raise Wrong(f"{settings.VAR} cannot be written: {error.strerror}.") from error
    return f"{settings.VAR} can be written"


def _database() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error as error:
        raise Wrong(f"{connection.vendor} does not answer: {str(error).strip()}") from error
    if waiting:
        raise Wrong(f"{len(waiting)} migrations wait: run manage.py upgrade.")
    return f"{connection.vendor}, all migrations applied"


def _keys() -> str:
    """Those that the database does not look after itself: docs/decisions/0012-keys-of-alerts.md."""
    lost: list[str] = []
    try:
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if not getattr(field, "db_constraint", True):
                    count = _count_of_lost(model, field)
                    lost += [f"{count} rows of {field}"] if count else []
    except Error as error:
        raise Wrong("not looked at: see Database.") from error
    if lost:
        raise Wrong(f"{', '.join(lost)} lead nowhere: restore what was deleted by hand.")
    return "all lead somewhere"


def _count_of_lost(model: type[Model], field: Any) -> int:
    there = field.related_model._base_manager.filter(pk=OuterRef(field.attname))
    keys = model._base_manager.filter(**{f"{field.attname}__isnull": False})
    return keys.filter(~Exists(there)).count()


def _clock() -> str:
    try:
        here, there = timezone.now(), _clock_of_the_server()
    except Error as error:
        raise Wrong("not compared, as the database does not answer.") from error
    if there is None:
        return f"{here:%Y-%m-%d %H:%M:%S} UTC"
    if abs(here - there) > _CLOCKS_DIFFER:
        seconds = abs((here - there).total_seconds())
        raise Wrong(f"differs from the database's by {seconds:.0f} s: let NTP set both.")
    return "agrees with the database's"


def _clock_of_the_server() -> datetime | None:
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found.astimezone(UTC)


def _broker() -> str:
    try:
        waiting = ask_broker()
    except redis.RedisError as error:
        raise Wrong(
            f"does not answer ({error}): start ./run, or see REDIS_URL. Deliveries are stored "
            "meanwhile and digested later."
        ) from error
    return f"answers, {waiting} tasks wait"


def _worker() -> str:
    try:
        # A connection of its own: one from the pool may be older than the broker.
        with current_app.connection_for_write() as connection:
            answers = current_app.control.ping(timeout=1.5, connection=connection)
    except (KombuError, redis.RedisError) as error:
        raise Wrong("not asked, as the broker does not answer.") from error
    if not answers:
        raise Wrong("none answers: start ./run, or celery -A planner.celery worker.")
    return f"{len(answers)} answer" if len(answers) > 1 else "answers"


def _beat() -> str:
    seen = beat_seen_at()
    if seen is None:
        raise Wrong("was never seen: start ./run, or celery -A planner.celery beat.")
    ago = timezone.now() - seen
    if ago > BEAT_IS_LATE:
        raise Wrong(f"was last seen {ago.total_seconds():.0f} s ago: start it again.")
    return f"seen {ago.total_seconds():.0f} s ago"


def _mail() -> str:
    backend: str = settings.MAILERS["default"]["BACKEND"]
    if backend.endswith(".smtp.EmailBackend"):
        return _mail_server(settings.MAILERS["default"].get("OPTIONS", {}))
    host = urlsplit(settings.ORIGIN).hostname
    if host not in ("127.0.0.1", "localhost", "::1"):
        raise Wrong(
            f"goes nowhere but to {backend.split('.')[-2]}: set PLANNER_MAIL_URL, so that people "
            "get their invitations and new passwords."
        )
    return f"goes to {backend.split('.')[-2]} (nobody from outside is here)"


def _mail_server(server: dict[str, Any]) -> str:
    try:
        mailer = mail.mailers["default"]
        mailer.open()
        mailer.close()
    except (OSError, smtplib.SMTPException) as error:
        raise Wrong(f"{server.get('host')} refuses us: {error}. See PLANNER_MAIL_URL.") from error
    return f"{server.get('host')} takes our sign-in"
