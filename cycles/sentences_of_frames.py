"""How the log tells what happens to the frame of the roadmap: what stands around its epics."""

from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from planner.kit.dates import day_of_log
from planner.telling import Sentence


def percent_of_log(value: int) -> str:
    """60 %"""
    return gettext("%(percent)s %%") % {"percent": value}


SENTENCES_OF_FRAMES: Final[dict[str, Sentence]] = {
    "need_epic": Sentence(
        _("wrote down that {epic} needs {key} {needed}"),
        here=_("wrote down that it needs {key} {needed}"),
    ),
    "need_no_more": Sentence(
        _("wrote down that {epic} needs {key} {needed} no more"),
        here=_("wrote down that it needs {key} {needed} no more"),
    ),
    "remove_theme": Sentence(_("took the theme {name} off the roadmap")),
    "note_reading": Sentence(
        _("read the measure of {name} on {on}: {value}"),
        words={"on": day_of_log},
        here=_("read its measure on {on}: {value}"),
    ),
    "strike_reading": Sentence(
        _("struck the reading of {name} on {on}: {value}"),
        words={"on": day_of_log},
        here=_("struck the reading on {on}: {value}"),
    ),
    "add_marker": Sentence(_("marked {on}: {title}"), words={"on": day_of_log}),
    "edit_marker": Sentence(
        _("changed the marker {title}: {changes}"),
        words={"on": day_of_log},
        fields={"on": _("day"), "title": _("title")},
    ),
    "remove_marker": Sentence(_("removed the marker of {on}: {title}"), words={"on": day_of_log}),
    "set_vision_target": Sentence(
        _("set the vision target from {from_on} on to {percent}"),
        words={"from_on": day_of_log, "percent": percent_of_log},
    ),
    "drop_vision_target": Sentence(
        _("dropped the vision target of {percent} from {from_on} on"),
        words={"from_on": day_of_log, "percent": percent_of_log},
    ),
    "share_roadmap": Sentence(
        _("shared the roadmap until {ends_on}: {name}"), words={"ends_on": day_of_log}
    ),
    "revoke_share": Sentence(_("revoked a link to the roadmap: {name}")),
}
