"""What is typed about a ticket, and about many at once."""

import re
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from planner.models import Member
from support.actions.bulk import CHANGES, MOST
from support.actions.tickets import Seen
from support.forms.asking import ASKED_BY_PEOPLE
from support.models import Note, Ticket
from support.rules.snoozes import HOURS, ends_of_snooze

_KEY: Final = re.compile(r"S-[0-9]{1,9}", re.ASCII)


class TicketForm(forms.Form):
    """What somebody asked of the desk, in person or in a chat."""

    title = forms.CharField(label=_("What is asked"), max_length=300)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=ASKED_BY_PEOPLE,
        initial=Ticket.Kind.QUESTION,
        widget=forms.RadioSelect,
    )
    asker = forms.CharField(label=_("Who asks"), max_length=80, required=False)
    text = forms.CharField(
        label=_("More about it"), max_length=20_000, required=False, widget=forms.Textarea
    )


class NoteForm(forms.Form):
    kind = forms.ChoiceField(choices=Note.Kind.choices, initial=Note.Kind.NOTE)
    text = forms.CharField(
        label=_("Note or answer"),
        max_length=20_000,
        widget=forms.Textarea,
        error_messages={"required": _("Write something first.")},
    )
    resolve = forms.BooleanField(required=False)


class AssignForm(forms.Form):
    """Without a version whatever is there now is meant."""

    assignee = forms.IntegerField(min_value=1)
    version = forms.IntegerField(min_value=1, required=False)


class SnoozeForm(forms.Form):
    """One of the usual ends, or a time of one's own in the time zone of whoever asks."""

    end = forms.ChoiceField(
        choices=[(name, name) for name in (*HOURS, "tomorrow", "week")], required=False
    )
    until = forms.DateTimeField(required=False)

    def asked(self, member: Member, now: datetime) -> datetime | None:
        """Until when; None where nothing was chosen."""
        with timezone.override(member.zone):
            if not self.is_valid():
                return None
        until: datetime | None = self.cleaned_data["until"]
        ends = ends_of_snooze(now.astimezone(member.zone), member.workspace.working_days)
        return ends[self.cleaned_data["end"]] if self.cleaned_data["end"] else until


class SeenForm(forms.Form):
    """What the page showed, or what an undo left: each that is given has to be so still."""

    seen_assignee = forms.IntegerField(min_value=1, required=False)
    seen_owner = forms.CharField(max_length=80, required=False)
    seen_until = forms.DateTimeField(required=False)

    def seen(self, *names: str) -> Seen:
        """Of those names what was given; nothing of what makes no sense."""
        said = self.cleaned_data if self.is_valid() else {}
        given: Any = {
            name: said[f"seen_{name}"]
            for name in names
            if f"seen_{name}" in self.data and f"seen_{name}" in said
        }
        seen: Seen = given
        return seen


class OwnerForm(forms.Form):
    """The developers' team; empty means the platform team."""

    owner = forms.CharField(label=_("Owner"), max_length=80, required=False)


class MergeForm(forms.Form):
    into = forms.RegexField(r"^\s*[Ss]-[0-9]{1,9}\s*$")

    def key(self) -> str:
        """Of the ticket to go on in; empty where none was named."""
        return str(self.cleaned_data["into"]).strip().upper() if self.is_valid() else ""


class BulkForm(forms.Form):
    """Which tickets, and what is to be done with them or taken back."""

    do = forms.ChoiceField(choices=[(name, name) for name in CHANGES], required=False)
    undo = forms.JSONField(required=False)
    assignee = forms.IntegerField(min_value=1, required=False)

    def numbers(self) -> list[int]:
        """Of the tickets that were chosen, nonsense left out."""
        data: Any = self.data
        return [int(key[2:]) for key in data.getlist("ticket")[:MOST] if _KEY.fullmatch(key)]

    def taken_back(self) -> tuple[str, dict[str, Any]]:
        """What was done, and what each ticket was before, by its key; nothing where it is none."""
        told = self.cleaned_data.get("undo")
        if not isinstance(told, dict) or told.get("do") not in CHANGES:
            return "", {}
        was = told.get("was")
        was = was if isinstance(was, dict) else {}
        return told["do"], {key: value for key, value in was.items() if _KEY.fullmatch(key)}
