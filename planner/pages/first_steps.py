"""What stands between a new workspace and its first cycle."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planner.kit.geography import countries
from planner.models import Workspace


@dataclass(frozen=True)
class Step:
    """``stands`` is what there is already; a step that is done may be taken again."""

    name: str
    stands: str
    url: str
    is_done: bool


def first_steps(workspace: Workspace) -> tuple[Step, ...]:
    """In the order in which its manager takes them; three queries."""
    people = workspace.members.working().count()
    epics = workspace.epics.count()
    sources = workspace.sources.count()

    def way_to(page: str) -> str:
        return reverse(page, args=[workspace.slug])

    return (
        Step(
            _("Say where you work"),
            f"{workspace.time_zone}, {_holidays_of(workspace)}",
            way_to("settings"),
            is_done=bool(workspace.country),
        ),
        Step(
            _("Invite people"),
            ngettext("%(n)s person", "%(n)s people", people) % {"n": people},
            way_to("people"),
            is_done=people > 1,
        ),
        Step(
            _("Write down epics"),
            ngettext("%(n)s epic", "%(n)s epics", epics) % {"n": epics},
            way_to("cycles:roadmap" if epics else "cycles:new_epic"),
            is_done=bool(epics),
        ),
        Step(
            _("Let alerts come in"),
            ngettext("%(n)s source", "%(n)s sources", sources) % {"n": sources},
            way_to("support:sources" if sources else "support:new_source"),
            is_done=bool(sources),
        ),
    )


def _holidays_of(workspace: Workspace) -> str:
    if not workspace.country:
        return _("no public holidays")
    return _("public holidays of %(country)s") % {
        "country": dict(countries()).get(workspace.country, workspace.country)
    }
