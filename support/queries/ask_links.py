"""The link for people without an account, as the settings show it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from planner.kit.moments import Moment, moment
from planner.models import Member, Workspace
from support.models import AskLink, Inquiry


@dataclass(frozen=True)
class LinkShown:
    prefix: str
    by: str
    made: Moment
    asked: int
    last: Moment | None


@dataclass(frozen=True)
class AskLinkPage:
    url: str
    link: LinkShown | None


def live_link(workspace: Workspace) -> AskLink | None:
    people = AskLink.objects.live().select_related("workspace", "created_by__person")
    return people.filter(workspace=workspace).first()


def ask_link_page(*, member: Member, now: datetime) -> AskLinkPage:
    link = live_link(member.workspace)
    return AskLinkPage(
        url=reverse("support:ask_link", args=[member.workspace.slug]),
        link=_shown(link, member, now) if link else None,
    )


def _shown(link: AskLink, member: Member, now: datetime) -> LinkShown:
    asked = Inquiry.objects.filter(link=link).order_by("-pk")
    last = asked.values_list("ticket__opened_at", flat=True).first()
    return LinkShown(
        prefix=link.prefix,
        by=link.created_by.name,
        made=moment(link.created_at, now=now, zone=member.zone),
        asked=asked.count(),
        last=moment(last, now=now, zone=member.zone) if last else None,
    )
