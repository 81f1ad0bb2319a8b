"""Amazon's certificates: fetched once, by the worker, from nowhere but Amazon."""

from datetime import datetime, timedelta
from typing import Final

import requests
import structlog

from support.models import SigningCertificate
from support.queries.signatures import certificate_at
from support.rules import amazon
from support.rules.signatures import BadSignature
from support.sources.bodies import decode

SECONDS: Final = (3, 5)  # to connect, and to read
LARGEST: Final = 64 * 1024
PATIENCE: Final = timedelta(hours=1)

log = structlog.get_logger()


class CertificateIsAway(Exception):
    """It could not be fetched just now."""


def verify_notification(*, topic: str, body: bytes, received_at: datetime, at: datetime) -> None:
    """
    Check Amazon's signature of a stored request of a source that names its topic.

    :raises BadSignature: it is not from that topic; or nobody could say so for an hour.
    :raises CertificateIsAway: try again later.
    """
    signed = amazon.read(decode(body), topic)
    pem = certificate_at(signed.certificate_url)
    if pem is None:
        try:
            pem = fetch_certificate(url=signed.certificate_url, at=at)
        except CertificateIsAway as reason:
            if at - received_at > PATIENCE:
                raise BadSignature(
                    f"Its certificate could not be fetched for an hour: {reason} Replay it later."
                ) from reason
            raise
    amazon.verify(signed, pem)


def fetch_certificate(*, url: str, at: datetime) -> bytes:
    """
    Fetch and keep it. The address was put together by ``amazon.certificate_url``.

    :raises CertificateIsAway: Amazon is out of reach. :raises BadSignature: there is none there.
    """
    try:
        with requests.get(url, timeout=SECONDS, allow_redirects=False, stream=True) as answer:
            pem = answer.raw.read(LARGEST + 1, decode_content=True)
            status = answer.status_code
    except (requests.RequestException, OSError) as error:
        log.warning("certificate_away", url=url, error=str(error))
        raise CertificateIsAway(f"{type(error).__name__}.") from error
    if status >= 500:
        raise CertificateIsAway(f"Amazon answered {status}.")
    if status != 200 or len(pem) > LARGEST or b"BEGIN CERTIFICATE" not in pem:
        raise BadSignature(f"There is no certificate where it says: the answer was {status}.")
    text = pem.decode("ascii", "replace")
    SigningCertificate.objects.get_or_create(url=url, defaults={"pem": text, "fetched_at": at})
    return bytes(pem)
