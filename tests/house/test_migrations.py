import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_migrations_tell_all_that_models_say(capsys):
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    assert "No changes detected" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)  # SQLite alters no table within one
@pytest.mark.embedded
@pytest.mark.parametrize("backwards", [False, True])
def test_keys_without_constraint_copy_no_table_of_the_embedded_database(capsys, backwards):
    call_command("sqlmigrate", "support", "0026", backwards=backwards)
    assert "CREATE TABLE" not in capsys.readouterr().out
