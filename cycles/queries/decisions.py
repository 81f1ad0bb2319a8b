"""All decisions of all reviews, as rows of a table."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cycles.models import Decision
from cycles.queries.review_words import item_title
from planner.kit.csv import Cell
from planner.models import Workspace


def decisions_head() -> tuple[str, ...]:
    return (_("Review"), _("Theme"), _("Decision"), _("Who"), _("Written at"))


def decision_rows(workspace: Workspace) -> Iterator[tuple[Cell, ...]]:
    """The earliest first; read in parts, however many there are."""
    rows = Decision.objects.standing().filter(item__review__workspace=workspace)
    rows = rows.select_related("item__review", "item__theme", "made_by__person")
    zone = workspace.zone
    for one in rows.order_by("made_at", "pk").iterator(chunk_size=500):
        review = one.item.review
        yield (
            (review.closed_at or review.opened_at).astimezone(zone).date(),
            item_title(one.item.theme.name if one.item.theme else ""),
            one.text,
            one.made_by.name if one.made_by else "",
            one.made_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        )
