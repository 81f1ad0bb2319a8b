"""How the log tells what happens to cycles, epics and seats."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cycles.models import Bet, CalendarFeed, Epic, Team
from cycles.sentences_of_work import WORK
from planner.kit.dates import day_of_log
from planner.telling import Sentence

SENTENCES: Final[dict[str, Sentence]] = {
    "keep_cycles_ahead": Sentence(_("laid the cycles {first} to {last}")),
    "shift_cycles": Sentence(
        _("moved cycle {cycle} and all later by {weeks} weeks, to {starts_on}"),
        words={"starts_on": day_of_log},
    ),
    "begin_in_the_middle": Sentence(
        _("let cycle {number} begin on {starts_on}"), words={"starts_on": day_of_log}
    ),
    "change_cycle_settings": Sentence(
        _("changed the cycle settings: {changes}"),
        fields={
            "weeks": _("weeks"),
            "start_weekday": _("start weekday"),
            "gap_days": _("gap"),
            "ahead": _("cycles ahead"),
            "reactive_target": _("reactive target"),
            "vision_target": _("vision target"),
            "day_hours": _("hours of a day"),
            "review_weeks": _("weeks between two reviews"),
            "on_support_seats": _("seats on support"),
            "doing_limit": _("Doing"),
            "review_limit": _("In review"),
            "team_min": _("smallest team"),
            "team_max": _("largest team"),
        },
    ),
    "create_epic": Sentence(_("wrote down {title}"), here=_("wrote it down")),
    "edit_epic": Sentence(
        _("edited {title}: {changes}"),
        words={"size": Epic.Size, "origin": Epic.Origin},
        fields={
            "title": _("title"),
            "summary": _("summary"),
            "size": _("size"),
            "origin": _("origin"),
            "theme_id": _("theme"),
        },
        rewritten=frozenset({"summary"}),
        names={"theme_id": "themes"},
        here=_("changed {changes}"),
    ),
    "choose_epic": Sentence(
        _("chose {title} for cycle {cycle}"), here=_("chose it for cycle {cycle}")
    ),
    "remove_epic": Sentence(
        _("took {title} out of cycle {cycle}"), here=_("took it out of cycle {cycle}")
    ),
    "move_epic": Sentence(
        _("moved {title} to place {place} in cycle {cycle}"),
        here=_("moved it to place {place} in cycle {cycle}"),
    ),
    "seat_member": Sentence(
        _("gave {name} a seat in {team}, cycle {cycle}"),
        words={"team": Team.Kind},
        here=_("gave {name} a seat in cycle {cycle}"),
    ),
    "unseat_member": Sentence(
        _("took {name} off {team}, cycle {cycle}"),
        words={"team": Team.Kind},
        here=_("took {name} off the team of cycle {cycle}"),
    ),
    "move_seat": Sentence(
        _("moved {name} from {left} to {team}, cycle {cycle}"),
        words={"team": Team.Kind, "left": Team.Kind},
    ),
    "redate_seat": Sentence(
        _("let {name} sit in {team} from {from_on} to {to_on}"),
        words={"team": Team.Kind, "from_on": day_of_log, "to_on": day_of_log},
        here=_("let {name} sit here from {from_on} to {to_on}"),
    ),
    "start_cycle": Sentence(
        _("started cycle {cycle} on {starts_on}, planned for {planned_on}"),
        words={"starts_on": day_of_log, "planned_on": day_of_log},
    ),
    "close_cycle": Sentence(
        _("closed cycle {cycle}, which ended on {ends_on}"), words={"ends_on": day_of_log}
    ),
    "decide_epic": Sentence(
        _("decided on {title} at the end of cycle {cycle}: {outcome}. {why}"),
        words={"outcome": Bet.Outcome},
        here=_("decided at the end of cycle {cycle}: {outcome}. {why}"),
    ),
    "reopen_cycle": Sentence(_("opened cycle {cycle} again")),
    "make_feed": Sentence(_("made a calendar address: {kind}"), words={"kind": CalendarFeed.Kind}),
    "revoke_feed": Sentence(
        _("revoked a calendar address: {kind}"), words={"kind": CalendarFeed.Kind}
    ),
    "take_leave": Sentence(
        _("wrote down leave of {name} from {from_on} to {to_on}"),
        words={"from_on": day_of_log, "to_on": day_of_log},
    ),
    "edit_leave": Sentence(
        _("changed leave of {name}: {changes}"),
        words={"from_on": day_of_log, "to_on": day_of_log},
        fields={"from_on": _("first day"), "to_on": _("last day"), "note": _("note")},
    ),
    "cancel_leave": Sentence(
        _("cancelled leave of {name} from {from_on} to {to_on}"),
        words={"from_on": day_of_log, "to_on": day_of_log},
    ),
    "agree_vision": Sentence(_("wrote down the vision: {statement}")),
    "edit_vision": Sentence(
        _("corrected the vision: {changes}"),
        words={"agreed_on": day_of_log, "ends_on": day_of_log},
        fields={
            "statement": _("statement"),
            "agreed_on": _("day of the agreement"),
            "ends_on": _("end"),
        },
        rewritten=frozenset({"statement"}),
    ),
    "add_theme": Sentence(_("added the theme {name}")),
    "edit_theme": Sentence(
        _("edited the theme {name}: {changes}"),
        fields={
            "name": _("name"),
            "summary": _("summary"),
            "measure": _("measure"),
            "measure_unit": _("unit"),
            "measure_was": _("where it was"),
            "measure_target": _("where it should be"),
        },
        rewritten=frozenset({"summary"}),
        here=_("changed {changes}"),
    ),
    "move_theme": Sentence(
        _("moved the theme {name} to place {place}"), here=_("moved it to place {place}")
    ),
    "remember_cycle": Sentence(_("wrote down cycle {cycle}, which was over")),
} | WORK
