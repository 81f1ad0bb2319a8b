"""Who signed a request: asked at the door, over the bytes as they came."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest

from support.actions.replays import store_once
from support.actions.secrets import note_signing_secret_use
from support.queries.signatures import certificate_at, secrets_of, topic_of
from support.queries.tokens import Entry
from support.rules import amazon
from support.rules.signatures import SIGNING, BadSignature, check, seen_before_as
from support.sources.senders import decode_body


def check_signature(request: HttpRequest, entry: Entry, body: bytes, at: datetime) -> None:
    """
    Nothing, where its source need not sign.

    Amazon's is checked here as soon as its certificate is known; before, the worker fetches it.

    :raises BadSignature: it is not from whom it says. :raises UnreadableBody: it is no JSON.
    """
    if entry.kind in SIGNING:
        if secrets := secrets_of(entry.source_id):
            known = [text for text in secrets if text]
            used = check(entry.kind, request.headers, body, known, at)
            note_signing_secret_use(secret=secrets[used], at=at)
    elif entry.kind == "sns" and (topic := topic_of(entry.source_id)):
        signed = amazon.read(decode_body("sns", body), topic)
        if pem := certificate_at(signed.certificate_url):
            amazon.verify(signed, pem)


def store_unless_seen(
    request: HttpRequest, entry: Entry, body: bytes, at: datetime, store: Callable[[], int]
) -> int:
    """Store it, or return the number under which the very same request was stored before."""
    key = seen_before_as(entry.kind, request.headers, body) if entry.kind in SIGNING else ""
    if not key:
        return store()
    return store_once(source_id=entry.source_id, key=key, at=at, store=store)


__all__ = ["BadSignature", "check_signature", "store_unless_seen"]
