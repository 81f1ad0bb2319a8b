"""The roadmap on paper: what stands around its drawing, in words."""

from datetime import date

from django.utils.translation import gettext as _

from cycles.queries.roadmap import RoadmapPage
from planner.kit.dates import day_with_year
from planner.kit.paper import Drawing
from planner.models import Workspace


def on_paper(page: RoadmapPage, drawing: str, workspace: Workspace, *, today: date) -> Drawing:
    return Drawing(
        _("Roadmap"),
        drawing,
        " ".join(filter(None, (_("Roadmap"), page.statement, page.lead, page.conclusion))),
        f"{page.lead} {page.conclusion}".strip(),
        page.statement,
        _("%(workspace)s, printed on %(day)s")
        % {"workspace": workspace.name, "day": day_with_year(today)},
    )
