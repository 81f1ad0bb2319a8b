"""What people may type on the desk's pages."""

import re
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from planner.forms.edits import EditForm
from planner.forms.fields import name_field
from planner.models import Member, Workspace
from support.actions.bulk import CHANGES, MOST
from support.models import Note, Source, Ticket
from support.queries.desk_rows import DeskLinks
from support.queries.filters import Filters, kept
from support.rules.snoozes import HOURS, ends_of_snooze
from support.sources.paths import LONGEST

_KEY: Final = re.compile(r"S-[0-9]{1,9}", re.ASCII)
ASKED_BY_PEOPLE: Final = [one for one in Ticket.Kind.choices if one[0] != Ticket.Kind.ALERT]


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


class AskForm(forms.Form):
    """What somebody with an account asks for themselves."""

    title = forms.CharField(label=_("What do you need?"), max_length=300)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=ASKED_BY_PEOPLE,
        initial=Ticket.Kind.QUESTION,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why it cannot wait"),
        max_length=300,
        required=False,
        help_text=_("Only for urgent requests: they interrupt people."),
    )
    text = forms.CharField(
        label=_("More about it"),
        max_length=20_000,
        required=False,
        help_text=_("What you tried, what you saw, links."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    team = forms.CharField(label=_("Your team"), max_length=80, required=False)


class AskThroughLinkForm(AskForm):
    """The same for who has no account: they say who they are. No person sees ``homepage``."""

    name = name_field(label=_("Your name"))
    email = forms.EmailField(
        label=_("Your e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    homepage = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    field_order = ("name", "team", "email", "title", "kind", "reason", "text")

    def clean_homepage(self) -> None:
        """Programs fill in every field. A person whose browser did so is told what to do."""
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError(_("Empty this field, then send it again."))

    def asked(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "homepage"}


class MessageForm(forms.Form):
    """What who asked writes after their first words."""

    text = forms.CharField(
        label=_("Write more"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Write something first.")},
    )


class UnsolvedForm(forms.Form):
    """What is missing may be said, and need not."""

    text = forms.CharField(
        label=_("What is missing?"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
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


class AnswerForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    text = forms.CharField(label=_("Answer"), max_length=10_000, widget=forms.Textarea)


class EditAnswerForm(EditForm, AnswerForm):
    pass


class DeskForm(forms.Form):
    """What part of the desk is looked at. Nonsense means the whole."""

    show = forms.CharField(required=False, max_length=12)
    q = forms.CharField(required=False, max_length=200)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    def asked(self) -> dict[str, Any]:
        return {**self.looked_at(), "page": self.cleaned_data.get("page") or 1}

    def looked_at(self) -> dict[str, Any]:
        self.is_valid()
        names = (field.name for field in fields(Filters))
        given = {name: str(self.data.get(name, ""))[:80].replace("\0", "") for name in names}
        return {
            "show": self.cleaned_data.get("show") or "open",
            "search": self.cleaned_data.get("q") or "",
            "filters": kept(**given),
        }

    def suffix(self) -> str:
        """What keeps the list as it is while one goes from ticket to ticket."""
        asked = self.looked_at()
        return DeskLinks("", asked["show"], asked["search"], asked["filters"]).suffix


class SourceForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Source.kinds)
    name = forms.CharField(label=_("Name"), max_length=80)


class GivenForm(forms.Form):
    """What was typed, as it was: the action says what is wrong with it."""

    secret = forms.CharField(required=False, strip=False)
    topic = forms.CharField(required=False, strip=False)

    def given(self, name: str) -> str:
        return str(self.data.get(name, ""))


class RepeatForm(forms.Form):
    minutes = forms.IntegerField()

    def asked(self) -> int:
        return int(self.cleaned_data["minutes"]) if self.is_valid() else 0


class MappingForm(forms.Form):
    """A path, a constant, or nothing, for each part of an alert."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST, required=False)
    key = forms.CharField(label=_("Key"), max_length=LONGEST, required=False)
    state = forms.CharField(label=_("State"), max_length=LONGEST, required=False)
    resolved = forms.CharField(label=_("Words that mean resolved"), max_length=300, required=False)
    severity = forms.CharField(label=_("Severity"), max_length=LONGEST, required=False)
    url = forms.CharField(label=_("Link"), max_length=LONGEST, required=False)
    owner = forms.CharField(label=_("Owner"), max_length=LONGEST, required=False)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def mapping(self) -> dict[str, str]:
        """What is typed so far, whether or not it can be followed."""
        self.is_valid()
        names = (name for name in self.fields if name != "version")
        return {name: str(self.data.get(name, ""))[:LONGEST] for name in names}


class SilenceForm(forms.Form):
    """Labels a line each, from now or a given time on, for some hours."""

    labels = forms.CharField(
        label=_("Labels"),
        max_length=2000,
        help_text=_("One a line, as namespace=shop-*; all must fit."),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    source = forms.ModelChoiceField(
        label=_("Source"), queryset=Source.objects.none(), required=False, empty_label=_("All")
    )
    starts_at = forms.DateTimeField(
        label=_("Starts"),
        required=False,
        help_text=_("Empty means now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    hours = forms.IntegerField(label=_("For how many hours"), min_value=1, max_value=744, initial=2)
    reason = forms.CharField(label=_("Why"), max_length=200)

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source: Any = self.fields["source"]
        source.queryset = Source.objects.receiving().filter(workspace=workspace)

    def asked(self, now: datetime) -> dict[str, Any]:
        starts_at = self.cleaned_data["starts_at"] or now
        lines = [line.partition("=") for line in self.cleaned_data["labels"].splitlines() if line]
        return {
            "matchers": [(name, value) for name, _equals, value in lines],
            "source": self.cleaned_data["source"],
            "reason": self.cleaned_data["reason"],
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=self.cleaned_data["hours"]),
        }


class RenameSourceForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class VersionForm(forms.Form):
    version = forms.IntegerField(min_value=1)

    def version_seen(self) -> int | None:
        """Without one that makes sense, whatever is there now is meant."""
        return self.cleaned_data["version"] if self.is_valid() else None


class RequestsForm(forms.Form):
    """Which of a source's requests are looked at. Nonsense means the latest."""

    show = forms.CharField(required=False, max_length=12)
    before = forms.IntegerField(required=False, min_value=1)

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {
            "show": self.cleaned_data.get("show") or "",
            "before": self.cleaned_data.get("before"),
        }
