"""The pages that the frame of every page leads to, and whom each lets in."""

from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy

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
)


class Door(NamedTuple):
    """A page of a workspace that the frame leads to: offered to all whom the page lets in."""

    view: str
    name: Any
    icon: str
    permission: Permission
    key: str = ""
    also: tuple[str, ...] = ()  # further views of the same place
    at_thumb: bool = True  # in the bar of the phone, else behind its More


PLACES: Final = (
    Door(
        "now",
        gettext_lazy("Now"),
        "layers",
        may_see,
        "g n",
        ("cycles:board", "cycles:task", "cycles:new_task", "cycles:edit_task"),
    ),
    Door(
        "cycles:plan_next",
        gettext_lazy("Plan"),
        "calendar-days",
        may_see,
        "g p",
        ("cycles:plan", "cycles:past", "cycles:close", "report", "report_version"),
        at_thumb=False,
    ),
    Door(
        "cycles:roadmap",
        gettext_lazy("Roadmap"),
        "route",
        may_see,
        "g r",
        (
            "cycles:place",
            "cycles:changes",
            "cycles:vision",
            "cycles:theme",
            "cycles:shares",
            "cycles:reviews",
            "cycles:review",
            "cycles:open_review",
            "cycles:close_review",
        ),
        at_thumb=False,
    ),
    Door(
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
    Door(
        "support:shield",
        gettext_lazy("Shield"),
        "shield",
        may_shield,
        "g d",
        ("support:interruption", "support:ask"),
    ),
    Door(
        "support:ratio",
        gettext_lazy("Ratio"),
        "scale",
        may_see,
        "g t",
        ("support:ratio_days", "support:ratio_day", "support:causes", "support:cause"),
    ),
    Door(
        "support:health",
        gettext_lazy("Health"),
        "heart-pulse",
        may_see,
        "g h",
        ("support:health_of", "support:health_nodes"),
    ),
)
# The pages of who only asks. Those who see the desk look there.
ASKING: Final = (
    Door("support:ask_desk", gettext_lazy("Ask"), "question", may_ask, "g a"),
    Door(
        "support:mine", gettext_lazy("What you asked"), "list", may_ask, "g m", ("support:asked",)
    ),
)
# Pages that stand behind those, found by the menu and the palette.
MORE: Final = (
    Door("cycles:changes", gettext_lazy("Changes on the roadmap"), "git-compare", may_see),
    Door(
        "cycles:reviews",
        gettext_lazy("Roadmap reviews"),
        "gavel",
        may_see,
        also=("cycles:review", "cycles:open_review", "cycles:close_review", "cycles:decision"),
    ),
    Door(
        "cycles:leave",
        gettext_lazy("Leave"),
        "calendar-off",
        may_see_people,
        also=("cycles:new_leave", "cycles:edit_leave"),
    ),
    Door(
        "support:rotation",
        gettext_lazy("On-support rotation"),
        "repeat",
        may_see,
        also=("support:lead_day",),
    ),
    Door("support:on_support", gettext_lazy("On support now"), "headset", may_enter),
    Door(
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
    Door("support:owned", gettext_lazy("What developers own"), "boxes", may_enter),
)
SETTINGS: Final = (
    Door("settings", gettext_lazy("Workspace"), "settings", may_change_settings),
    Door(
        "people",
        gettext_lazy("People"),
        "users",
        may_see_people,
        also=("person", "invite", "deactivate", "reactivate", "resend_invitation"),
    ),
    Door("cycles:settings", gettext_lazy("Cycle calendar"), "calendar-days", may_plan),
    Door(
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
    Door(
        "support:clusters",
        gettext_lazy("Clusters"),
        "server",
        may_see,
        also=("support:cluster", "support:add_cluster", "support:threshold"),
    ),
    Door(
        "support:answers",
        gettext_lazy("Saved answers"),
        "message-square-text",
        may_see,
        also=("support:answer",),
    ),
    Door(
        "support:ask_link",
        gettext_lazy("People who ask"),
        "question",
        may_change_settings,
        also=("support:revoke_ask_link",),
    ),
    Door(
        "support:classification",
        gettext_lazy("Classification"),
        "list-filter",
        may_see,
        also=("support:new_rule", "support:rule", "support:reclassify", "support:reset_rules"),
    ),
    Door(
        "support:developers",
        gettext_lazy("Developers’ teams"),
        "users-round",
        may_see,
        also=("support:developer_team", "support:new_developer_team"),
    ),
    Door("support:desk_settings", gettext_lazy("Desk"), "sliders-horizontal", may_change_settings),
    Door("support:hearing", gettext_lazy("What you are told"), "inbox", may_be_told),
    Door("support:notices", gettext_lazy("Telling people"), "send", may_change_settings),
    Door("support:escalation", gettext_lazy("Escalation"), "alarm-clock", may_change_settings),
    Door(
        "support:webhooks",
        gettext_lazy("Webhooks"),
        "webhook",
        may_change_settings,
        also=("support:endpoint", "support:message"),
    ),
    Door("activity", gettext_lazy("Activity"), "history", may_see_activity),
)
