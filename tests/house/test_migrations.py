import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_migrations_tell_all_that_models_say(capsys):
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    assert "No changes detected" in capsys.readouterr().out
