"""What senders sign with: given, taken back, sealed anew. And which topic of Amazon's may send."""

import secrets
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from planner.kit.sealing import SealIsBroken, reseal, seal
from planner.kit.secrets import NewToken
from planner.models import Member, Workspace
from support.actions.sources import SourceRefusal, create_source, locked_source, record_of
from support.models import SigningSecret, Source
from support.rules.signatures import SIGNING
from support.sources.sns import TOPIC

SECRETS_AT_ONCE: Final = 2
SHORTEST: Final = 8
LONGEST: Final = 500
NOTED_EVERY: Final = timedelta(minutes=1)

log = structlog.get_logger()


class SecretIsNoGood(SourceRefusal):
    """It is too short to be one, or no text."""


class KindDoesNotSign(SourceRefusal):
    """That sender cannot sign what it sends."""


class TwoSecretsAreLive(SourceRefusal):
    """Two are enough to move a sender from one to the other."""


class AlreadyRemoved(SourceRefusal):
    """The secret verifies nothing any more."""


class TopicIsNoGood(SourceRefusal):
    """It is no ARN of a topic."""


@transaction.atomic
def add_signing_secret(*, source: Source, secret: str, by: Member | None, at: datetime) -> str:
    """
    From now on requests of the source must be signed, with this secret or the other live one.

    Without one given, one is made. Returns it: this is the only moment at which it is shown.

    :raises KindDoesNotSign: :raises SecretIsNoGood: :raises TwoSecretsAreLive:
    :raises SourceWasRemoved:
    """
    source = locked_source(source)
    if source.kind not in SIGNING:
        raise KindDoesNotSign(
            _("%(kind)s does not sign what it sends.") % {"kind": source.get_kind_display()}
        )
    text = secret.strip() or secrets.token_urlsafe(32)
    if not SHORTEST <= len(text) <= LONGEST or not text.isprintable():
        raise SecretIsNoGood(
            _("A signing secret has %(shortest)s to %(longest)s characters.")
            % {"shortest": SHORTEST, "longest": LONGEST}
        )
    if source.signing_secrets.live().count() >= SECRETS_AT_ONCE:
        raise TwoSecretsAreLive(
            _("%(name)s has two live signing secrets already. Remove one first.")
            % {"name": source.name}
        )
    source.signing_secrets.create(sealed=seal(text), created_at=at)
    record_of(source, by, at, verb="add_signing_secret")
    return text


@transaction.atomic
def remove_signing_secret(*, secret: SigningSecret, by: Member, at: datetime) -> None:
    """
    Forget it. With the last one, requests need no signature any more.

    :raises AlreadyRemoved: the earlier time stands.
    """
    source = Source.objects.select_for_update().get(pk=secret.source_id)
    secret = source.signing_secrets.get(pk=secret.pk)
    if secret.removed_at:
        raise AlreadyRemoved(_("This signing secret was removed before."))
    secret.removed_at, secret.sealed = at, ""
    secret.save(update_fields=["removed_at", "sealed"])
    record_of(source, by, at, verb="remove_signing_secret")


@transaction.atomic
def name_topic(*, source: Source, topic: str, by: Member | None, at: datetime) -> Source:
    """
    Let only this topic of Amazon's send, and verify what it sends; empty lets any topic.

    :raises KindDoesNotSign: :raises TopicIsNoGood: :raises SourceWasRemoved:
    """
    source, topic = locked_source(source), topic.strip()
    if source.kind != Source.Kind.SNS:
        raise KindDoesNotSign(_("%(kind)s knows no topics.") % {"kind": source.get_kind_display()})
    if topic and not TOPIC.fullmatch(topic):
        raise TopicIsNoGood(_("Give the ARN of the topic: arn:aws:sns:REGION:ACCOUNT:NAME."))
    if topic != source.topic:
        source.topic = topic
        source.version += 1
        source.save(update_fields=["topic", "version"])
        record_of(source, by, at, verb="name_topic", topic=topic or "*")
    return source


@transaction.atomic
def create_verified_source(
    *,
    workspace: Workspace,
    kind: str,
    name: str,
    by: Member | None,
    at: datetime,
    signing_secret: str | None = "",
) -> tuple[Source, NewToken]:
    """
    Make a source with its first token, and with what its requests are verified by from the start.

    That is a signing secret; for Amazon, which signs with its own, the ARN of the topic.

    :raises SourceRefusal: as ``create_source`` does and those two; nothing is made then.
    """
    source, token = create_source(workspace=workspace, kind=kind, name=name, by=by, at=at)
    if signing_secret and kind == Source.Kind.SNS:
        source = name_topic(source=source, topic=signing_secret, by=by, at=at)
    elif signing_secret:
        add_signing_secret(source=source, secret=signing_secret, by=by, at=at)
    return source, token


def note_signing_secret_use(*, secret: SigningSecret, at: datetime) -> None:
    """Say when it was last used, at most once a minute: a request must not cost a write."""
    if secret.last_used_at is None or at - secret.last_used_at >= NOTED_EVERY:
        SigningSecret.objects.filter(pk=secret.pk).update(last_used_at=at)


@transaction.atomic
def reseal_signing_secrets() -> tuple[int, int]:
    """Seal all anew with the present key; how many were, and how many no key opens."""
    done = broken = 0
    for secret in SigningSecret.objects.live().select_for_update().order_by("pk"):
        try:
            secret.sealed = reseal(secret.sealed)
        except SealIsBroken:
            log.error("signing_secret_unreadable", secret=secret.pk, source=secret.source_id)
            broken += 1
        else:
            secret.save(update_fields=["sealed"])
            done += 1
    return done, broken
