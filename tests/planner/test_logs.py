"""Lines for people, JSON for machines, secrets for nobody."""

import json
import logging
import logging.config
import subprocess
import sys

import pytest

from planner.kit.logs import Quiet, redacted

LOG = """
import logging, logging.config, sys, structlog
from planner.kit.logs import logging_config
logging.config.dictConfig(logging_config("INFO", sys.argv[1]))
structlog.get_logger("a").info("request_finished", request="POST /hooks/alertmanager/s3cret")
logging.getLogger("django.request").warning("Not Found: %s", "/hooks/alertmanager/s3cret")
try:
    raise ValueError("/hooks/alertmanager/s3cret")
except ValueError:
    logging.getLogger("b").exception("failed")
    structlog.get_logger("b").exception("failed")
"""


def written(form):
    done = subprocess.run(
        [sys.executable, "-c", LOG, form], capture_output=True, text=True, check=True
    )
    return done.stderr


@pytest.mark.parametrize("form", ["lines", "json"])
def test_token_of_a_hook_is_in_no_line_and_no_traceback(form):
    output = written(form)

    assert "s3cret" not in output
    assert output.count("/hooks/alertmanager/[token]") >= 4


def test_json_is_one_object_a_line():
    first, *_ = [json.loads(line) for line in written("json").splitlines()]

    assert first["event"] == "request_finished"
    assert first["level"] == "info"
    assert first["logger"] == "a"
    assert first["timestamp"].endswith("Z")


@pytest.mark.parametrize(
    ("secret", "kept"),
    [
        ("POST /hooks/sns/abc?x=1", "POST /hooks/sns/[token]?x=1"),
        ("GET /hooks/sns", "GET /hooks/sns"),
        ("GET /calendar/abc-d_e.ics?x=1", "GET /calendar/[token]?x=1"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer [token]"),
        ("/accounts/password/reset/key/3-abc/", "/accounts/password/reset/key/[token]/"),
    ],
)
def test_what_opens_a_door_is_redacted(secret, kept):
    assert redacted(secret) == kept


@pytest.mark.parametrize(
    ("message", "is_told"),
    [
        ({"event": "request_started", "request": "GET /"}, False),
        ({"event": "request_finished", "request": "GET /healthz"}, False),
        ({"event": "request_finished", "request": "GET /w/platform/"}, True),
        ("Scheduler: Sending due task sweep", False),
        ("celery@host ready.", True),
    ],
)
def test_log_leaves_out_what_says_nothing(message, is_told):
    record = logging.LogRecord("x", logging.INFO, "", 0, message, None, None)

    assert Quiet("INFO").filter(record) is is_told
    assert Quiet("DEBUG").filter(record)


def test_failed_probe_is_told():
    message = {"event": "request_finished", "request": "GET /readyz"}

    assert Quiet("INFO").filter(logging.LogRecord("x", logging.WARNING, "", 0, message, None, None))
