"""Why the metrics backend of a cluster tells nothing, in words."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from planner.kit.faults import Fault
from planner.kit.outgoing import CannotBeSent


class BackendFault(Fault):
    """It did not answer as it should; the message is for the person who set it up."""

    WORDS: ClassVar[Mapping[str, Promise]] = {
        **CannotBeSent.WORDS,
        "status": _("It answered {status}."),
        "status_says": _("It answered {status}: {said}"),
        "says": _("{who} says: {said}"),
        "other": _("That is no answer of {who} to a query."),
        "nothing": _("It answers nothing."),
        "seal": _("Its secrets were sealed with a key that is gone: give them anew."),
    }


def fault_said(kept: Mapping[str, Any]) -> str:
    """One that was kept, for who reads it; empty where there is none."""
    return str(BackendFault.again(kept)) if kept else ""
