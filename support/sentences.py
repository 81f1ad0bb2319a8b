"""How the log tells what happens at the desk."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from planner.telling import Sentence

SENTENCES: Final = {
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
    "answer_ticket": Sentence(_("answered {key} {title}")),
    "note_ticket": Sentence(_("wrote a note on {key} {title}")),
    "save_answer": Sentence(_("saved the answer {name}")),
    "edit_answer": Sentence(_("changed the saved answer {name}")),
    "remove_answer": Sentence(_("removed the saved answer {name}")),
    "restore_answer": Sentence(_("put the saved answer {name} back")),
    "silence_alerts": Sentence(_("silenced alerts with {labels}")),
    "end_silence": Sentence(_("ended the silence of alerts with {labels}")),
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
}
