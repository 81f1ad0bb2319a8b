from datetime import timedelta

import pytest

from planner.actions.tokens import (
    AlreadyRevoked,
    ExpiresInThePast,
    NotYourWorkspace,
    TokenNameIsTaken,
    create_token,
    revoke_token,
)
from planner.kit.secrets import is_token
from planner.models import Activity, ApiToken
from planner.telling import tell
from tests.factories import NOON, MemberFactory


def create(person, **given):
    return create_token(
        person=person,
        at=NOON,
        **{"name": "ci", "workspaces": [], "read_only": False, "expires_at": None} | given,
    )


def test_token_is_known_only_when_it_is_made(ren):
    secret = create(ren.person)

    kept = ApiToken.objects.get()
    assert is_token(secret.text, kept.digest)
    assert secret.text not in str(vars(kept))
    assert str(tell(Activity.objects.get())) == f"Ren Kuroda made the API token ci ({kept.prefix}…)"


def test_token_is_told_in_every_workspace_that_it_reaches(ren, otto):
    MemberFactory(workspace=otto.workspace, person=ren.person)

    create(ren.person, name="both")
    create(ren.person, name="one", workspaces=[ren.workspace])

    told = Activity.objects.values_list("workspace__slug", "data__name")
    assert sorted(told) == [("elsewhere", "both"), ("platform", "both"), ("platform", "one")]


def test_token_reaches_no_workspace_of_others(ren, otto):
    with pytest.raises(NotYourWorkspace):
        create(ren.person, workspaces=[ren.workspace, otto.workspace])


def test_token_has_a_name_of_its_own_while_it_lives(ren):
    create(ren.person)
    with pytest.raises(TokenNameIsTaken):
        create(ren.person)

    revoke_token(token=ApiToken.objects.get(), at=NOON)
    create(ren.person)


def test_token_that_would_never_work_is_refused(ren):
    with pytest.raises(ExpiresInThePast):
        create(ren.person, expires_at=NOON)

    create(ren.person, expires_at=NOON + timedelta(days=1))


def test_revoked_token_is_dead(ren):
    create(ren.person)
    token = ApiToken.objects.get()

    revoke_token(token=token, at=NOON)

    assert not ApiToken.objects.live(NOON).exists()
    with pytest.raises(AlreadyRevoked):
        revoke_token(token=token, at=NOON)
