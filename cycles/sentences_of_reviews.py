"""How the log tells what happens in reviews of the roadmap."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from planner.kit.dates import day_of_log
from planner.telling import Sentence

SENTENCES_OF_REVIEWS: Final = {
    "open_review": Sentence(_("opened a review of the roadmap")),
    "arrange_agenda": Sentence(_("arranged the agenda of the review")),
    "name_participants": Sentence(_("said who takes part in the review: {count}")),
    "call_off_review": Sentence(_("called the review off")),
    "close_review": Sentence(
        _("closed the review: {decisions} decided, {questions} asked, next on {next_on}"),
        words={"next_on": day_of_log},
    ),
    "add_addendum": Sentence(_("added to the minutes: {text}")),
    "decide": Sentence(_("wrote down a decision: {text}")),
    "edit_decision": Sentence(_("edited a decision: {changes}"), fields={"text": _("decision")}),
    "withdraw_decision": Sentence(_("took back a decision: {text}")),
    "restore_decision": Sentence(_("brought back a decision: {text}")),
    "ask_in_review": Sentence(_("left a question open: {text}")),
    "edit_review_question": Sentence(
        _("edited the question {text}: {changes}"),
        words={"due_on": day_of_log},
        fields={"text": _("question"), "owner_id": _("owner"), "due_on": _("answer due")},
        names={"owner_id": "owners"},
    ),
    "answer_review_question": Sentence(_("answered {text}: {answer}")),
    "make_unknown": Sentence(_("made {text} an unknown of {epic}")),
}
