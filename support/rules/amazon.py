"""
How Amazon SNS signs: some fields of its JSON, with a certificate that it names.

https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256

from support.rules.signatures import BadSignature

_HOST: Final = re.compile(r"sns\.([a-z]{2}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2})\.amazonaws\.com(\.cn)?")
_FILE: Final = re.compile(r"/(SimpleNotificationService-[A-Za-z0-9]{8,64}\.pem)")
_HASHES: Final = {"1": SHA1, "2": SHA256}
_FIELDS: Final = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": (
        "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type",
    ),
}  # fmt: skip
_FIELDS["UnsubscribeConfirmation"] = _FIELDS["SubscriptionConfirmation"]


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed, by which certificate, and when."""

    certificate_url: str
    text: bytes
    signature: bytes
    version: str
    at: datetime


def read(payload: Mapping[str, object], topic: str) -> Signed:
    """:raises BadSignature: it is of another topic, or lacks what is needed to check it."""
    if payload.get("TopicArn") != topic:
        raise BadSignature("It is of another topic.")
    names = _FIELDS.get(str(payload.get("Type")))
    version = str(payload.get("SignatureVersion"))
    if names is None or version not in _HASHES:
        raise BadSignature("It is not signed in a way that is known.")
    url = certificate_url(payload.get("SigningCertURL") or payload.get("SigningCertUrl"))
    pairs = [(name, payload.get(name)) for name in names if payload.get(name) is not None]
    if not all(isinstance(value, str) for _, value in pairs):
        raise BadSignature("A field that is signed is no text.")
    text = "".join(f"{name}\n{value}\n" for name, value in pairs)
    try:
        signature = base64.b64decode(str(payload.get("Signature")), validate=True)
        at = datetime.fromisoformat(str(payload.get("Timestamp"))).astimezone(UTC)
        return Signed(url, text.encode(), signature, version, at)  # half a character is no text
    except (ValueError, OverflowError) as error:
        raise BadSignature("Its signature or its time cannot be read.") from error


def certificate_url(value: object) -> str:
    """
    Where the certificate lies, put together anew from the parts that were found right.

    :raises BadSignature: it does not lie with Amazon.
    """
    try:
        parts = urlsplit(value if isinstance(value, str) else "")
        host, file = _HOST.fullmatch(parts.netloc), _FILE.fullmatch(parts.path)
    except ValueError:
        host = file = None
    if not host or not file or parts.scheme != "https" or parts.query or parts.fragment:
        raise BadSignature("Its certificate does not lie with Amazon.")
    return f"https://sns.{host[1]}.amazonaws.com{host[2] or ''}/{file[1]}"


def verify(signed: Signed, pem: bytes) -> None:
    """:raises BadSignature: the certificate did not sign it, or was not valid when it did."""
    try:
        certificate = x509.load_pem_x509_certificate(pem)
        key = certificate.public_key()
    except ValueError as error:
        raise BadSignature("Its certificate cannot be read.") from error
    if not certificate.not_valid_before_utc <= signed.at <= certificate.not_valid_after_utc:
        raise BadSignature("Its certificate was not valid when it was signed.")
    if not isinstance(key, RSAPublicKey):
        raise BadSignature("Its certificate has another kind of key.")
    try:
        # Version 1 of Amazon's own scheme is SHA-1: it is theirs to leave behind.
        key.verify(signed.signature, signed.text, PKCS1v15(), _HASHES[signed.version]())
    except InvalidSignature as error:
        raise BadSignature("The signature is wrong.") from error
