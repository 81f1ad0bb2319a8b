"""How the log tells what happens to cards and boards."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cycles.models import Task, Team
from planner.telling import Sentence

_COLUMNS: Final = {"column": Task.Column, "left": Task.Column}

SENTENCES_OF_BOARDS: Final = {
    "add_task": Sentence(_("wrote the card {key} {title}")),
    "edit_task": Sentence(
        _("edited {key} {title}: {changes}"),
        fields={
            "title": _("title"),
            "description": _("description"),
            "epic_id": _("epic"),
            "scope_item_id": _("scope item"),
            "unknown_id": _("unknown"),
        },
        rewritten=frozenset({"description"}),
        names={"epic_id": "epics", "scope_item_id": "items", "unknown_id": "questions"},
    ),
    "move_task": Sentence(_("moved {key} {title} from {left} to {column}"), words=_COLUMNS),
    "move_task_over_limit": Sentence(
        _("moved {key} {title} to {column}, over its limit of {limit}: {reason}"), words=_COLUMNS
    ),
    "order_task": Sentence(_("put {key} {title} elsewhere in {column}"), words=_COLUMNS),
    "assign_task": Sentence(_("gave {key} {title} to {to}")),
    "release_task": Sentence(_("took {key} {title} from {before}")),
    "block_task": Sentence(_("called {key} {title} blocked: {reason}")),
    "unblock_task": Sentence(_("let {key} {title} go on")),
    "set_board_limits": Sentence(
        _("changed the limits of the board of {team}, cycle {cycle}: {changes}"),
        words={"team": Team.Kind},
        fields={
            "doing_limit": _("Doing"),
            "review_limit": _("In review"),
        },
    ),
    "carry_cards": Sentence(_("carried {count} unfinished cards into cycle {cycle}")),
}
