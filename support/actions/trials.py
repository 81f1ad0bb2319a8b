"""Trying whether a source works, from the page of the source."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from planner.models import Member
from support.actions.deliveries import TokenWasRevoked, store_delivery
from support.actions.sources import SourceRefusal, record_of
from support.models import Source
from support.queries.sources import may_be_tried
from support.sources.samples import TITLE, sample


class NothingToTryWith(SourceRefusal):
    """Only what the sender itself sends would come through."""


def send_test_alert(*, source: Source, by: Member, at: datetime) -> int:
    """
    Store a request as the sender would send it, a harmless alert; the next one is its end.

    It takes the way of every request from the door on. Returns the delivery's number.

    :raises NothingToTryWith: the source has no live token, or must be tried from the other side.
    """
    token = source.tokens.live().order_by("pk").last()
    if token is None or not may_be_tried(source):
        raise NothingToTryWith(_("This source can only be tried from the sender’s side."))
    firing = source.alerts.firing().filter(name=TITLE).order_by("-pk").first()
    began_at = firing.starts_at if firing else None
    try:
        delivery = store_delivery(
            token_id=token.pk,
            source_id=source.pk,
            headers={"User-Agent": "Sixweek (test button)", "Content-Type": "application/json"},
            body=sample(source.kind, at=at, began_at=began_at),
            at=at,
        )
    except TokenWasRevoked as fault:
        raise NothingToTryWith(_("The token was revoked just now.")) from fault
    # The request is stored by a statement that is a transaction of its own, as at the door.
    with transaction.atomic():
        record_of(source, by, at, verb="try_source", delivery=delivery)
    return delivery
