"""How the log tells what happens to the ratio."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from planner.kit.dates import day_of_log
from planner.telling import Sentence

SENTENCES: Final = {
    "correct_day": Sentence(
        _("said that {percent} percent of {on} were reactive for {member}: {reason}"),
        words={"on": day_of_log},
    ),
    "strike_correction": Sentence(
        _("took back the correction of {on} for {member}"), words={"on": day_of_log}
    ),
    "remember_ratio": Sentence(_("wrote down the ratio of cycle {cycle}, which was over")),
}
