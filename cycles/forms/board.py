"""Cards: written, edited, moved, given to people, blocked."""

import re
from typing import Any, Final

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from cycles.actions.moves import Place
from cycles.models import Task, Team
from planner.forms.edits import EditForm

MANY: Final = 20_000  # characters: some hundred moves
_MOVE: Final = re.compile(
    r"(?P<card>\d{1,18}):(?P<column>todo|doing|review|shipped)"
    r"(?::(?P<side>before|after):(?P<other>\d{1,18}))?"
)
_NOBODY: Final = 0


def move_as_text(card: int, place: Place) -> str:
    """``12:doing``, ``12:doing:before:7``: what ``MoveForm`` reads."""
    side = "before" if place.before else "after"
    other = place.before or place.after
    return f"{card}:{place.column}" + (f":{side}:{other}" if other else "")


class _CardsForm(forms.Form):
    """``card`` names one or some, in one field or in several."""

    @property
    def cards(self) -> list[int]:
        data: Any = self.data
        given = " ".join(data.getlist("card")).split()
        return list(dict.fromkeys(int(one) for one in given if re.fullmatch(r"\d{1,18}", one)))

    def clean(self) -> dict[str, Any]:
        if not self.cards:
            raise forms.ValidationError(_("Choose a card."))
        return self.cleaned_data


class MoveForm(_CardsForm):
    """Either ``moves``, each with its place, or cards and the ``column`` that all of them go to."""

    moves = forms.CharField(required=False, max_length=MANY)
    column = forms.ChoiceField(required=False, choices=Task.Column.choices)
    reason = forms.CharField(required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        if not self.places():
            raise forms.ValidationError(_("Choose a card, and where it goes."))
        return self.cleaned_data

    def places(self) -> dict[int, Place]:
        column = self.cleaned_data.get("column")
        if column:
            return {card: Place(column) for card in self.cards}
        found = [_MOVE.fullmatch(one) for one in self.cleaned_data.get("moves", "").split()]
        return {int(one["card"]): _place(one) for one in found if one} if all(found) else {}


def _place(found: re.Match[str]) -> Place:
    other = int(found["other"]) if found["other"] else None
    if found["side"] == "before":
        return Place(found["column"], before=other)
    return Place(found["column"], after=other)


class AssignForm(_CardsForm):
    """Cards and their ``assignee``, 0 for nobody; or ``assigns`` such as ``12:5 13:0``."""

    assignee = forms.IntegerField(required=False, min_value=_NOBODY)
    assigns = forms.CharField(
        required=False,
        max_length=MANY,
        validators=[RegexValidator(r"^\d{1,18}:\d{1,18}( \d{1,18}:\d{1,18})*$")],
    )

    def clean(self) -> dict[str, Any]:
        if not self.wanted():
            raise forms.ValidationError(_("Choose a card, and somebody for it."))
        return self.cleaned_data

    def wanted(self) -> dict[int, int]:
        """The member of each card; 0 is nobody."""
        pairs = [one.split(":") for one in self.cleaned_data.get("assigns", "").split()]
        if pairs:
            return {int(card): int(member) for card, member in pairs}
        assignee = self.cleaned_data.get("assignee")
        return {} if assignee is None else dict.fromkeys(self.cards, assignee)


class BlockForm(_CardsForm):
    reason = forms.CharField(
        label=_("Why it is blocked"),
        max_length=300,
        error_messages={"required": _("Say why it is blocked.")},
    )


class UnblockForm(_CardsForm):
    pass


class LimitsForm(forms.Form):
    doing_limit = forms.IntegerField(label=_("Doing"), required=False, min_value=1, max_value=50)
    review_limit = forms.IntegerField(
        label=_("In review"), required=False, min_value=1, max_value=50
    )


class TaskForm(forms.Form):
    """What a card says, with what of its epic it serves."""

    title = forms.CharField(label=_("Title"), max_length=160)
    description = forms.CharField(
        label=_("Description"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Markdown works."),
    )

    def __init__(
        self,
        *args: Any,
        team: Team,
        epics: list[tuple[int, str]],
        items: list[tuple[int, str]],
        unknowns: list[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if team.kind == Team.Kind.SMALL:
            self.fields["epic_id"] = _choice(_("Small Epic"), epics, required=True)
        if items:
            self.fields["scope_item_id"] = _choice(_("Scope item"), items)
        if unknowns:
            self.fields["unknown_id"] = _choice(_("Unknown"), unknowns)
        self.order_fields(["title", "epic_id", "scope_item_id", "unknown_id", "description"])


class NewTaskForm(TaskForm):
    pass


class EditTaskForm(TaskForm, EditForm):
    @property
    def wanted(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def _choice(
    label: Any, choices: list[tuple[int, str]], *, required: bool = False
) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        coerce=int,
        empty_value=None,
        required=required,
        choices=[("", "–"), *choices],
    )
