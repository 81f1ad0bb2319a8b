"""What lists can be filtered by, known to the schema."""

from typing import Any

from django import forms
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, Filter
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema_field

from planner.rest.fields import LARGEST_ID

__all__ = ["BooleanFilter", "CharFilter", "ChoiceFilter", "Filters", "IdFilter", "KeyFilter"]


class Filters(FilterSet):  # type: ignore[misc]  # it comes without types
    """The filters of a noun."""


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": LARGEST_ID})
class IdFilter(Filter):  # type: ignore[misc]
    """Filters by an id; one that nothing has, or that lies elsewhere, finds nothing."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, min_value=1, max_value=LARGEST_ID, **more)


@extend_schema_field({"type": "string", "pattern": "^[A-Z]-[0-9]{1,9}$"})
class KeyFilter(Filter):  # type: ignore[misc]
    """Filters by the key of a thing, which is its number."""

    field_class = forms.RegexField

    def __init__(self, letter: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, regex=f"^{letter}-[0-9]{{1,9}}$", **more)

    def filter(self, qs: Any, value: str | None) -> Any:
        return super().filter(qs, int(value.partition("-")[2]) if value else None)
