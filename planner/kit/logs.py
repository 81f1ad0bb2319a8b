"""Logs as lines for people or as JSON for machines; no secret gets into them."""

import logging
import re
from typing import Any

import structlog

# What opens a door by being known: tokens in the paths of hooks, calendars and of who asks,
# single-use links, headers.
_SECRETS = (
    (re.compile(r"(/hooks/[\w-]+/)[^\s/?&\"'<>\\]+"), r"\1[token]"),
    (re.compile(r"(/ask(?:ing|ed)/)[^\s/?&\"'<>\\]+"), r"\1[token]"),
    (re.compile(r"(/calendar/)[^\s/?&\"'<>\\]+"), r"\1[token]"),
    (re.compile(r"(?<![\w.])(/r/)[^\s/?&\"'<>\\]+"), r"\1[token]"),
    (re.compile(r"(/invitations?/)[^\s/?&\"'<>\\]+"), r"\1[token]"),
    (re.compile(r"(/password/reset/key/)[^\s/?&\"'<>\\]+"), r"\1[token]"),
    (re.compile(r"(?i)(\bbearer\s+)[^\s\"',<>\\]+"), r"\1[token]"),
)
_PROBES = ("/healthz", "/readyz", "/metrics")


def logging_config(level: str, form: str) -> dict[str, Any]:
    """
    For Django's LOGGING; structlog is told to go the same way, so that there is one.

    ``form`` is ``lines`` or ``json``.
    """
    about_the_line: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[*about_the_line, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"quiet": {"()": "planner.kit.logs.Quiet", "level": level}},
        "formatters": {
            "formatter": {
                "()": "structlog.stdlib.ProcessorFormatter",
                "foreign_pre_chain": about_the_line,
                "processors": [*_renderers(form), _redact],
            }
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "formatter",
                "filters": ["quiet"],
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django brings handlers of its own; its lines go the common way.
            "django": {"handlers": [], "propagate": True, "level": "INFO"},
            # What a task did is told by the task.
            "celery.app.trace": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
        },
    }


def redacted(text: str) -> str:
    """The text without tokens."""
    for secret, replacement in _SECRETS:
        text = secret.sub(replacement, text)
    return text


class Quiet(logging.Filter):
    """Leaves out what says nothing: a request's start, probes that went well, beat's beats."""

    def __init__(self, level: str) -> None:
        super().__init__()
        self.lets_all_pass = level == "DEBUG"

    def filter(self, record: logging.LogRecord) -> bool:
        if self.lets_all_pass or record.levelno > logging.INFO:
            return True
        if isinstance(record.msg, dict):  # from structlog
            return not _says_nothing(record.msg)
        return not record.getMessage().startswith("Scheduler: Sending due task")


def _says_nothing(event: dict[str, Any]) -> bool:
    if event.get("event") == "request_started":
        return True
    path = str(event.get("request", "")).rpartition(" ")[2]
    return event.get("event") == "request_finished" and path in _PROBES


def _renderers(form: str) -> list[Any]:
    first = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if form == "json":
        return [
            first,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    plain = structlog.dev.plain_traceback
    return [first, structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)]


def _redact(logger: Any, name: str, line: Any) -> str:
    # Last of all: then a secret cannot hide in a traceback either.
    return redacted(str(line))
