"""Bodies: JSON, and nothing that could make reading it fail in a way of its own."""

from collections.abc import Mapping
from io import BytesIO
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from planner.kit.depth import is_too_deep


class JSONObjectParser(JSONParser):
    """Reads an object: every body of ours is one."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise RequestDataTooBig
        if is_too_deep(raw):
            raise ParseError(_("The JSON is nested too deeply."))
        body: Any = super().parse(BytesIO(raw), media_type, parser_context)
        if not isinstance(body, dict):
            raise ParseError(_("Send a JSON object."))
        return body
