"""What many nouns show and ask for alike."""

import re
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

LARGEST_ID = 2**63 - 1
LARGEST_NUMBER = 2**31 - 1

_id = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
_number = serializers.IntegerField(min_value=1, max_value=LARGEST_NUMBER)


def address(path: str) -> str:
    """As people type it: never from the Host header, which who asks may choose."""
    return f"{settings.ORIGIN}{path}"


class MemberName(serializers.Serializer[Any]):
    """A member, by id and name."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()


class Chosen(serializers.ChoiceField):
    """One of some, or nothing, which is shown as null."""

    def __init__(self, choices: Any, **more: Any) -> None:
        super().__init__(choices, read_only=True, allow_null=True, **more)

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(value) if value else None


@extend_schema_field({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
class Clock(serializers.TimeField):
    """A time of the day, to the minute: ``09:00``."""

    def __init__(self, **more: Any) -> None:
        super().__init__(format="%H:%M", input_formats=["%H:%M"], **more)

    def to_internal_value(self, value: Any) -> Any:
        if not (isinstance(value, str) and re.fullmatch("[0-9]{2}:[0-9]{2}", value, re.ASCII)):
            raise serializers.ValidationError(_("Give a time such as 09:00."))
        return super().to_internal_value(value)


class _OfTheWorkspace(serializers.RelatedField[Any, Any, Any]):
    """A thing of the asker's own workspace; ``path`` leads from it to there."""

    def __init__(self, *, path: str = "workspace", **more: Any) -> None:
        self.path = path
        super().__init__(**more)

    def find(self, **by: Any) -> Model:
        """:raises ValidationError: there is none; what others have does not exist either."""
        rows: Any = self.get_queryset()
        found: Model | None = rows.filter(
            **{self.path: self.context["view"].workspace}, **by
        ).first()
        if found is None:
            raise serializers.ValidationError(_("There is no such thing in this workspace."))
        return found


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": LARGEST_ID})
class Id(_OfTheWorkspace):
    """By its id."""

    def to_internal_value(self, data: Any) -> Model:
        return self.find(pk=_id.run_validation(data))

    def to_representation(self, value: Any) -> int:
        return int(value.pk)


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER})
class Number(_OfTheWorkspace):
    """By the number that the workspace gave it."""

    def to_internal_value(self, data: Any) -> Model:
        return self.find(number=_number.run_validation(data))

    def to_representation(self, value: Any) -> int:
        return int(value.number)


@extend_schema_field({"type": "string", "pattern": "^[A-Z]-[0-9]{1,9}$"})
class ByKey(_OfTheWorkspace):
    """By its key, which begins with the letter of its kind: ``E-12``."""

    def __init__(self, *, letter: str, **more: Any) -> None:
        self.letter = letter
        super().__init__(**more)

    def to_internal_value(self, data: Any) -> Model:
        found = re.fullmatch(
            rf"{self.letter}-([0-9]{{1,9}})", data if isinstance(data, str) else ""
        )
        if found is None:
            raise serializers.ValidationError(
                _("Give a key such as {key}.").format(key=f"{self.letter}-12")
            )
        return self.find(number=int(found[1]))

    def to_representation(self, value: Any) -> str:
        return str(value.key)


@extend_schema_field({"type": "string", "pattern": "^[A-Z]-[0-9]{1,9}$"})
class Key(serializers.RelatedField[Any, Any, str]):
    """Shown by its key: ``E-12``."""

    def to_representation(self, value: Any) -> str:
        return str(value.key)
