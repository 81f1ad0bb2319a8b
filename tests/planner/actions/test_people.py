import pytest
from django.core.exceptions import ValidationError

from planner.actions.people import PasswordIsSet, change_profile, set_first_password
from planner.models import Activity
from planner.telling import tell
from tests.factories import NOON, MemberFactory


def change(person, **given):
    now = {
        "name": person.name,
        "language": person.language,
        "time_zone": person.time_zone,
        "theme": person.theme,
        "single_keys": person.single_keys,
    }
    return change_profile(person=person, at=NOON, **now | given)


def test_profile_keeps_how_somebody_likes_to_read(ren):
    change(ren.person, language="ja", time_zone="Europe/Berlin", theme="dark", single_keys=False)

    ren.person.refresh_from_db()
    assert (ren.person.language, ren.person.theme) == ("ja", "dark")
    assert (ren.person.time_zone, ren.person.single_keys) == ("Europe/Berlin", False)
    assert not Activity.objects.exists()


def test_new_name_is_told_in_each_workspace(ren, otto):
    MemberFactory(workspace=otto.workspace, person=ren.person)

    change(ren.person, name="Ren Berg")

    first, second = Activity.objects.all()
    assert {first.workspace, second.workspace} == {ren.workspace, otto.workspace}
    assert str(tell(first)) == "Ren Berg changed their name from Ren Kuroda to Ren Berg"


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"time_zone": "Mars/Base"}, {"theme": "pink"}, {"language": "xx"}]
)
def test_profile_refuses_what_has_no_meaning(ren, wrong):
    with pytest.raises(ValidationError):
        change(ren.person, **wrong)


def test_first_password_is_set_once_and_is_not_weak(ren):
    with pytest.raises(ValidationError):
        set_first_password(person=ren.person, password="renkuroda")

    set_first_password(person=ren.person, password="plenty of unknowns")

    with pytest.raises(PasswordIsSet):
        set_first_password(person=ren.person, password="plenty of unknowns")
