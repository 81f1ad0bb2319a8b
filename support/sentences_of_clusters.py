"""How the log tells what happens to clusters that are watched."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from planner.telling import Sentence
from support.models import Threshold, Ticket

SENTENCES: Final = {
    "import_owners": Sentence(_("took over the owners of {count} namespaces")),
    "set_developers": Sentence(_("said who is of the developers’ team {name}")),
    "add_cluster": Sentence(_("watches the cluster {name}")),
    "edit_cluster": Sentence(
        _("changed how the cluster {name} is watched: {changes}"),
        fields={
            "name": _("name"),
            "url": _("address"),
            "names": _("what its metrics are called"),
            "managed_master": _("the provider runs the master"),
        },
        rewritten=frozenset({"url", "names"}),
    ),
    "remove_cluster": Sentence(_("watches the cluster {name} no more")),
    "set_threshold": Sentence(
        _("set the threshold {measure} of {name}: {changes}"),
        words={"severity": Ticket.Severity, "mode": Threshold.Mode},
        fields={
            "limit": _("limit"),
            "clear": _("over again at"),
            "for_seconds": _("for seconds"),
            "severity": _("severity"),
            "mode": _("tickets"),
        },
    ),
    "reset_threshold": Sentence(_("went back to the usual threshold {measure} of {name}")),
}
