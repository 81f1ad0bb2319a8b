"""What every page shows around itself: where one is, where one can go, what the time is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy, pgettext

from cycles.queries.drawings import running_bar
from planner.access import (
    Permission,
    may_ask,
    may_be_told,
    may_change_settings,
    may_enter,
    may_plan,
    may_see,
    may_see_activity,
    may_see_people,
    may_shield,
    may_work_the_desk,
)
from planner.kit.drawings import SixWeeks
from planner.models import Member, Person, Workspace
from support.queries.frame import open_tickets, waiting_asks
from support.queries.notices import unread_count


class _Door(NamedTuple):
    """A page of a workspace that the frame leads to: offered to all whom the page lets in."""

    view: str
    name: Any
    icon: str
    permission: Permission
    key: str = ""
    also: tuple[str, ...] = ()  # further views of the same place


_OF_HEALTH: Final = ("support:health_of", "support:health_nodes")
_PLACES: Final = (
    _Door(
        "now",
        gettext_lazy("Now"),
        "layers",
        may_see,
        "g n",
        ("cycles:board", "cycles:task", "cycles:new_task", "cycles:edit_task"),
    ),
    _Door(
        "cycles:plan_next",
        gettext_lazy("Plan"),
        "calendar-days",
        may_see,
        "g p",
        ("cycles:plan", "cycles:past", "cycles:close", "report", "report_version"),
    ),
    _Door(
        "cycles:roadmap",
        gettext_lazy("Roadmap"),
        "route",
        may_see,
        "g r",
        ("cycles:place", "cycles:changes"),
    ),
    _Door(
        "support:desk",
        gettext_lazy("Support"),
        "bell",
        may_see,
        "g s",
        (
            "support:ticket",
            "support:new_ticket",
            "support:alerts",
            "support:alert",
            "support:groups",
            "support:filter",
        ),
    ),
    _Door("support:health", gettext_lazy("Health"), "heart-pulse", may_see, "g h", _OF_HEALTH),
    _Door(
        "support:shield",
        gettext_lazy("Shield"),
        "shield",
        may_shield,
        "g d",
        ("support:interruption", "support:ask"),
    ),
)
# The pages of who only asks. Those who see the desk look there.
_ASKING: Final = (
    _Door("support:ask_desk", gettext_lazy("Ask"), "question", may_ask, "g a"),
    _Door(
        "support:mine", gettext_lazy("What you asked"), "list", may_ask, "g m", ("support:asked",)
    ),
)
# Pages that stand behind those, found by the menu and the palette.
_MORE: Final = (
    _Door("cycles:changes", gettext_lazy("Changes on the roadmap"), "git-compare", may_see),
    _Door(
        "cycles:reviews",
        gettext_lazy("Roadmap reviews"),
        "gavel",
        may_see,
        also=("cycles:review", "cycles:open_review", "cycles:close_review", "cycles:decision"),
    ),
    _Door(
        "cycles:leave",
        gettext_lazy("Leave"),
        "calendar-off",
        may_see_people,
        also=("cycles:new_leave", "cycles:edit_leave"),
    ),
    _Door(
        "support:rotation",
        gettext_lazy("On-support rotation"),
        "repeat",
        may_see,
        also=("support:lead_day",),
    ),
    _Door("support:on_support", gettext_lazy("On support now"), "headset", may_enter),
    _Door(
        "support:causes",
        gettext_lazy("Causes"),
        "tags",
        may_see,
        "g c",
        (
            "support:new_cause",
            "support:attribute",
            "support:cause",
            "support:make_it_an_epic",
            "support:end_cause_by",
        ),
    ),
)
_SETTINGS: Final = (
    _Door("settings", gettext_lazy("Workspace"), "settings", may_change_settings),
    _Door(
        "people",
        gettext_lazy("People"),
        "users",
        may_see_people,
        also=("person", "invite", "deactivate", "reactivate", "resend_invitation"),
    ),
    _Door("cycles:settings", gettext_lazy("Cycle calendar"), "calendar-days", may_plan),
    _Door(
        "support:sources",
        gettext_lazy("Sources"),
        "radio-tower",
        may_see,
        also=(
            "support:source",
            "support:new_source",
            "support:remove_source",
            "support:delivery",
            "support:rejected",
            "support:mapping",
            "support:silences",
        ),
    ),
    _Door(
        "support:clusters",
        gettext_lazy("Clusters"),
        "server",
        may_see,
        also=("support:cluster", "support:add_cluster", "support:threshold"),
    ),
    _Door(
        "support:answers",
        gettext_lazy("Saved answers"),
        "message-square-text",
        may_see,
        also=("support:answer",),
    ),
    _Door(
        "support:ask_link",
        gettext_lazy("People who ask"),
        "question",
        may_change_settings,
        also=("support:revoke_ask_link",),
    ),
    _Door(
        "support:classification",
        gettext_lazy("Classification"),
        "list-filter",
        may_see,
        also=("support:new_rule", "support:rule", "support:reclassify", "support:reset_rules"),
    ),
    _Door(
        "support:developers",
        gettext_lazy("Developers’ teams"),
        "users-round",
        may_see,
        also=("support:developer_team", "support:new_developer_team"),
    ),
    _Door("support:desk_settings", gettext_lazy("Desk"), "sliders-horizontal", may_change_settings),
    _Door("support:hearing", gettext_lazy("What you are told"), "inbox", may_be_told),
    _Door("support:notices", gettext_lazy("Telling people"), "send", may_change_settings),
    _Door("support:escalation", gettext_lazy("Escalation"), "alarm-clock", may_change_settings),
    _Door(
        "support:webhooks",
        gettext_lazy("Webhooks"),
        "webhook",
        may_change_settings,
        also=("support:endpoint", "support:message"),
    ),
    _Door("activity", gettext_lazy("Activity"), "history", may_see_activity),
)


@dataclass(frozen=True)
class Place:
    """An entry of the main navigation."""

    view: str
    name: str
    url: str
    icon: str
    key: str
    is_current: bool

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

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Where this member can go. What they may not see is not offered."""
        sees = self.member is not None and may_see(self.member)
        return tuple(self._through(_PLACES if sees else _ASKING))

    @cached_property
    def more_places(self) -> tuple[Place, ...]:
        """What stands behind the places."""
        return tuple(self._through(_MORE))

    @cached_property
    def settings_places(self) -> tuple[Place, ...]:
        """What of the settings this member can open."""
        return tuple(self._through(_SETTINGS))

    def _through(self, doors: Iterable[_Door]) -> Iterator[Place]:
        if self.member is None:
            return
        for door in doors:
            if door.permission(self.member):
                url = reverse(door.view, args=[self.slug])
                is_current = self.view_name in (door.view, *door.also)
                yield Place(door.view, str(door.name), url, door.icon, door.key, is_current)

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

    @cached_property
    def unread(self) -> int:
        return unread_count(self.member) if self.member else 0

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
        return self.settings_places[0].url if self.settings_places else ""

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
