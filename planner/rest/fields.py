"""What many nouns show and ask for alike."""

import re
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

LARGEST_ID = 2**63 - 1


class MemberName(serializers.Serializer[Any]):
    """A member, by id and name."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()


class Id(serializers.PrimaryKeyRelatedField[Any]):
    """A thing of the asker's own workspace, by its id; ``path`` leads to the workspace."""

    def __init__(self, *, path: str = "workspace", **more: Any) -> None:
        self.path = path
        if not more.get("read_only"):
            more["pk_field"] = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
        super().__init__(**more)

    def get_queryset(self) -> Any:
        rows: Any = super().get_queryset()
        return rows.filter(**{self.path: self.context["view"].workspace})


@extend_schema_field({"type": "string", "pattern": "^[A-Z]-[0-9]{1,9}$"})
class Key(serializers.RelatedField[Any, Any, str]):
    """A thing of the asker's own workspace, by its key: ``E-12``."""

    def to_internal_value(self, data: Any) -> Any:
        found = None
        if re.fullmatch("[A-Z]-[0-9]{1,9}", str(data)):
            known: Any = self.get_queryset()
            mine = known.filter(workspace=self.context["view"].workspace)
            found = mine.filter(number=int(data[2:])).first()
        if found is None or found.key != data:
            raise serializers.ValidationError(_("There is no such key in this workspace."))
        return found

    def to_representation(self, value: Any) -> str:
        return str(value.key)
