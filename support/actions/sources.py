"""Who may send us alerts: sources, and the tokens they show."""

from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from planner.activity import record
from planner.kit.lists import listed
from planner.kit.secrets import NewToken, new_token
from planner.models import Member, Workspace
from support.models import Source, SourceToken

TOKENS_AT_ONCE: Final = 2
LONGEST_REPEAT: Final = 7 * 24 * 60  # minutes


class SourceRefusal(Exception):
    """Why a source stays as it is; the message is for the person who asked."""


class NameIsTaken(SourceRefusal):
    """Another source of the workspace is called so."""


class NameIsMissing(SourceRefusal):
    """A source needs a name to be told from the others."""


class UnknownKind(SourceRefusal):
    """We do not speak that sender's language."""


class SourceWasRemoved(SourceRefusal):
    """It receives nothing any more."""


class SourceHasChanged(SourceRefusal):
    """It is not the version that the caller has seen."""


class TwoTokensAreLive(SourceRefusal):
    """Two are enough to move a sender from one to the other."""


class NoSuchRepeat(SourceRefusal):
    """Nothing repeats so often, or so rarely."""


class AlreadyRevoked(SourceRefusal):
    """The token opens nothing any more."""


@transaction.atomic
def create_source(
    *, workspace: Workspace, kind: str, name: str, by: Member | None, at: datetime
) -> tuple[Source, NewToken]:
    """
    Make a source with its first token, whose text is known only now.

    :raises UnknownKind: :raises NameIsMissing: :raises NameIsTaken: nothing is made then.
    """
    kinds = [known for known, _word in Source.kinds()]
    if kind not in kinds:
        raise UnknownKind(
            _("There is no kind of source called “%(kind)s”. There are: %(kinds)s.")
            % {"kind": kind, "kinds": listed(kinds)}
        )
    source = Source(workspace=workspace, kind=kind, created_at=at, created_by=by)
    _save_name(source, name)
    token = _new_token(source, at)
    record_of(source, by, at, verb="create_source", kind=kind)
    return source, token


@transaction.atomic
def rename_source(
    *, source: Source, name: str, by: Member, at: datetime, seen_version: int | None = None
) -> Source:
    """
    :raises SourceHasChanged: :raises SourceWasRemoved: :raises NameIsMissing:
    :raises NameIsTaken:
    """
    source = locked_source(source, seen_version)
    before = source.name
    if before == name.strip():
        return source
    source.version += 1
    _save_name(source, name)
    record_of(source, by, at, verb="rename_source", before=before)
    return source


@transaction.atomic
def change_repeat(*, source: Source, minutes: int, by: Member, at: datetime) -> Source:
    """
    Say how often it repeats what still fires: what it leaves out three times is stale.

    :raises NoSuchRepeat: it is less than a minute, or more than a week.
    :raises SourceWasRemoved:
    """
    source = locked_source(source)
    if not 1 <= minutes <= LONGEST_REPEAT:
        raise NoSuchRepeat(_("Give the minutes between repeats: one to a week of them."))
    if minutes != source.repeat_minutes:
        before, source.repeat_minutes = source.repeat_minutes, minutes
        source.version += 1
        source.save(update_fields=["repeat_minutes", "version"])
        record_of(source, by, at, verb="change_repeat", minutes=minutes, before=before)
    return source


@transaction.atomic
def remove_source(
    *, source: Source, by: Member, at: datetime, seen_version: int | None = None
) -> Source:
    """
    Receive nothing more from it. What it sent stays, and what waits is still digested.

    :raises SourceHasChanged: :raises SourceWasRemoved: somebody else did.
    """
    source = locked_source(source, seen_version)
    source.removed_at = at
    source.version += 1
    source.save(update_fields=["removed_at", "version"])
    record_of(source, by, at, verb="remove_source")
    return source


@transaction.atomic
def add_token(*, source: Source, by: Member, at: datetime) -> NewToken:
    """
    Give it another token beside the one it has, so that the sender can be moved over.

    :raises TwoTokensAreLive: revoke one first. :raises SourceWasRemoved:
    """
    source = locked_source(source)
    if source.tokens.live().count() >= TOKENS_AT_ONCE:
        raise TwoTokensAreLive(
            _("%(name)s has two live tokens already. Revoke one first.") % {"name": source.name}
        )
    token = _new_token(source, at)
    record_of(source, by, at, verb="add_source_token", prefix=token.prefix)
    return token


@transaction.atomic
def revoke_token(*, token: SourceToken, by: Member, at: datetime) -> None:
    """
    Let it open nothing from now on, in every process.

    :raises AlreadyRevoked: the earlier time stands.
    """
    source = Source.objects.select_for_update().get(pk=token.source_id)
    token = source.tokens.get(pk=token.pk)
    if token.revoked_at:
        raise AlreadyRevoked(_("This token was revoked before."))
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    record_of(source, by, at, verb="revoke_source_token", prefix=token.prefix)


def locked_source(source: Source, seen_version: int | None = None) -> Source:
    """:raises SourceWasRemoved: :raises SourceHasChanged: it is not the version that was seen."""
    locked = (
        Source.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=source.pk)
    )
    if locked.removed_at:
        raise SourceWasRemoved(_("%(name)s was removed.") % {"name": locked.name})
    if seen_version is not None and locked.version != seen_version:
        raise SourceHasChanged(_("Somebody changed this source meanwhile. Look again."))
    return locked


def _save_name(source: Source, name: str) -> None:
    source.name = name.strip()
    if not source.name:
        raise NameIsMissing(_("Give the source a name."))
    try:
        with transaction.atomic():
            source.save()
    except IntegrityError as error:
        raise NameIsTaken(
            _("Another source is already called %(name)s.") % {"name": source.name}
        ) from error


def _new_token(source: Source, at: datetime) -> NewToken:
    token = new_token()
    source.tokens.create(prefix=token.prefix, digest=token.digest, created_at=at)
    return token


def record_of(source: Source, by: Member | None, at: datetime, *, verb: str, **data: Any) -> None:
    """Tell of it in the log, by the source's name."""
    record(
        workspace=source.workspace,
        verb=verb,
        thing=source,
        by=by,
        at=at,
        name=source.name,
        **data,
    )
