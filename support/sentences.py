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
