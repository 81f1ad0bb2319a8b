import pytest
from django.core.management import CommandError, call_command

from planner.models import Activity
from support.actions.sources import (
    AlreadyRevoked,
    NameIsMissing,
    NameIsTaken,
    SourceHasChanged,
    SourceWasRemoved,
    TwoTokensAreLive,
    UnknownKind,
    add_token,
    create_source,
    remove_source,
    rename_source,
    revoke_token,
)
from support.models import Source
from support.queries.tokens import entry_of
from tests.factories import NOON


@pytest.fixture
def source(workspace, haruka):
    return _create(workspace, haruka)[0]


def _create(workspace, by, name="Tokyo", kind="alertmanager"):
    return create_source(workspace=workspace, kind=kind, name=name, by=by, at=NOON)


def test_source_is_made_with_a_token_that_is_kept_as_a_hash(workspace, haruka):
    source, token = _create(workspace, haruka)

    kept = source.tokens.get()
    assert token.text not in (kept.digest, kept.prefix)
    assert entry_of(token.text, "alertmanager").source_id == source.pk
    told = Activity.objects.about(source).get()
    assert (told.verb, told.by) == ("create_source", haruka)
    assert token.text not in str(told.data)


def test_source_is_refused_by_name(workspace, haruka, source):
    with pytest.raises(NameIsTaken):
        _create(workspace, haruka)
    with pytest.raises(NameIsMissing):
        _create(workspace, haruka, name=" ")
    with pytest.raises(UnknownKind, match="alertmanager"):
        _create(workspace, haruka, name="Osaka", kind="carrier-pigeon")

    assert Source.objects.count() == 1


def test_name_of_a_removed_source_is_free_again(workspace, haruka, source):
    remove_source(source=source, by=haruka, at=NOON)

    _create(workspace, haruka)
    with pytest.raises(SourceWasRemoved):
        rename_source(source=source, name="Osaka", by=haruka, at=NOON)


def test_rename_states_the_version_that_was_seen(haruka, source):
    renamed = rename_source(source=source, name="Osaka", by=haruka, at=NOON, seen_version=1)

    assert (renamed.name, renamed.version) == ("Osaka", 2)
    with pytest.raises(SourceHasChanged):
        rename_source(source=source, name="Kyoto", by=haruka, at=NOON, seen_version=1)


def test_at_most_two_tokens_are_live(haruka, source):
    add_token(source=source, by=haruka, at=NOON)
    with pytest.raises(TwoTokensAreLive):
        add_token(source=source, by=haruka, at=NOON)

    first = source.tokens.first()
    revoke_token(token=first, by=haruka, at=NOON)
    add_token(source=source, by=haruka, at=NOON)

    assert source.tokens.live().count() == 2
    with pytest.raises(AlreadyRevoked):
        revoke_token(token=first, by=haruka, at=NOON)


def test_command_prints_the_token_alone(workspace, capsys):
    call_command("create_source", "platform", "alertmanager", name="Tokyo")

    text = capsys.readouterr().out.strip()
    assert entry_of(text, "alertmanager").source_id == Source.objects.get().pk


@pytest.mark.parametrize(
    ("slug", "kind", "name"),
    [
        ("nowhere", "alertmanager", "A"),
        ("platform", "pigeon", "A"),
        ("platform", "alertmanager", ""),
    ],
)
def test_command_says_what_is_wrong(workspace, slug, kind, name):
    with pytest.raises(CommandError):
        call_command("create_source", slug, kind, name=name)
