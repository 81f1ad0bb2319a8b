from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaits
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from planner.actions.invitations import (
    VALID_FOR,
    InvitationIsOver,
    NothingToInviteTo,
    accept_invitation,
    find_invitation,
    resend_invitation,
)
from planner.actions.members import deactivate_member, invite_member
from planner.actions.people import PasswordIsSet
from planner.models import Person
from tests.factories import NOON, MemberFactory, WorkspaceFactory

PASSWORD = "plenty of unknowns"


@pytest.fixture
def yui(workspace, haruka):
    return invite_member(
        workspace=workspace,
        email="yui@example.org",
        name="Yui",
        role="member",
        by=haruka,
        at=NOON,
    )


def accept(token, at=NOON, **given):
    given = {"name": "Yui Nakahara", "password": PASSWORD} | given
    return accept_invitation(token=token.text, at=at, **given)


def test_invitation_sets_name_and_password_once(yui):
    accept(yui.invitation)

    person = Person.objects.get(pk=yui.member.person_id)
    assert person.name == "Yui Nakahara"
    assert person.check_password(PASSWORD)
    with pytest.raises(InvitationIsOver):
        accept(yui.invitation, password="another long one")


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_with_one_link_only_one_sets_the_password():
    link = invite_member(
        workspace=WorkspaceFactory(), email="a@b.org", name="A", role="member", by=None, at=NOON
    ).invitation

    def use(password):
        try:
            accept(link, password=password)
        except (InvitationIsOver, PasswordIsSet):
            return ""
        finally:
            connection.close()
        return password

    with ThreadPoolExecutor(2) as both:
        used = "".join(both.map(use, ["the first password", "the other password"]))

    assert used
    assert Person.objects.get().check_password(used)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", [resend_invitation, deactivate_member])
def test_link_that_ends_while_it_is_used_sets_no_password(end):
    workspace = WorkspaceFactory()
    invited = invite_member(
        workspace=workspace, email="a@b.org", name="A", role="member", by=None, at=NOON
    )

    def use():
        try:
            accept(invited.invitation)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as browser:
        with transaction.atomic():
            end(member=invited.member, by=None, at=NOON)
            using = browser.submit(use)
            with pytest.raises(StillWaits):
                using.result(0.5)
        with pytest.raises(InvitationIsOver):
            using.result(10)

    assert not Person.objects.get().has_usable_password()


def test_invitation_ends_after_two_weeks(yui):
    find_invitation(token=yui.invitation.text, at=NOON + VALID_FOR - timedelta(seconds=1))

    with pytest.raises(InvitationIsOver):
        accept(yui.invitation, at=NOON + VALID_FOR)


def test_invitation_ends_when_the_member_is_deactivated(yui, haruka):
    deactivate_member(member=yui.member, by=haruka, at=NOON)

    with pytest.raises(InvitationIsOver):
        accept(yui.invitation)


def test_guessed_secret_behind_a_known_prefix_is_nothing(yui):
    with pytest.raises(InvitationIsOver):
        find_invitation(token=yui.invitation.prefix + "x" * 43, at=NOON)


def test_weak_password_leaves_the_invitation_usable(yui):
    with pytest.raises(ValidationError):
        accept(yui.invitation, password="password123")

    accept(yui.invitation)


def test_existing_password_is_never_reset(yui):
    person = yui.member.person
    person.set_password("the one she has")
    person.save()

    with pytest.raises(PasswordIsSet):
        accept(yui.invitation)

    assert Person.objects.get(pk=person.pk).check_password("the one she has")


def test_new_link_ends_the_old_one(yui, haruka):
    second = resend_invitation(member=yui.member, by=haruka, at=NOON)

    with pytest.raises(InvitationIsOver):
        accept(yui.invitation)
    accept(second)


def test_nobody_is_invited_who_could_just_sign_in_or_has_left(yui, haruka):
    accept(yui.invitation)
    with pytest.raises(NothingToInviteTo, match="password"):
        resend_invitation(member=yui.member, by=haruka, at=NOON)

    ren = MemberFactory(workspace=haruka.workspace)
    deactivate_member(member=ren, by=haruka, at=NOON)
    with pytest.raises(NothingToInviteTo, match="deactivated"):
        resend_invitation(member=ren, by=haruka, at=NOON)


def test_invitation_to_a_second_workspace_ends_the_link_of_the_first(yui, otto):
    elsewhere = invite_member(
        workspace=otto.workspace,
        email="yui@example.org",
        name="Yui",
        role="viewer",
        by=otto,
        at=NOON,
    )

    with pytest.raises(InvitationIsOver):
        accept(yui.invitation)
    assert accept(elsewhere.invitation) == elsewhere.member
