"""How the log tells what happens at the desk."""

from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from planner.kit.dates import day_of_log
from planner.kit.moments import minutes_said
from planner.kit.names import isolated
from planner.telling import Sentence
from support.models import Escalation, Ticket
from support.queries.title_words import title_said

_WORDS: Final = {"layer": Ticket.Layer, "health": Ticket.Health, "severity": Ticket.Severity}
_FIELDS: Final = {
    "layer": _("layer"),
    "health": _("health"),
    "severity": _("severity"),
    "owner": _("owner"),
    "cause": _("cause"),
    "matchers": _("labels"),
}

_DAYS: Final = {"on": day_of_log, "with_on": day_of_log}

_SENTENCES: Final = {
    "open_ticket": Sentence(_("opened {key} {title}")),
    "take_ticket": Sentence(_("took {key} {title}")),
    "assign_ticket": Sentence(_("gave {key} {title} to {to}")),
    "release_ticket": Sentence(_("let go of {key} {title}")),
    "resolve_ticket": Sentence(_("resolved {key} {title}")),
    "reopen_ticket": Sentence(_("reopened {key} {title}")),
    "acknowledge_ticket": Sentence(_("acknowledged {key} {title} at the sender’s side")),
    "unacknowledge_ticket": Sentence(_("let go of {key} {title} at the sender’s side")),
    "silence_ticket": Sentence(_("kept {key} {title} quiet, for a silence covers it")),
    "snooze_ticket": Sentence(_("snoozed {key} {title}")),
    "hand_over_ticket": Sentence(_("handed {key} {title} over to {to}")),
    "take_back_ticket": Sentence(_("took {key} {title} back from {before}")),
    "merge_ticket": Sentence(_("merged {key} {title} into {into}")),
    "hand_signal_over": Sentence(_("let {source} tell of {key} {title} from now on")),
    "gather_ticket": Sentence(_("had {key} {title} take in {other}")),
    "unmerge_ticket": Sentence(_("separated {key} {title} from {into}")),
    "let_go_ticket": Sentence(_("had {key} {title} let go of {other}")),
    "wake_ticket": Sentence(_("woke {key} {title}")),
    "flap_ticket": Sentence(_("keeps {key} {title} open, for it goes up and down")),
    "settle_ticket": Sentence(_("resolved {key} {title}, which was quiet for an hour")),
    "go_stale": Sentence(_("heard nothing more of {alerts} alerts of {key} {title}")),
    "resolve_stale_ticket": Sentence(
        _("resolved {key} {title}, for nothing more was heard of its alerts")
    ),
    "take_group_out": Sentence(_("took {group} out of {key} {title}")),
    "reclassify_ticket": Sentence(
        _("classified {key} {title} anew: {changes}"),
        words=_WORDS,
        fields=_FIELDS,
        here=_("classified it anew: {changes}"),
    ),
    "judge_ticket": Sentence(
        _("said what {key} {title} is: {changes}"),
        words=_WORDS,
        fields=_FIELDS,
        here=_("said what it is: {changes}"),
    ),
    "unjudge_ticket": Sentence(
        _("let the table say what {key} {title} is: {changes}"),
        words=_WORDS,
        fields=_FIELDS,
        here=_("let the table say what it is: {changes}"),
    ),
    "answer_ticket": Sentence(_("answered {key} {title}")),
    "note_ticket": Sentence(_("wrote a note on {key} {title}")),
    "save_answer": Sentence(_("saved the answer {name}")),
    "edit_answer": Sentence(_("changed the saved answer {name}")),
    "remove_answer": Sentence(_("removed the saved answer {name}")),
    "restore_answer": Sentence(_("put the saved answer {name} back")),
    "ask_desk": Sentence(_("asked the desk: {key} {title}")),
    "write_to_desk": Sentence(_("wrote more about {key} {title}")),
    "call_solved": Sentence(_("called {key} {title} solved")),
    "call_unsolved": Sentence(_("said that {key} {title} is not solved")),
    "hear_question": Sentence(_("took in {key} {title} from {asker}")),
    "hear_more": Sentence(_("took in more about {key} {title} from {asker}")),
    "hear_solved": Sentence(_("heard from {asker} that {key} {title} is solved")),
    "hear_unsolved": Sentence(_("heard from {asker} that {key} {title} is not solved")),
    "make_ask_link": Sentence(_("made a link for people who ask ({prefix}…)")),
    "rotate_ask_link": Sentence(_("replaced the link for people who ask ({prefix}…)")),
    "revoke_ask_link": Sentence(_("revoked the link for people who ask ({prefix}…)")),
    "add_cause": Sentence(_("added the cause {name}")),
    "rename_cause": Sentence(_("renamed the cause {before} to {name}")),
    "archive_cause": Sentence(_("archived the cause {name}")),
    "restore_cause": Sentence(_("brought the cause {name} back")),
    "end_cause_by": Sentence(_("wants {epic} to end the cause {name}")),
    "let_cause_be": Sentence(_("no longer wants {epic} to end the cause {name}")),
    "set_cause": Sentence(_("set the cause of {title}: {cause}"), here=_("set the cause: {cause}")),
    "ask_release_team": Sentence(
        _("asked the team {team}, through the shield: {asked}"),
        here=_("asked the team {team}, through the shield"),
    ),
    "capture_walk_up": Sentence(
        _("was interrupted by {who} for {minutes}"), words={"minutes": minutes_said}
    ),
    "answer_for_team": Sentence(
        _("answered for the team {team}: {asked}"), here=_("answered for the team {team}")
    ),
    "redirect_to_desk": Sentence(
        _("sent back to support what the team {team} was asked: {asked}"),
        here=_("sent it back to support"),
    ),
    "leave_for_next_cycle": Sentence(
        _("left for the next cycle, as {epic}: {asked}"),
        here=_("left it for the next cycle, as {epic}"),
    ),
    "let_through": Sentence(
        _("let through to {to}, for {days} d: {asked}"),
        here=_("let it through to {to}, for {days} d"),
    ),
    "take_answer_back": Sentence(
        _("took back the answer to: {asked}"), here=_("took back the answer")
    ),
    "log_time": Sentence(
        _("logged {minutes} on {title}"),
        words={"minutes": minutes_said},
        here=_("logged {minutes}"),
    ),
    "correct_time": Sentence(
        _("corrected time of {member} on {title} from {before} to {minutes}: {reason}"),
        words={"minutes": minutes_said, "before": minutes_said},
        here=_("corrected time of {member} from {before} to {minutes}: {reason}"),
    ),
    "strike_time": Sentence(
        _("struck {minutes} of {member} on {title}: {reason}"),
        words={"minutes": minutes_said},
        here=_("struck {minutes} of {member}: {reason}"),
    ),
    "silence_alerts": Sentence(_("silenced alerts with {labels}")),
    "end_silence": Sentence(_("ended the silence of alerts with {labels}")),
    "own_rules": Sentence(_("made the shipped table of classification the workspace’s own")),
    "reset_rules": Sentence(
        _("went back to the shipped table of classification, from {rules} rules")
    ),
    "add_rule": Sentence(_("added a rule about {rule}")),
    "edit_rule": Sentence(
        _("changed the rule about {rule}: {changes}"), words=_WORDS, fields=_FIELDS
    ),
    "move_rule": Sentence(_("moved the rule about {rule} to place {place}")),
    "remove_rule": Sentence(_("removed the rule about {rule}")),
    "reclassify_tickets": Sentence(
        _("applied the table of classification; tickets that changed: {tickets}")
    ),
    "add_developer_team": Sentence(_("wrote down the developers’ team {name}")),
    "edit_developer_team": Sentence(
        _("changed the developers’ team {name}: {changes}"),
        fields={
            "name": _("name"),
            "namespaces": _("namespaces"),
            "slack_channel": _("Slack channel"),
            "email": _("e-mail"),
        },
    ),
    "remove_developer_team": Sentence(_("removed the developers’ team {name}")),
    "change_desk_settings": Sentence(
        _("changed the settings of the desk: {changes}"),
        fields={
            "reopen_hours": _("hours within which a ticket is reopened"),
            "asked_days": _("days for which who asked may reopen"),
            "body_days": _("days that bodies are kept"),
            "storm_groups": _("groups in a minute that are a storm"),
            "cause_days": _("days beyond which a cause is worth an epic"),
        },
    ),
    "take_over_now": Sentence(_("took the lead of the desk over on {on}"), _DAYS),
    "cover_leave": Sentence(_("had {name} cover the desk on {on}"), _DAYS),
    "override_lead": Sentence(_("had {name} lead the desk on {on}"), _DAYS),
    "swap_turns": Sentence(_("swapped turns: {name} leads on {on}, {to} on {with_on}"), _DAYS),
    "write_handoff": Sentence(_("wrote the handoff note of cycle {cycle}")),
    "write_handoff_anew": Sentence(_("made the handoff note of cycle {cycle} anew")),
    "add_to_handoff": Sentence(_("added tickets to the handoff note of cycle {cycle}")),
    "edit_handoff": Sentence(_("edited the handoff note of cycle {cycle}")),
    "take_turn_back": Sentence(_("let {on} go by turns again"), _DAYS),
    "create_source": Sentence(_("made the source {name}")),
    "rename_source": Sentence(_("renamed the source {before} to {name}")),
    "change_repeat": Sentence(_("has the source {name} repeat every {minutes} minutes")),
    "remove_source": Sentence(_("removed the source {name}")),
    "add_source_token": Sentence(_("gave the source {name} another token ({prefix}…)")),
    "revoke_source_token": Sentence(_("revoked a token of the source {name} ({prefix}…)")),
    "add_signing_secret": Sentence(_("gave the source {name} a signing secret")),
    "remove_signing_secret": Sentence(_("removed a signing secret of the source {name}")),
    "name_topic": Sentence(_("let the topic {topic} send for the source {name}")),
    "map_source": Sentence(_("said where things lie in what {name} sends")),
    "try_source": Sentence(_("sent a test alert to the source {name}")),
    "replay_delivery": Sentence(_("replayed delivery {delivery} of {name}")),
    "escalate_ticket": Sentence(
        _("told {step} of {key} {title}, which nobody had answered for {minutes} minutes"),
        words={"step": Escalation.Step},
        here=_("Told {step}, for nobody had answered for {minutes} minutes"),
    ),
    "change_escalation": Sentence(_("changed when tickets escalate (working hours {hours})")),
    "add_slack_channel": Sentence(_("added the Slack channel {name}")),
    "remove_slack_channel": Sentence(_("removed the Slack channel {name}")),
    "change_notices": Sentence(_("changed what people are told of")),
    "change_hearing": Sentence(_("changed what they are told of themselves")),
    "add_endpoint": Sentence(_("added a webhook to {host}")),
    "change_endpoint": Sentence(_("changed the webhook to {host}")),
    "change_endpoint_secret": Sentence(_("changed the secret of the webhook to {host}")),
    "turn_off_endpoint": Sentence(_("turned off the webhook to {host}, which had failed for days")),
    "turn_on_endpoint": Sentence(_("turned on the webhook to {host}")),
    "remove_endpoint": Sentence(_("removed the webhook to {host}")),
    "try_endpoint": Sentence(_("sent a test event to {host}")),
    "resend_message": Sentence(_("sent {kind} to {host} once more")),
}


def _title(kept: Any) -> str:
    return isolated(title_said(str(kept)))


# Whatever the log tells of a ticket, it calls it as the reader does.
SENTENCES: Final = {
    verb: replace(sentence, words={"title": _title, **sentence.words})
    for verb, sentence in _SENTENCES.items()
}
