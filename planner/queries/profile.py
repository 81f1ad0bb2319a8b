"""What a person sees of themselves, and where they can go."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _

from planner.kit.dates import day_with_year
from planner.kit.lists import listed
from planner.models import ApiToken, Member, Person, Role, Workspace


@dataclass(frozen=True)
class TokenRow:
    pk: int
    name: str
    prefix: str
    reach: str
    rights: str
    used: str
    until: str
    is_over: bool


@dataclass(frozen=True)
class ProfilePage:
    tokens: tuple[TokenRow, ...]
    workspaces: tuple[Workspace, ...]


@dataclass(frozen=True)
class HomeRow:
    name: str
    url: str
    role: str


def memberships(person: Person) -> tuple[Member, ...]:
    """The person's places, by the workspace's name."""
    found = person.memberships.active().select_related("workspace")
    return tuple(found.order_by("workspace__name", "pk"))


def home_page(person: Person) -> tuple[HomeRow, ...]:
    """The workspaces that the person is in."""
    return tuple(
        HomeRow(
            name=member.workspace.name,
            url=member.workspace.get_absolute_url(),
            role=str(Role(member.role).label),
        )
        for member in memberships(person)
    )


def profile_page(person: Person, *, at: datetime) -> ProfilePage:
    """The person's tokens that were not revoked, the latest first, and their workspaces."""
    tokens = (
        ApiToken.objects.filter(person=person, revoked_at=None)
        .prefetch_related("workspaces")
        .order_by("-created_at", "-pk")
    )
    zone = get_current_timezone()
    return ProfilePage(
        tokens=tuple(_row(token, at, ZoneInfo(str(zone))) for token in tokens),
        workspaces=tuple(member.workspace for member in memberships(person)),
    )


def _row(token: ApiToken, at: datetime, zone: ZoneInfo) -> TokenRow:
    names = [workspace.name for workspace in token.workspaces.all()]
    is_over = token.expires_at is not None and token.expires_at <= at
    return TokenRow(
        pk=token.pk,
        name=token.name,
        prefix=token.prefix,
        reach=listed(names) or _("all your workspaces"),
        rights=_("reads") if token.read_only else _("reads and changes"),
        used=_moment(token.last_used_at, zone) or _("never"),
        until=_moment(token.expires_at, zone),
        is_over=is_over,
    )


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return day_with_year(localtime(at, zone)) if at else ""
