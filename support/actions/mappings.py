"""Where in a generic sender's body things lie: said by a person, followed by the digestion."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from planner.models import Member
from support.actions.sources import SourceRefusal, locked_source, record_of
from support.models import Source
from support.queries.intake_words import intake_said
from support.sources.generic import FIELDS
from support.sources.paths import NoPath, parse


class NothingToMap(SourceRefusal):
    """Only a generic source is mapped: of the others it is known where things lie."""


class MappingIsNoGood(SourceRefusal):
    """One of its paths cannot be followed; ``field`` says which."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


@transaction.atomic
def map_source(
    *,
    source: Source,
    mapping: Mapping[str, str],
    by: Member,
    at: datetime,
    seen_version: int | None = None,
) -> Source:
    """
    Read the source's bodies so from now on; what was digested before stays as it is.

    Fields that are left out, or empty, are looked for under the names that senders mostly use.

    :raises NothingToMap: :raises MappingIsNoGood: :raises SourceHasChanged:
    :raises SourceWasRemoved:
    """
    source = locked_source(source, seen_version)
    if source.kind != Source.Kind.GENERIC:
        raise NothingToMap(
            _("Of %(kind)s it is known where things lie.") % {"kind": source.get_kind_display()}
        )
    kept = {
        field: text.strip()
        for field, text in mapping.items()
        if field in (*FIELDS, "resolved") and text.strip()
    }
    for field in FIELDS:
        try:
            parse(kept.get(field, ""))
        except NoPath as fault:
            raise MappingIsNoGood(field, intake_said(str(fault))) from fault
    if kept != source.mapping:
        source.mapping = kept
        source.version += 1
        source.save(update_fields=["mapping", "version"])
        record_of(source, by, at, verb="map_source")
    return source
