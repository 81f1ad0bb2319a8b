"""A token that is used says when, roughly."""

from datetime import datetime, timedelta

from django.db.models import Q

from planner.models import ApiToken

AT_MOST_EVERY = timedelta(minutes=1)


def note_token_use(*, token: ApiToken, at: datetime) -> None:
    """
    Note the use of a token, at most once a minute: reading must not cost a write each time.

    Told by no activity: it is no change that anybody made.
    """
    stale = at - AT_MOST_EVERY
    if token.last_used_at is None or token.last_used_at <= stale:
        ApiToken.objects.filter(
            Q(last_used_at=None) | Q(last_used_at__lte=stale), pk=token.pk
        ).update(last_used_at=at)
