"""What every page shows around itself: where one is, where one can go, what the time is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import pgettext

from cycles.queries.drawings import running_bar
from planner.access import may_be_told, may_manage_people, may_see, may_work_the_desk
from planner.kit.drawings import SixWeeks
from planner.models import Member, Person, Workspace
from planner.pages.doors import ASKING, MORE, PLACES, SETTINGS, Door
from support.queries.frame import Clock, Corner, corner_of, open_tickets, waiting_asks


@dataclass(frozen=True)
class Place:
    """An entry of the main navigation."""

    view: str
    name: str
    url: str
    icon: str
    key: str
    is_current: bool
    at_thumb: bool

    @property
    def counts_tickets(self) -> bool:
        return self.view == "support:desk"

    @property
    def counts_asks(self) -> bool:
        return self.view == "support:shield"


@dataclass(frozen=True)
class Choice:
    """One of a few: a theme, a workspace."""

    name: str
    url: str = ""
    value: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class CurrentCycle:
    """The cycle that runs, for the top bar."""

    name: str
    week: str
    url: str
    bar: SixWeeks


@lru_cache(maxsize=4096)  # every page leads to some thirty others, always the same
def _address(view: str, slug: str) -> str:
    return reverse(view, args=[slug])


@dataclass(frozen=True)
class Shell:
    """The frame of one page. What costs a query is asked for when the template shows it."""

    person: Person | None
    member: Member | None
    view_name: str

    @property
    def workspace(self) -> Workspace | None:
        return self.member.workspace if self.member else None

    @property
    def slug(self) -> str:
        return self.member.workspace.slug if self.member else ""

    @property
    def theme(self) -> str:
        """``light`` or ``dark`` when the person chose one; empty leaves it to the system."""
        theme = self.person.theme if self.person else Person.Theme.SYSTEM
        return "" if theme == Person.Theme.SYSTEM else theme

    @property
    def single_keys(self) -> bool:
        return self.person is None or self.person.single_keys

    @property
    def may_invite(self) -> bool:
        return self.member is not None and may_manage_people(self.member)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Where this member can go. What they may not see is not offered."""
        sees = self.member is not None and may_see(self.member)
        return tuple(self._through(PLACES if sees else ASKING))

    @cached_property
    def more_places(self) -> tuple[Place, ...]:
        """What stands behind the places."""
        return tuple(self._through(MORE))

    @cached_property
    def settings_places(self) -> tuple[Place, ...]:
        """What of the settings this member can open."""
        return tuple(self._through(SETTINGS))

    def _through(self, doors: Iterable[Door]) -> Iterator[Place]:
        if self.member is None:
            return
        for door in doors:
            if door.permission(self.member):
                url = _address(door.view, self.slug)
                is_current = self.view_name in (door.view, *door.also)
                yield Place(
                    door.view,
                    str(door.name),
                    url,
                    door.icon,
                    door.key,
                    is_current=is_current,
                    at_thumb=door.at_thumb,
                )

    @cached_property
    def open_tickets(self) -> int:
        """For the count beside Support."""
        return open_tickets(self.member.workspace) if self.member else 0

    @cached_property
    def waiting_asks(self) -> int:
        """For the count beside Shield."""
        return waiting_asks(self.member.workspace) if self.member else 0

    @property
    def walk_up_url(self) -> str:
        """Where one writes down, in five seconds, that somebody came by."""
        if self.member is None or not may_work_the_desk(self.member):
            return ""
        return reverse("support:walk_up", args=[self.slug])

    @property
    def notices_url(self) -> str:
        """Where one reads what one was told; empty for whom nothing is told."""
        told = self.member is not None and may_be_told(self.member)
        return reverse("support:notifications", args=[self.slug]) if told else ""

    @property
    def unread(self) -> int:
        return self._corner.unread if self._corner else 0

    @property
    def clock(self) -> Clock | None:
        """The member's timer, wherever they have gone while it runs."""
        return self._corner.clock if self._corner else None

    @cached_property
    def _corner(self) -> Corner | None:
        told = self.member is not None and may_be_told(self.member)
        return corner_of(self.member, timezone.now()) if self.member and told else None

    @cached_property
    def cycle(self) -> CurrentCycle | None:
        """The running cycle, for those who may see it."""
        if self.member is None or not may_see(self.member):
            return None
        if (running := running_bar(self.member.workspace, timezone.now())) is None:
            return None
        return CurrentCycle(
            running.name, running.week, reverse("now", args=[self.slug]), running.bar
        )

    @cached_property
    def workspaces(self) -> tuple[Choice, ...]:
        """The person's workspaces, to go from one to another."""
        if self.person is None:
            return ()
        members = self.person.memberships.active().order_by("workspace__name")
        return tuple(
            Choice(name, url=reverse("now", args=[slug]), is_current=slug == self.slug)
            for name, slug in members.values_list("workspace__name", "workspace__slug")
        )

    @property
    def themes(self) -> tuple[Choice, ...]:
        chosen = self.person.theme if self.person else ""
        return tuple(
            Choice(str(name), value=value, is_current=value == chosen)
            for value, name in (
                (Person.Theme.SYSTEM, pgettext("theme", "System")),
                (Person.Theme.LIGHT, Person.Theme.LIGHT.label),
                (Person.Theme.DARK, Person.Theme.DARK.label),
            )
        )

    @property
    def home_url(self) -> str:
        """Where the mark leads: to the workspace, else to the choice of one."""
        return reverse("now", args=[self.slug]) if self.member else "/"

    @property
    def jump_url(self) -> str:
        """Where one looks for anything; empty for whom there is nothing to find."""
        return reverse("jump", args=[self.slug]) if self.member and may_see(self.member) else ""

    @property
    def settings_url(self) -> str:
        return next((place.url for place in self._through(SETTINGS)), "")

    @property
    def profile_url(self) -> str:
        return reverse("profile")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``shell``, built when a template first asks for it."""
    return {"shell": SimpleLazyObject(lambda: shell_of(request))}


def shell_of(request: HttpRequest) -> Shell:
    user = getattr(request, "user", None)
    return Shell(
        person=user if isinstance(user, Person) else None,
        member=getattr(request, "member", None),
        view_name=request.resolver_match.view_name if request.resolver_match else "",
    )
