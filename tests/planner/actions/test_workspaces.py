import pytest
from django.core.exceptions import ValidationError

from planner.actions.workspaces import SlugIsTaken, change_workspace, create_workspace
from planner.edits import ChangedMeanwhile, Conflict
from planner.models import Activity, Role, Workspace
from planner.telling import tell
from tests.factories import NOON


def create(**given):
    return create_workspace(
        **{
            "slug": "platform",
            "name": "Platform",
            "manager_email": "Haruka@Example.org",
            "manager_name": "Haruka Mori",
            "by": None,
            "at": NOON,
            **given,
        }
    )


def change(workspace, by, **given):
    now = {
        "version": workspace.version,
        "name": workspace.name,
        "time_zone": workspace.time_zone,
        "country": workspace.country,
        "working_days": workspace.working_days,
    }
    return change_workspace(workspace=workspace, by=by, at=NOON, **now | given)


def test_workspace_begins_with_a_manager_and_the_settings_of_every_room(db):
    manager = create()

    assert (manager.role, manager.person.email) == (Role.MANAGER, "haruka@example.org")
    assert manager.workspace.cycle_settings.weeks == 6
    assert manager.workspace.desk_settings.reopen_hours == 24
    assert (
        str(tell(Activity.objects.get(verb="create_workspace")))
        == "Haruka Mori made the workspace Platform"
    )


def test_workspace_takes_its_manager_from_another_workspace(otto):
    manager = create(manager_email="OTTO@example.org", manager_name="Somebody else")

    assert manager.person == otto.person
    assert manager.name == "Otto Brandt"


def test_workspace_needs_a_slug_of_its_own(workspace):
    with pytest.raises(SlugIsTaken, match="platform"):
        create()


@pytest.mark.parametrize(
    "wrong",
    [{"slug": "no spaces"}, {"name": ""}, {"manager_email": "nobody"}, {"manager_name": ""}],
)
def test_workspace_with_a_meaningless_value_leaves_nothing_behind(db, wrong):
    with pytest.raises(ValidationError):
        create(**wrong)

    assert not Workspace.objects.exists()


def test_change_of_a_workspace_is_told(haruka, workspace):
    change(workspace, haruka, name="Infrastructure", working_days="1234")

    workspace.refresh_from_db()
    assert (workspace.name, workspace.version) == ("Infrastructure", 2)
    assert str(tell(Activity.objects.get())) == (
        "Haruka Mori changed the workspace: "
        "name: Platform → Infrastructure, working days: Mon–Fri → Mon–Thu"
    )


def test_change_to_the_same_is_no_news(haruka, workspace):
    change(workspace, haruka)

    workspace.refresh_from_db()
    assert workspace.version == 1
    assert not Activity.objects.exists()


def test_two_who_change_different_fields_both_win(haruka, workspace):
    change(workspace, haruka, name="Infrastructure")
    change(workspace, haruka, country="DE")  # the same old version, with the old name in it

    workspace.refresh_from_db()
    assert (workspace.name, workspace.country, workspace.version) == ("Infrastructure", "DE", 3)


def test_the_same_field_shows_the_conflict_and_keeps_the_first(haruka, workspace):
    change(workspace, haruka, name="Infrastructure")

    with pytest.raises(ChangedMeanwhile, match="Haruka Mori") as refusal:
        change(workspace, haruka, name="Foundations", country="DE")

    assert refusal.value.conflicts == (
        Conflict("name", theirs="Infrastructure", mine="Foundations"),
    )
    workspace.refresh_from_db()
    assert (workspace.name, workspace.country) == ("Infrastructure", "JP")


def test_two_who_change_a_field_to_the_same_agree(haruka, workspace):
    change(workspace, haruka, name="Infrastructure")
    change(workspace, haruka, name="Infrastructure")

    workspace.refresh_from_db()
    assert workspace.version == 2


@pytest.mark.parametrize(
    "wrong", [{"time_zone": "Mars/Base"}, {"country": "XX"}, {"working_days": "54"}, {"name": ""}]
)
def test_workspace_refuses_what_has_no_meaning(haruka, workspace, wrong):
    with pytest.raises(ValidationError):
        change(workspace, haruka, **wrong)

    assert not Activity.objects.exists()
