"""How the log tells what happens on the roadmap."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cycles.queries.window_words import words_of_text
from planner.telling import Sentence

SENTENCES_OF_ROADMAP: Final[dict[str, Sentence]] = {
    "place_epic": Sentence(
        _("moved {title} on the roadmap: {before} → {after}"),
        words={"before": words_of_text, "after": words_of_text},
        here=_("moved it on the roadmap: {before} → {after}"),
    ),
}
