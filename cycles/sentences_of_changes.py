"""How the log tells what is done to compare the roadmap with what it was."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from planner.telling import Sentence

SENTENCES_OF_CHANGES: Final[dict[str, Sentence]] = {
    "take_snapshot": Sentence(_("took a snapshot of the roadmap: {name}")),
}
