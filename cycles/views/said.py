"""What is said after cards were changed, with the way back."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.actions.moves import Moved
from cycles.forms.board import move_as_text
from cycles.models import ScopeItem, Task
from planner.kit.toasts import offering, undoable


def said_of_moves(moved: Sequence[Moved], url: str) -> str:
    """Where the cards are now; ``url`` takes the moves that bring them back."""
    column = str(moved[0].task.get_column_display())
    if len({one.task.column for one in moved}) > 1:
        said = _many(len(moved))
    elif len(moved) > 1:
        said = ngettext(
            "%(n)s card is in %(column)s now", "%(n)s cards are in %(column)s now", len(moved)
        ) % {"n": len(moved), "column": column}
    elif moved[0].task.column == moved[0].left.column:
        said = _("%(key)s has another place") % {"key": moved[0].task.key}
    else:
        said = _("%(key)s is in %(column)s now") % {"key": moved[0].task.key, "column": column}
    # Backwards: each card stood before the one that was moved after it.
    back = " ".join(move_as_text(one.task.pk, one.left) for one in reversed(moved))
    return undoable(said, url=url, name="moves", value=back)


def offer_to_build(item: ScopeItem, slug: str) -> str:
    """All cards of a scope item are shipped: whether it is built is for people to say."""
    url = reverse("cycles:build_scope_item", args=[slug, item.epic.key, item.pk])
    said = _("Every card of “%(item)s” is shipped.") % {"item": item.title}
    return offering(said, url=url, label=_("It is built"))


def said_of_assigns(cards: Sequence[Task], before: Mapping[int, int | None], url: str) -> str:
    """Who has the cards now; ``url`` takes who had them before."""
    who = {card.assignee.name if card.assignee else "" for card in cards}
    if len(cards) > 1:
        said = _many(len(cards))
    elif name := who.pop():
        said = _("%(key)s is for %(name)s now") % {"key": cards[0].key, "name": name}
    else:
        said = _("Nobody has %(key)s now") % {"key": cards[0].key}
    back = " ".join(f"{card.pk}:{before.get(card.pk) or 0}" for card in cards)
    return undoable(said, url=url, name="assigns", value=back)


def said_of_blocks(cards: Sequence[Task], url: str = "") -> str:
    """Whether they can go on; ``url`` lets them go on again."""
    if len(cards) > 1:
        said = _many(len(cards))
    elif cards[0].blocked_at:
        said = _("%(key)s is blocked") % {"key": cards[0].key}
    else:
        said = _("%(key)s can go on") % {"key": cards[0].key}
    ids = " ".join(str(card.pk) for card in cards)
    return undoable(said, url=url, name="card", value=ids) if url else said


def _many(count: int) -> str:
    return ngettext("%(n)s card changed", "%(n)s cards changed", count) % {"n": count}
