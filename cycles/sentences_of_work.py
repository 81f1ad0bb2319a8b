"""How the log tells what happens to an epic while it is worked on."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cycles.models import ScopeItem
from planner.kit.dates import day_of_log
from planner.telling import Sentence

WORK: Final[dict[str, Sentence]] = {
    "raise_unknown": Sentence(
        _("raised an unknown of {epic}: {question}"), here=_("raised unknown {number}: {question}")
    ),
    "investigate_unknown": Sentence(
        _("looks into unknown {number} of {epic}: {question}"),
        here=_("looks into unknown {number}: {question}"),
    ),
    "leave_unknown": Sentence(
        _("stopped looking into unknown {number} of {epic}: {question}"),
        here=_("stopped looking into unknown {number}: {question}"),
    ),
    "resolve_unknown": Sentence(
        _("answered unknown {number} of {epic}: {answer}"),
        here=_("answered unknown {number}: {answer}"),
    ),
    "reopen_unknown": Sentence(
        _("asked unknown {number} of {epic} again: {question}"),
        here=_("asked unknown {number} again: {question}"),
    ),
    "edit_unknown": Sentence(
        _("edited unknown {number} of {epic}: {changes}"),
        words={"due_on": day_of_log},
        fields={
            "question": _("question"),
            "owner_id": _("owner"),
            "due_on": _("answer due"),
            "answer": _("what is known"),
        },
        rewritten=frozenset({"answer"}),
        names={"owner_id": "owners"},
        here=_("edited unknown {number}: {changes}"),
    ),
    "add_scope_item": Sentence(
        _("added {item} to the scope of {epic}, as {kind}"),
        words={"kind": ScopeItem.Kind},
        here=_("added {item} to the scope, as {kind}"),
    ),
    "edit_scope_item": Sentence(
        _("edited {item} in the scope of {epic}: {changes}"),
        fields={"title": _("title")},
        here=_("edited {item}: {changes}"),
    ),
    "move_scope_item": Sentence(
        _("moved {item} to place {place} in the scope of {epic}"),
        here=_("moved {item} to place {place} in the scope"),
    ),
    "judge_scope_item": Sentence(
        _("moved {item} of {epic} from {before} to {kind}"),
        words={"kind": ScopeItem.Kind, "before": ScopeItem.Kind},
        here=_("moved {item} from {before} to {kind}"),
    ),
    "cut_scope_item": Sentence(_("cut {item} of {epic}: {reason}"), here=_("cut {item}: {reason}")),
    "build_scope_item": Sentence(_("built {item} of {epic}"), here=_("built {item}")),
    "unbuild_scope_item": Sentence(
        _("took back that {item} of {epic} is built"), here=_("took back that {item} is built")
    ),
    "propose_commitment": Sentence(
        _("proposed a promise for {epic}: {promise}"), here=_("proposed a promise: {promise}")
    ),
    "sign_commitment": Sentence(_("signed the promise of {epic}"), here=_("signed the promise")),
    "sign_commitment_for": Sentence(
        _("signed the promise of {epic} for {name}"), here=_("signed the promise for {name}")
    ),
    "commit_to_scope": Sentence(
        _("saw {epic} committed: {names} have signed"),
        here=_("saw it committed: {names} have signed"),
    ),
    "withdraw_commitment": Sentence(
        _("withdrew the promise of {epic}: {promise}"), here=_("withdrew the promise: {promise}")
    ),
    "confirm_commitment": Sentence(
        _("said that the promise of {epic} still holds"),
        here=_("said that the promise still holds"),
    ),
    "doubt_commitment": Sentence(
        _("said that the promise of {epic} has changed: {note}"),
        here=_("said that the promise has changed: {note}"),
    ),
    "move_on_hill": Sentence(
        _("moved {epic} on the hill, from {before} to {place}"),
        here=_("moved it on the hill, from {before} to {place}"),
    ),
    "move_back_on_hill": Sentence(
        _("moved {epic} back on the hill, from {before} to {place}: {note}"),
        here=_("moved it back on the hill, from {before} to {place}: {note}"),
    ),
    "add_link": Sentence(_("linked {epic} to {title}"), here=_("linked to {title}")),
    "remove_link": Sentence(
        _("removed the link from {epic} to {title}"), here=_("removed the link to {title}")
    ),
    "begin_epic": Sentence(_("began with {epic}"), here=_("began with it")),
    "let_epic_wait": Sentence(
        _("let {epic} wait for its turn again"), here=_("let it wait for its turn again")
    ),
    "ship_epic": Sentence(_("shipped {epic}"), here=_("shipped it")),
    "unship_epic": Sentence(
        _("took back that {epic} is shipped"), here=_("took back that it is shipped")
    ),
}
