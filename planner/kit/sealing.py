"""
Secrets that must be known again, kept so that the database alone does not tell them.

The keys are derived from ``PLANNER_SECRET_KEY`` and the former ones in ``PLANNER_OLD_SECRET_KEYS``:
the first seals, all of them open. So the key is changed by giving a new one, keeping the old one
among the former until ``reseal_secrets`` has run.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class SealIsBroken(Exception):
    """None of the keys opens it: it was sealed with one that is no longer given."""


def seal(text: str) -> str:
    """The text, unreadable without a key."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """:raises SealIsBroken: no key that is given opens it."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealIsBroken("No key that is given opens this secret.") from error


def reseal(sealed: str) -> str:
    """The same secret under the present key. :raises SealIsBroken: no key opens it."""
    return seal(unseal(sealed))


def _box() -> MultiFernet:
    return MultiFernet(
        [_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _fernet(key: str) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"sixweek: sealed secrets").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
