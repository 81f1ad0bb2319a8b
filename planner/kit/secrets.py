"""Tokens: 256 random bits, shown once, kept as a hash, found by a public prefix."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

PREFIX_LENGTH = 12


@dataclass(frozen=True)
class NewToken:
    """A token at the only moment it is known: ``text`` goes to the person, the rest is kept."""

    text: str
    prefix: str
    digest: str


def new_token() -> NewToken:
    """Its first 12 characters are the public prefix; 256 bits of secret follow."""
    text = f"{secrets.token_hex(PREFIX_LENGTH // 2)}{secrets.token_urlsafe(32)}"
    return NewToken(text=text, prefix=prefix_of(text), digest=digest_of(text))


def prefix_of(text: str) -> str:
    """What to look a token up by; nothing has the empty prefix of what cannot be a token."""
    # PostgreSQL refuses NUL; no token of ours holds anything but plain letters.
    return text[:PREFIX_LENGTH] if text.isascii() and text.isprintable() else ""


def digest_of(text: str) -> str:
    # A plain hash is enough: 256 random bits cannot be guessed from it.
    return hashlib.sha256(text.encode()).hexdigest()


def is_token(text: str, digest: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(digest_of(text), digest)
