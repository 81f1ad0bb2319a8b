"""Holding a review: who is there, how long a theme takes, what is decided and asked."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles.forms.fields import DateInput
from cycles.models import AgendaItem, Epic
from planner.access import may_see
from planner.forms.edits import EditForm
from planner.models import Member, Workspace


def _line(placeholder: Any, key: str) -> forms.Textarea:
    """One line that grows; its key puts the cursor there."""
    return forms.Textarea(
        attrs={"rows": 1, "dir": "auto", "placeholder": placeholder, "data-key": key}
    )


def readers_of(workspace: Workspace) -> dict[int, Member]:
    """Who may take part in a review, and find out what it asks; by name."""
    members = Member.objects.active().named().filter(workspace=workspace)
    return {one.pk: one for one in members.order_by("person__name", "pk") if may_see(one)}


class ParticipantsForm(forms.Form):
    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = readers_of(workspace)
        self.fields["people"] = forms.TypedMultipleChoiceField(
            label=_("Who is there"),
            coerce=int,
            required=False,
            choices=[(pk, one.name) for pk, one in self.members.items()],
            widget=forms.CheckboxSelectMultiple,
        )

    @property
    def there(self) -> list[Member]:
        return [self.members[pk] for pk in self.cleaned_data["people"]]


class AgendaForm(forms.Form):
    """The minutes of each item; the button that was pressed may say which one goes up or down."""

    def __init__(self, *args: Any, items: Sequence[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for item in self.items:
            self.fields[f"minutes-{item.pk}"] = forms.IntegerField(min_value=1, max_value=240)

    @property
    def minutes(self) -> dict[int, int]:
        return {item.pk: self.cleaned_data[f"minutes-{item.pk}"] for item in self.items}

    @property
    def order(self) -> list[int]:
        given: Any = self.data
        order = [item.pk for item in self.items]
        for name, step in (("up", -1), ("down", 1)):
            moved = str(given.get(name, ""))
            if moved.isdecimal() and int(moved) in order:
                old = order.index(int(moved))
                new = min(max(old + step, 0), len(order) - 1)
                order.insert(new, order.pop(old))
        return order


class DecisionForm(forms.Form):
    text = forms.CharField(
        label=_("Decision"),
        max_length=500,
        widget=_line(_("What did we decide?"), "d"),
    )


class EditDecisionForm(DecisionForm, EditForm):
    @property
    def wanted(self) -> dict[str, Any]:
        return {"text": " ".join(self.cleaned_data["text"].split())}


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=_("Open question"),
        max_length=300,
        widget=_line(_("Add a question"), "q"),
    )
    due_on = forms.DateField(label=_("Answer due"), required=False, widget=DateInput())

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = readers_of(workspace)
        self.fields["owner_id"] = forms.TypedChoiceField(
            label=_("Who finds out"),
            coerce=int,
            empty_value=None,
            required=False,
            choices=[("", _("Nobody yet")), *((pk, one.name) for pk, one in self.members.items())],
        )
        self.order_fields(["text", "owner_id", "due_on"])

    @property
    def wanted(self) -> dict[str, Any]:
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return given | {"text": " ".join(given["text"].split())}

    @property
    def asked(self) -> dict[str, Any]:
        given = self.wanted
        return given | {"owner": self.members.get(given.pop("owner_id"))}


class EditQuestionForm(QuestionForm, EditForm):
    """An owner who has left stays one until somebody chooses another."""

    def __init__(self, *args: Any, owner: Member | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner_id"]
        if owner and owner.pk not in self.members:
            field.choices = [*field.choices, (owner.pk, owner.name)]


class AnswerQuestionForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )


class MakeUnknownForm(forms.Form):
    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        epics = Epic.objects.choosable().filter(workspace=workspace).order_by("-number")
        self.fields["epic"] = forms.TypedChoiceField(
            label=_("Epic"),
            coerce=int,
            choices=[("", _("Choose an epic")), *((one.pk, str(one)) for one in epics)],
        )


class CloseReviewForm(forms.Form):
    next_on = forms.DateField(
        label=_("Next review"),
        required=False,
        widget=DateInput(),
    )


class AddendumForm(forms.Form):
    text = forms.CharField(
        label=_("Addendum"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("What is wrong or missing. It stands below the minutes, with your name."),
    )
