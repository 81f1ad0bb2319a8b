"""How the log tells what happens to workspaces and their people."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from planner.kit.weekdays import days_in_words
from planner.models import Role
from planner.telling import Sentence

SENTENCES: Final = {
    "create_workspace": Sentence(_("made the workspace {name}")),
    "change_workspace": Sentence(
        _("changed the workspace: {changes}"),
        words={"working_days": days_in_words},
        fields={
            "name": _("name"),
            "time_zone": _("time zone"),
            "country": _("public holidays"),
            "working_days": _("working days"),
        },
    ),
    "invite_member": Sentence(_("invited {name} ({role})"), words={"role": Role}),
    "add_member": Sentence(_("added {name} ({role})"), words={"role": Role}),
    "change_member": Sentence(
        _("changed {name}: {changes}"),
        words={"role": Role, "working_days": days_in_words},
        fields={
            "role": _("role"),
            "percent": _("percent"),
            "working_days": _("working days"),
            "country": _("public holidays"),
        },
    ),
    "deactivate_member": Sentence(_("deactivated {name}")),
    "reactivate_member": Sentence(_("let {name} in again")),
    "resend_invitation": Sentence(_("made {name} a new invitation")),
    "accept_invitation": Sentence(_("accepted the invitation")),
    "rename_person": Sentence(_("changed their name from {before} to {after}")),
    "create_token": Sentence(_("made the API token {name} ({prefix}…)")),
    "revoke_token": Sentence(_("revoked the API token {name} ({prefix}…)")),
}
