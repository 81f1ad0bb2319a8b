"""Working on an epic: unknowns, scope, promise, hill, links."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from cycles.forms.fields import DateInput
from cycles.models import Epic, EpicLink, ScopeItem
from planner.forms.edits import EditForm
from planner.models import Member, Workspace


def _text(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, widget=widget, **more)


class UnknownForm(forms.Form):
    question = forms.CharField(
        label=_("Question"),
        max_length=300,
        widget=forms.TextInput(attrs={"autofocus": True, "dir": "auto"}),
        help_text=_("One that could sink the epic, and that has an answer."),
    )
    due_on = forms.DateField(label=_("Answer due"), required=False, widget=DateInput())

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = workers_of(workspace)
        self.fields["owner_id"] = forms.TypedChoiceField(
            label=pgettext("of an unknown", "Owner"),
            coerce=int,
            empty_value=None,
            required=False,
            choices=[("", _("Nobody yet")), *((pk, one.name) for pk, one in self.members.items())],
        )
        self.order_fields(["question", "owner_id", "due_on", "answer"])

    @property
    def wanted(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def raised(self) -> dict[str, Any]:
        given = self.wanted
        owner = given.pop("owner_id")
        return given | {"owner": self.members.get(owner)}


class EditUnknownForm(UnknownForm, EditForm):
    """An owner who has left stays one until somebody chooses another."""

    answer = _text(_("What is known of it"), max_length=5000, required=False)

    def __init__(self, *args: Any, owner: Member | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner_id"]
        if owner and owner.pk not in self.members:
            field.choices = [*field.choices, (owner.pk, owner.name)]


class AnswerForm(forms.Form):
    answer = _text(_("Answer"), max_length=5000)


class HillForm(forms.Form):
    place = forms.IntegerField(
        label=_("Place"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"type": "range", "min": 0, "max": 100, "step": 1}),
        help_text=_("Up to 50 it is figured out, from there on it is made to happen."),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("What has been found or done. It is needed to move back, or to stay."),
    )


class ScopeItemForm(forms.Form):
    title = forms.CharField(
        label=_("What is built"),
        max_length=160,
        widget=forms.TextInput(attrs={"autofocus": True, "dir": "auto"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(one.value, one.label) for one in (ScopeItem.Kind.MUST, ScopeItem.Kind.COULD)],
        initial=ScopeItem.Kind.MUST,
        widget=forms.RadioSelect,
    )


class EditScopeItemForm(EditForm):
    title = forms.CharField(label=_("What is built"), max_length=160)


class JudgeForm(forms.Form):
    kind = forms.ChoiceField(choices=[("must", ""), ("could", "")])


class CutForm(forms.Form):
    """Cut it, with the reason; and where it goes."""

    reason = forms.CharField(label=_("Why it is cut"), max_length=300)

    def __init__(self, *args: Any, epic: Epic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Epic.objects.choosable().filter(workspace=epic.workspace).exclude(pk=epic.pk)
        self.fields["went_to"] = forms.TypedChoiceField(
            label=_("Where it goes"),
            coerce=int,
            empty_value=None,
            required=False,
            choices=[
                ("", _("Nowhere")),
                *((one.pk, f"{one.key} {one.title}") for one in others.order_by("number")),
            ],
        )


class MoveItemForm(forms.Form):
    places = forms.IntegerField(min_value=-1000, max_value=1000)


class PromiseForm(forms.Form):
    promise = _text(
        _("What we can really build"),
        max_length=300,
        help_text=_("One sentence that everybody in the team signs."),
    )


class SignForm(forms.Form):
    member = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class CheckForm(forms.Form):
    still_holds = forms.TypedChoiceField(
        label=_("Does it still hold?"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("It still holds")), ("no", _("It has changed"))],
        initial="yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("Needed where it has changed."),
    )


class LinkForm(forms.Form):
    # Checked by the action, which alone knows what people may be led to.
    url = forms.CharField(
        label=_("Address"),
        max_length=1000,
        widget=forms.URLInput(attrs={"autofocus": True, "placeholder": "https://"}),
    )
    title = forms.CharField(label=_("Title"), max_length=160, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=EpicLink.Kind.choices, initial=EpicLink.Kind.DOCUMENT
    )


def workers_of(workspace: Workspace) -> dict[int, Member]:
    """Who may own something here, by name."""
    members = Member.objects.working().named().filter(workspace=workspace)
    members = members.order_by("person__name", "pk")
    return {member.pk: member for member in members}
