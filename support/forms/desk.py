"""Which part of the desk is looked at."""

from dataclasses import fields
from typing import Any

from django import forms

from support.queries.desk_rows import DeskLinks
from support.queries.filters import Filters, kept


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
