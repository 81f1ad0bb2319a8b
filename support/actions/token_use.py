"""A source's token that is used says when, roughly."""

from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import DatabaseError

from support.models import SourceToken

log = structlog.get_logger()

AT_MOST_EVERY: Final = timedelta(minutes=1)

_noted: dict[int, datetime] = {}


def note_source_token_use(*, token_id: int, at: datetime) -> None:
    """
    Note the use of a token, at most once a minute and process: a request must not cost a write.

    Told by no activity, for nobody changed anything; and it never fails what was stored already.
    """
    before = _noted.get(token_id)
    if before is not None and at - before < AT_MOST_EVERY:
        return
    _noted[token_id] = at
    try:
        SourceToken.objects.filter(pk=token_id).update(last_used_at=at)
    except DatabaseError as error:
        log.warning("token_use_not_noted", token=token_id, error=str(error))
