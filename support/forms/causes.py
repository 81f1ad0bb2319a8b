"""What people type about causes and the epics that are to end them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles.forms.epics import EpicForm
from cycles.models import Epic
from planner.models import Workspace
from support.models import Cause, Remedy

_MOST = 600


class CauseEpicForm(EpicForm):
    """An epic that comes of a cause: nobody needs to say that its origin is an issue."""

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, workspace=workspace, **kwargs)
        del self.fields["origin"]
        self.fields["summary"].widget.attrs["rows"] = 12


class EndByForm(forms.Form):
    """An epic that is there."""

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        epics = Epic.objects.filter(workspace=workspace)
        self.fields["epic"] = forms.ModelChoiceField(epics)


class LetBeForm(forms.Form):
    def __init__(self, *args: Any, cause: Cause, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remedy"] = forms.ModelChoiceField(Remedy.objects.filter(cause=cause))


class AttributeForm(forms.Form):
    """Tickets in one line, and the cause that all of them are given, or a new one by name."""

    tickets = forms.RegexField(r"^[0-9]{1,18}(,[0-9]{1,18})*$", max_length=_MOST * 19)
    name = forms.CharField(label=_("New cause"), max_length=60, required=False)

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        causes = Cause.objects.in_use().filter(workspace=workspace)
        self.fields["cause"] = forms.ModelChoiceField(causes, required=False)

    @property
    def pks(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["tickets"].split(",")]
