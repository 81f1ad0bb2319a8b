"""What a request may have been signed with."""

from typing import Final

import structlog

from planner.kit.sealing import SealIsBroken, unseal
from support.models import SigningCertificate, SigningSecret, Source

log = structlog.get_logger()

_NONE: Final = ""


def secrets_of(source_id: int) -> dict[str, SigningSecret]:
    """
    The source's live signing secrets by their text; none at all: it need not sign.

    One that no key opens stays in the way: under no text, so that nothing is signed with it.
    """
    found: dict[str, SigningSecret] = {}
    for secret in SigningSecret.objects.live().filter(source=source_id).order_by("pk"):
        try:
            found[unseal(secret.sealed)] = secret
        except SealIsBroken:
            log.error("signing_secret_unreadable", secret=secret.pk, source=source_id)
            found[_NONE] = secret
    return found


def topic_of(source_id: int) -> str:
    """The only topic that may send for the source; empty lets any."""
    return Source.objects.values_list("topic", flat=True).get(pk=source_id)


def certificate_at(url: str) -> bytes | None:
    """Amazon's certificate at that address, if it was fetched before."""
    pem = SigningCertificate.objects.filter(url=url).values_list("pem", flat=True).first()
    return pem.encode() if pem is not None else None
