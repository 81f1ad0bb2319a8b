import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from planner.kit.sealing import SealIsBroken, seal, unseal
from planner.models import Activity
from support.actions import secrets
from support.models import SigningSecret
from tests.support.rules.test_signatures import TOPIC

NEW, OLD = "n" * 50, "o" * 50


def _add(sender, text="", by=None):
    return secrets.add_signing_secret(source=sender.source, secret=text, by=by, at=timezone.now())


def test_sealed_secret_is_read_with_a_former_key_and_sealed_anew(settings):
    settings.SECRET_KEY = OLD
    sealed = seal("s3cret")
    assert "s3cret" not in sealed
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert unseal(sealed) == "s3cret"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(SealIsBroken):
        unseal(sealed)


def test_command_seals_all_anew_so_that_the_old_key_can_go(sender_of, settings, capsys):
    settings.SECRET_KEY = OLD
    _add(sender_of("sentry"), "client-secret")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    call_command("reseal_secrets")
    settings.SECRET_KEY_FALLBACKS = []

    assert unseal(SigningSecret.objects.get().sealed) == "client-secret"
    assert "1 signing secrets" in capsys.readouterr().out
    settings.SECRET_KEY = OLD
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("reseal_secrets")


def test_secret_is_kept_sealed_and_told_of_without_it(sender_of, haruka):
    _add(sender_of("pagerduty"), "a-secret-of-theirs", by=haruka)
    row = SigningSecret.objects.get()
    assert "a-secret" not in row.sealed
    assert "a-secret" not in str(Activity.objects.latest("pk").data)


def test_secret_is_made_where_none_is_given(sender_of):
    assert len(_add(sender_of("grafana"))) >= 43


@pytest.mark.parametrize("text", ["short", "x" * 501, "with\nlines"])
def test_secret_that_is_none_is_refused(sender_of, text):
    with pytest.raises(secrets.SecretIsNoGood):
        _add(sender_of("sentry"), text)


def test_third_secret_is_refused(sender_of):
    sender = sender_of("sentry")
    _add(sender, "first-secret")
    _add(sender, "second-secret")
    with pytest.raises(secrets.TwoSecretsAreLive):
        _add(sender, "third-secret")


def test_removed_secret_is_forgotten(sender_of, haruka):
    _add(sender_of("sentry"), "first-secret")
    secret = SigningSecret.objects.get()
    secrets.remove_signing_secret(secret=secret, by=haruka, at=timezone.now())
    assert SigningSecret.objects.get().sealed == ""
    with pytest.raises(secrets.AlreadyRemoved):
        secrets.remove_signing_secret(secret=secret, by=haruka, at=timezone.now())


def test_kind_that_does_not_sign_takes_no_secret(sender):
    with pytest.raises(secrets.KindDoesNotSign):
        _add(sender, "a-secret-of-theirs")


def _name(sender, topic):
    return secrets.name_topic(source=sender.source, topic=topic, by=None, at=timezone.now())


def test_topic_is_amazons_name_of_one(sender_of, sender):
    amazon = sender_of("sns")
    assert _name(amazon, f" {TOPIC} ").topic == TOPIC
    assert _name(amazon, "").topic == ""
    with pytest.raises(secrets.TopicIsNoGood):
        _name(amazon, "alarms")
    with pytest.raises(secrets.KindDoesNotSign):
        _name(sender, TOPIC)
