"""How the log tells what happens to the frame of the roadmap: what stands around its epics."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from planner.telling import Sentence

SENTENCES_OF_FRAMES: Final[dict[str, Sentence]] = {
    "need_epic": Sentence(
        _("wrote down that {epic} needs {key} {needed}"),
        here=_("wrote down that it needs {key} {needed}"),
    ),
    "need_no_more": Sentence(
        _("wrote down that {epic} needs {key} {needed} no more"),
        here=_("wrote down that it needs {key} {needed} no more"),
    ),
}
