"""Who asks: the person of an API token. A session cookie opens nothing here."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from planner.actions.token_use import note_token_use
from planner.kit.secrets import digest_of, is_token, prefix_of
from planner.models import ApiToken, Person

_NOBODYS_DIGEST = digest_of("nobody's")


class ApiRequest(Request):
    """The request that a view behind the default authentication receives."""

    user: Person
    auth: ApiToken


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer TOKEN``; why a key does not open is told only to who holds it."""

    def authenticate(self, request: Request) -> tuple[Person, ApiToken] | None:
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = _token(text.strip())
        note_token_use(token=token, at=timezone.now())
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="sixweek"'


def _token(text: str) -> ApiToken:
    """:raises AuthenticationFailed: there is no such key, or it opens nothing any more."""
    token = ApiToken.objects.select_related("person").filter(prefix=prefix_of(text)).first()
    # An unknown prefix takes as long as a wrong secret.
    if not is_token(text, token.digest if token else _NOBODYS_DIGEST) or token is None:
        raise AuthenticationFailed(_("This token is not known."))
    if token.revoked_at:
        raise AuthenticationFailed(_("This token was revoked."))
    if token.expires_at and token.expires_at <= timezone.now():
        raise AuthenticationFailed(_("This token has expired."))
    if not token.person.is_active:
        raise AuthenticationFailed(_("The person of this token was deactivated."))
    return token


def token_of(request: Any) -> ApiToken | None:
    """The key that the request came with, for views that are open to nobody as well."""
    return request.auth if isinstance(request.auth, ApiToken) else None
