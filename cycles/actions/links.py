"""Where else an epic is written about."""

from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.refusals import Refusal
from cycles.actions.work import lock_epic, note_change
from cycles.models import Epic, EpicLink
from planner.models import Member

SCHEMES = ("http", "https")


class NotAWebAddress(Refusal):
    """People follow links, so they lead to pages: ``http`` or ``https``, and nothing that runs."""


class AlreadyLinked(Refusal):
    """The epic links to that address."""


class LinkIsGone(Refusal):
    """Somebody else has removed it."""


@transaction.atomic
def add_link(
    *, epic: Epic, url: str, by: Member | None, at: datetime, kind: str, title: str = ""
) -> EpicLink:
    """
    Link to a page elsewhere; without a title it is called by its address. It is never fetched.

    :raises NotAWebAddress: it is no ``http`` or ``https`` address with a host.
    :raises AlreadyLinked: there is a link to it.
    """
    epic, url = lock_epic(epic), url.strip()
    host = _host(url)
    if not host:
        raise NotAWebAddress(_("Give an address that begins with https:// or http://."))
    if epic.links.filter(url=url).exists():
        raise AlreadyLinked(_("This address is linked already."))
    link = EpicLink.objects.create(
        epic=epic, kind=kind, url=url, title=title.strip() or host, added_at=at, added_by=by
    )
    note_change("add_link", link, epic, by, at, title=link.title, url=url)
    return link


@transaction.atomic
def remove_link(*, link: EpicLink, by: Member | None, at: datetime) -> None:
    """
    Link there no more.

    :raises LinkIsGone: it was removed already.
    """
    epic = lock_epic(link.epic)
    found = EpicLink.objects.filter(pk=link.pk).first()
    if found is None:
        raise LinkIsGone(_("Somebody else has removed that link already."))
    note_change("remove_link", found, epic, by, at, title=found.title, url=found.url)
    found.delete()


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - it raises where there is a senseless one
    except ValueError:
        return ""
    return (parts.hostname or "")[:160] if parts.scheme.lower() in SCHEMES else ""
