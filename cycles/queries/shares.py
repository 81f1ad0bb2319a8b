"""Links to the read-only roadmap: whose one is, and those of a workspace."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.models import ShareLink
from planner.kit.dates import day_with_year
from planner.kit.secrets import digest_of
from planner.models import Member


@dataclass(frozen=True)
class ShareRow:
    """``revoke_url`` is empty where it has ended by itself or was ended."""

    name: str
    about: str
    state: str
    revoke_url: str


@dataclass(frozen=True)
class SharesPage:
    shares: tuple[ShareRow, ...]
    url: str
    roadmap_url: str


def share_of(token: str, *, at: datetime) -> ShareLink | None:
    """The link that a token belongs to, if it works today in its workspace."""
    link = (
        ShareLink.objects.unrevoked()
        .select_related("workspace")
        .filter(token_hash=digest_of(token))
        .first()
    )
    if link is None or at.astimezone(link.workspace.zone).date() > link.ends_on:
        return None
    found: ShareLink = link
    return found


def shares_page(reader: Member, *, today: date) -> SharesPage:
    """Those that work first."""
    workspace = reader.workspace
    links = ShareLink.objects.filter(workspace=workspace).select_related("created_by__person")
    rows = [_row(one, reader, today) for one in links.order_by("-created_at", "-pk")]
    return SharesPage(
        tuple(sorted(rows, key=lambda row: not row.revoke_url)),
        reverse("cycles:shares", args=[workspace.slug]),
        reverse("cycles:roadmap", args=[workspace.slug]),
    )


def _row(link: ShareLink, reader: Member, today: date) -> ShareRow:
    made = day_with_year(link.created_at.astimezone(reader.zone).date())
    who = link.created_by.name if link.created_by else ""
    used = (
        _("last read on %(day)s")
        % {"day": day_with_year(link.last_used_at.astimezone(reader.zone).date())}
        if link.last_used_at
        else _("never read")
    )
    facts = {"day": made, "name": who, "used": used}
    about = _("Made on %(day)s by %(name)s, %(used)s") if who else _("Made on %(day)s, %(used)s")
    works = link.revoked_at is None and link.ends_on >= today
    if link.revoked_at:
        state = _("revoked")
    elif works:
        state = _("until %(day)s") % {"day": day_with_year(link.ends_on)}
    else:
        state = _("ended on %(day)s") % {"day": day_with_year(link.ends_on)}
    url = reverse("cycles:revoke_share", args=[reader.workspace.slug, link.pk])
    return ShareRow(link.name, about % facts, state, url if works else "")
