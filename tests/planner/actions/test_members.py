from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from planner.actions.members import (
    AlreadyActive,
    AlreadyAMember,
    AlreadyDeactivated,
    LastManager,
    LeftBefore,
    change_member,
    deactivate_member,
    invite_member,
    reactivate_member,
)
from planner.actions.tokens import create_token
from planner.edits import ChangedMeanwhile
from planner.models import Activity, ApiToken, Invitation, Member, Person, Role
from planner.telling import tell
from tests.factories import NOON, MemberFactory, PersonFactory


def invite(workspace, by, **given):
    known = {"email": "yui@example.org", "name": "Yui Nakahara", "role": "member"}
    return invite_member(workspace=workspace, by=by, at=NOON, **known | given)


def change(member, by, **given):
    now = {
        "version": member.version,
        "role": member.role,
        "percent": member.percent,
        "working_days": member.working_days,
        "country": member.country,
    }
    return change_member(member=member, by=by, at=NOON, **now | given)


def test_invited_person_has_no_password_and_gets_a_link(workspace, haruka):
    invited = invite(workspace, haruka, email=" Yui@Example.org ")

    assert not invited.member.person.has_usable_password()
    assert invited.member.person.email == "yui@example.org"
    assert Invitation.objects.usable(NOON).get().prefix == invited.invitation.prefix
    assert str(tell(Activity.objects.get())) == "Haruka Mori invited Yui Nakahara (Member)"


def test_person_with_a_password_is_just_added(workspace, haruka, otto):
    otto.person.set_password("something long")
    otto.person.save()

    invited = invite(workspace, haruka, email="OTTO@example.org", name="Whoever")

    assert invited.invitation is None
    assert invited.member.name == "Otto Brandt"
    assert str(tell(Activity.objects.get())) == "Haruka Mori added Otto Brandt (Member)"


def test_nobody_is_a_member_twice(workspace, haruka, ren):
    with pytest.raises(AlreadyAMember, match="Ren Kuroda"):
        invite(workspace, haruka, email="REN@example.org")


def test_who_left_is_reactivated_and_not_invited_anew(workspace, haruka, ren):
    deactivate_member(member=ren, by=haruka, at=NOON)

    with pytest.raises(LeftBefore, match="Ren Kuroda"):
        invite(workspace, haruka, email="ren@example.org")


@pytest.mark.parametrize("wrong", [{"email": "yui"}, {"name": " "}, {"role": "king"}])
def test_meaningless_invitation_leaves_nobody_behind(workspace, haruka, wrong):
    with pytest.raises(ValidationError):
        invite(workspace, haruka, **wrong)

    assert list(Person.objects.all()) == [haruka.person]


def test_member_changes_are_told(haruka, ren):
    change(ren, haruka, role="manager", percent=60, working_days="123")

    ren.refresh_from_db()
    assert (ren.role, ren.percent, ren.working_days, ren.version) == ("manager", 60, "123", 2)
    assert str(tell(Activity.objects.get())) == (
        "Haruka Mori changed Ren Kuroda: "
        "role: Member → Manager, percent: 100 → 60, working days: – → Mon–Wed"
    )


def test_member_change_shows_a_conflict(haruka, ren):
    change(ren, haruka, percent=60)

    with pytest.raises(ChangedMeanwhile):
        change(ren, haruka, percent=80)

    ren.refresh_from_db()
    assert ren.percent == 60


@pytest.mark.parametrize("wrong", [{"percent": 0}, {"percent": 101}, {"country": "XX"}])
def test_member_change_refuses_what_has_no_meaning(haruka, ren, wrong):
    with pytest.raises(ValidationError):
        change(ren, haruka, **wrong)


def test_last_manager_cannot_step_down_or_leave(haruka, ren):
    with pytest.raises(LastManager, match="Haruka Mori"):
        change(haruka, haruka, role="member")
    with pytest.raises(LastManager):
        deactivate_member(member=haruka, by=haruka, at=NOON)

    change(haruka, haruka, percent=50)  # what else she changes is nobody's business
    change(ren, haruka, role="manager")
    deactivate_member(member=haruka, by=ren, at=NOON)
    assert list(Member.objects.active()) == [ren]


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_leave_at_once_do_not_both_go():
    first = MemberFactory(role=Role.MANAGER)
    second = MemberFactory(role=Role.MANAGER, workspace=first.workspace)

    def leave(member):
        try:
            deactivate_member(member=member, by=member, at=NOON)
        except LastManager:
            return "stays"
        finally:
            connection.close()
        return "goes"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(leave, [first, second])) == ["goes", "stays"]


def test_deactivated_member_keeps_their_name_and_loses_every_key(workspace, haruka, ren):
    yui = invite(workspace, haruka).member
    create_token(
        person=ren.person, name="ci", workspaces=[], read_only=False, expires_at=None, at=NOON
    )
    before = ren.person.get_session_auth_hash()

    deactivate_member(member=ren, by=haruka, at=NOON)
    deactivate_member(member=yui, by=haruka, at=NOON)

    ren.refresh_from_db()
    person = Person.objects.get(pk=ren.person_id)
    assert ren.name == "Ren Kuroda"
    assert not person.is_active
    assert person.get_session_auth_hash() != before
    assert not ApiToken.objects.live(NOON).exists()
    assert not Invitation.objects.usable(NOON).exists()
    with pytest.raises(AlreadyDeactivated):
        deactivate_member(member=ren, by=haruka, at=NOON)


def test_who_leaves_one_of_two_workspaces_can_still_sign_in(haruka, ren, otto):
    MemberFactory(workspace=otto.workspace, person=ren.person)

    deactivate_member(member=ren, by=haruka, at=NOON)

    assert Person.objects.get(pk=ren.person_id).is_active


def test_reactivated_member_comes_back_but_old_keys_do_not(haruka, ren):
    create_token(
        person=ren.person, name="ci", workspaces=[], read_only=False, expires_at=None, at=NOON
    )
    before = ren.person.get_session_auth_hash()
    deactivate_member(member=ren, by=haruka, at=NOON)

    again = reactivate_member(member=ren, by=haruka, at=NOON)

    person = Person.objects.get(pk=ren.person_id)
    assert person.is_active
    assert list(Member.objects.active().filter(person=person)) == [ren]
    assert person.get_session_auth_hash() != before
    assert not ApiToken.objects.live(NOON).exists()
    assert again.invitation  # Ren never set a password
    with pytest.raises(AlreadyActive):
        reactivate_member(member=ren, by=haruka, at=NOON)


def test_who_was_deactivated_elsewhere_can_be_invited_here(workspace, haruka, otto):
    boss = MemberFactory(workspace=otto.workspace, role=Role.MANAGER)
    deactivate_member(member=otto, by=boss, at=NOON)

    invite(workspace, haruka, email=otto.person.email)

    assert Person.objects.get(pk=otto.person_id).is_active
    otto.refresh_from_db()
    assert otto.left_at


def test_person_of_no_workspace_is_not_found_twice(workspace, haruka):
    known = PersonFactory(email="yui@example.org", name="Yui")

    assert invite(workspace, haruka, email="YUI@example.org").member.person == known
