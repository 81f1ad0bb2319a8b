"""The doctor finds what is wrong, and says it in a sentence."""

import io
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from planner.kit.cache import BEAT_SEEN
from planner.pages.checkup import findings
from support.models import Delivery
from tests.factories import NOON, SourceFactory
from tests.services import environment

pytestmark = pytest.mark.django_db(transaction=True)


def finding(name):
    return next(found for found in findings() if found.name == name)


def test_doctor_fails_while_nobody_works(nobody_works):
    said = io.StringIO()

    with pytest.raises(CommandError, match="need you"):
        call_command("doctor", stdout=said)

    assert "Worker       none answers: start ./run" in said.getvalue()


@pytest.mark.journey
def test_doctor_is_content_with_a_whole_stack(stack):
    stack.beat.start()
    said = io.StringIO()

    call_command("doctor", stdout=said)

    assert "wrong" not in said.getvalue()


def test_doctor_says_that_the_broker_is_away():
    valkey = environment.running_valkey()
    valkey.kill()
    try:
        assert "does not answer" in finding("Broker").text
        assert finding("Worker").is_wrong
    finally:
        valkey.start()


def test_doctor_says_that_migrations_wait():
    latest = MigrationRecorder.Migration.objects.get(app="sessions")
    latest.delete()
    try:
        assert finding("Database").text == "1 migrations wait: run manage.py upgrade."
    finally:
        MigrationRecorder.Migration(app=latest.app, name=latest.name).save()


def test_doctor_finds_rows_that_lead_nowhere():
    assert finding("Keys").text == "all lead somewhere"
    source = SourceFactory()
    for _ in range(2):
        Delivery.objects.create(source=source, received_at=NOON, body=b"{}", body_bytes=2)
    Delivery.objects.update(source=0)

    found = finding("Keys")

    assert found.is_wrong
    assert found.text.startswith("2 rows of support.Delivery.source lead nowhere: ")


def test_doctor_says_since_when_beat_was_not_seen():
    cache.set(BEAT_SEEN, timezone.now() - timedelta(hours=1))
    assert re.search(r"was last seen 36\d\d s ago", finding("Beat").text)

    cache.delete(BEAT_SEEN)
    assert "was never seen" in finding("Beat").text


def test_doctor_wants_mail_for_people_from_outside(settings):
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
    assert not finding("Mail").is_wrong

    settings.ORIGIN = "https://planner.example.org"
    assert "set PLANNER_MAIL_URL" in finding("Mail").text


def test_doctor_says_that_the_mail_server_refuses(settings):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
        }
    }

    assert "127.0.0.1 refuses us" in finding("Mail").text


def test_doctor_says_that_the_data_folder_is_gone(settings, tmp_path):
    settings.VAR = tmp_path / "gone"

    assert "cannot be written" in finding("Data folder").text
