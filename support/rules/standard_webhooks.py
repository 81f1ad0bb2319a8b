"""
Signing as https://www.standardwebhooks.com says (version 1.0.0).

A secret is ``whsec_`` and 24 to 64 random bytes in base64; signed are id, timestamp and body,
joined by dots, with HMAC-SHA256. Several signatures stand side by side while a secret changes.
"""

import base64
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final

PREFIX: Final = "whsec_"
BYTES: Final = 32


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def signature(secret: str, uid: str, timestamp: int, body: bytes) -> str:
    """``v1,`` and the signature in base64."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join([uid.encode(), str(timestamp).encode(), body])
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def headers(all_secrets: Sequence[str], uid: str, at: datetime, body: bytes) -> dict[str, str]:
    """What goes with the body; ``at`` is when this attempt is made."""
    timestamp = int(at.timestamp())
    return {
        "Content-Type": "application/json",
        "webhook-id": uid,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(
            signature(each, uid, timestamp, body) for each in all_secrets
        ),
    }
