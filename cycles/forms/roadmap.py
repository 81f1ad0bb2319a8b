"""Moving epics on the roadmap, and editing them there."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles.forms.epics import EditEpicForm
from cycles.rules.windows import NoWindow, Window

NO_DATE: Final = "-"
_BACK: Final = re.compile(r"(E-[1-9]\d{0,8}) (\S{1,20}) (\S{1,20}) (\d{1,15})")


def way_back(key: str, now: Window, before: Window, theme: int | None) -> str:
    """``E-12 C26 C25 7``: where it is, where it was, of which theme. ``MoveEpicForm`` reads it."""
    return f"{key} {now.text or NO_DATE} {before.text or NO_DATE} {theme or 0}"


class MoveEpicForm(forms.Form):
    """
    An epic, where it ``was`` seen, and where it goes: ``to`` a window (``until`` a cycle), some
    ``step``s later, to begin in a ``cycle``; with ``theme`` into another row. Or all the ``back``.
    """

    epic = forms.RegexField(r"^E-[1-9]\d{0,8}$", required=False)
    was = forms.CharField(max_length=20, required=False)
    to = forms.CharField(max_length=20, required=False)
    until = forms.IntegerField(min_value=1, max_value=999_999, required=False)
    step = forms.IntegerField(min_value=-50, max_value=50, required=False)
    cycle = forms.IntegerField(min_value=1, max_value=999_999, required=False)
    theme = forms.IntegerField(min_value=0, required=False)
    back = forms.CharField(max_length=80, required=False)

    seen: Window | None = None
    target: Window | None = None

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if back := _BACK.fullmatch(given.get("back", "")):
            given["epic"], given["was"], given["to"] = back[1], back[2], back[3]
            given["theme"] = int(back[4])
        if not given.get("epic"):
            raise forms.ValidationError(_("Choose an epic, and where it goes."))
        try:
            self.seen = _window(given["was"]) if given.get("was") else None
            self.target = self._target(given)
        except NoWindow:
            raise forms.ValidationError(
                _("Choose a time: C25, C25-C27, 2027-Q2, 2027-H1 or 2028.")
            ) from None
        return given

    def _target(self, given: dict[str, Any]) -> Window | None:
        if to := given.get("to"):
            until = given.get("until")
            window = _window(to)
            if until and window.unit == "cycle" and until != window.first:
                return Window.of(f"C{window.first}-C{until}")
            return window
        if self.seen is not None:
            return self.seen.moved(given.get("step") or 0)
        return None


def _window(text: str) -> Window:
    return Window.of("" if text == NO_DATE else text)


class EpicInPlaceForm(EditEpicForm):
    """What is edited without leaving the roadmap: the title, the size and the theme."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["summary"], self.fields["origin"]
