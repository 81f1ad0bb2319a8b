import getpass
import io
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command

from planner.actions.invitations import find_invitation
from planner.kit.secrets import is_token
from planner.models import ApiToken, Member, Person, Workspace
from tests.factories import WorkspaceFactory

PASSWORD = "plenty of unknowns"


@pytest.fixture
def shell(monkeypatch):
    """Runs a command; answers what it printed on stdout and on stderr."""
    monkeypatch.setenv("PLANNER_PASSWORD", PASSWORD)

    def run(*words):
        out, err = io.StringIO(), io.StringIO()
        call_command(*words, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return run


def make_workspace(shell, slug="platform", manager="Haruka.Mori@example.org"):
    return shell("create_workspace", slug, "--name", "Platform", "--manager", manager)


def test_create_workspace_makes_a_manager_who_can_sign_in(db, shell, client):
    make_workspace(shell)

    manager = Member.objects.get()
    assert (manager.name, manager.role) == ("Haruka Mori", "manager")
    assert client.login(email="haruka.mori@example.org", password=PASSWORD)


def test_create_workspace_never_resets_a_password(db, shell, monkeypatch):
    make_workspace(shell)
    monkeypatch.setenv("PLANNER_PASSWORD", "something else altogether")

    _out, err = make_workspace(shell, "second")

    assert "keeps the password" in err
    assert Person.objects.get().check_password(PASSWORD)
    assert Member.objects.count() == 2


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (["plenty of unknowns", "plenty of knowns"], "not the same"),
        (["short", "short"], "too short"),
        ([EOFError], "PLANNER_PASSWORD"),
        ([getpass.GetPassWarning], "PLANNER_PASSWORD"),
    ],
)
def test_create_workspace_without_a_good_password_makes_nothing(
    db, shell, monkeypatch, answers, said
):
    def ask(prompt):
        answer = answers.pop(0)
        if not isinstance(answer, str):
            raise answer
        return answer

    monkeypatch.setenv("PLANNER_PASSWORD", "")
    monkeypatch.setattr("getpass.getpass", ask)

    with pytest.raises(CommandError, match=said):
        make_workspace(shell)

    assert not Workspace.objects.exists()
    assert not Person.objects.exists()


def test_create_workspace_asks_for_the_password_twice(db, shell, monkeypatch):
    monkeypatch.setenv("PLANNER_PASSWORD", "")
    monkeypatch.setattr("getpass.getpass", lambda prompt: PASSWORD)

    make_workspace(shell)

    assert Person.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(
    ("slug", "manager", "said"),
    [
        ("taken", "haruka@example.org", "taken already"),
        ("no spaces", "haruka@example.org", "slug"),
        ("platform", "haruka", "email"),
    ],
)
def test_create_workspace_says_what_is_wrong(db, shell, slug, manager, said):
    WorkspaceFactory(slug="taken")

    with pytest.raises(CommandError, match=said):
        make_workspace(shell, slug, manager)


def test_create_member_prints_a_link_that_works_once(workspace, shell):
    out, _err = shell(
        "create_member", "platform", "ren@example.org", "--name", "Ren", "--role", "viewer"
    )

    token = urlsplit(out.strip()).path.split("/")[-2]
    member = Member.objects.get()
    assert find_invitation(token=token, at=member.joined_at).member == member
    assert member.role == "viewer"


def test_create_member_prints_a_new_link_for_who_is_invited_already(workspace, shell):
    words = ("create_member", "platform", "ren@example.org", "--name", "Ren", "--role", "viewer")
    first, _err = shell(*words)

    second, _err = shell(*words)

    assert "/invitation/" in second
    assert second != first
    assert Member.objects.count() == 1


def test_create_member_sends_somebody_with_a_password_to_the_workspace(workspace, shell):
    make_workspace(shell, "second", "ren@example.org")

    out, err = shell(
        "create_member", "platform", "REN@example.org", "--name", "X", "--role", "member"
    )

    assert urlsplit(out.strip()).path == "/w/platform/"
    assert "signs in" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere", "a@example.org", "--name", "A", "--role", "member"], "There are: platform"),
        (["platform", "a@example.org", "--name", "A", "--role", "king"], "invalid choice"),
        (["platform", "nobody", "--name", "A", "--role", "member"], "valid email"),
        (["platform", "haruka@example.org", "--name", "A", "--role", "member"], "member already"),
    ],
)
def test_create_member_says_what_is_wrong(haruka, shell, words, said):
    haruka.person.set_password("plenty of unknowns")
    haruka.person.save(update_fields=["password"])
    with pytest.raises(CommandError, match=said):
        shell("create_member", *words)


def test_create_token_prints_the_token_alone(ren, shell):
    out, err = shell(
        "create_token", "REN@example.org", "--name", "ci", "--workspace", "platform", "--read-only"
    )

    kept = ApiToken.objects.get()
    assert is_token(out.strip(), kept.digest)
    assert out.count("\n") == 1
    assert err == ""
    assert kept.read_only
    assert list(kept.workspaces.all()) == [ren.workspace]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nobody@example.org", "--name", "ci"], "Nobody"),
        (["ren@example.org", "--name", "ci", "--workspace", "nowhere"], "no workspace"),
        (["ren@example.org", "--name", "ci", "--workspace", "elsewhere"], "member of"),
        (["ren@example.org", "--name", "here"], "of this name"),
    ],
)
def test_create_token_says_what_is_wrong(ren, otto, shell, words, said):
    shell("create_token", "ren@example.org", "--name", "here")

    with pytest.raises(CommandError, match=said):
        shell("create_token", *words)
