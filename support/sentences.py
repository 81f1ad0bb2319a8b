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
    "answer_ticket": Sentence(_("answered {key} {title}")),
    "note_ticket": Sentence(_("wrote a note on {key} {title}")),
    "create_source": Sentence(_("made the source {name}")),
    "rename_source": Sentence(_("renamed the source {before} to {name}")),
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
