"""Talk to the REST interface as somebody of the cast."""

from typing import Any

from rest_framework.test import APIClient

from planner.kit.secrets import new_token
from planner.models import ApiToken, Member, Workspace
from tests.factories import NOON


def token_of(member: Member, *, bound_to: Workspace | None = None, **more: Any) -> str:
    """A new token of the member's person, as text."""
    made = new_token()
    kept = ApiToken.objects.create(
        person=member.person,
        name="Test",
        prefix=made.prefix,
        digest=made.digest,
        created_at=NOON,
        **more,
    )
    if bound_to:
        kept.workspaces.add(bound_to)
    return made.text


def client_of(member: Member, **token: Any) -> APIClient:
    """A program that acts for the member; an answer of 500 is an answer, not an exception."""
    client = APIClient(raise_request_exception=False)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token_of(member, **token)}")
    return client


def url(member: Member, path: str) -> str:
    return f"/api/v1/w/{member.workspace.slug}/{path}"
