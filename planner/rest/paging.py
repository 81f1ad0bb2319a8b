"""Pages of a list that stay right while rows come and go."""

import re
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.views import APIView

LARGEST_PAGE = 200


class CursorPaging(CursorPagination):
    """
    ``{"next", "previous", "results"}``, walked by the one column that the view names.

    That column must be a number of its own in each row (``-pk``, ``number``): then a page begins
    after a row and not after a count, however many rows were made at the same time.
    """

    page_size_query_param = "page_size"
    max_page_size = LARGEST_PAGE
    page_size_query_description: Any = gettext_lazy("Results on a page, at most 200.")
    cursor_query_description: Any = gettext_lazy("Where the page begins, from next or previous.")

    def get_ordering(
        self, request: Request, queryset: QuerySet[Model], view: APIView
    ) -> tuple[str, ...]:
        return (view.order,)  # type: ignore[attr-defined]

    def get_page_size(self, request: Request) -> int | None:
        """:raises ValidationError: rather than to give another size than the one asked for."""
        given = request.query_params.get("page_size")
        if given is None:
            return self.page_size
        if re.fullmatch("[1-9][0-9]{0,2}", given) and int(given) <= LARGEST_PAGE:
            return int(given)
        message = _("Give a whole number from 1 to %(largest)s.") % {"largest": LARGEST_PAGE}
        raise ValidationError({"page_size": [message]})

    def decode_cursor(self, request: Request) -> Cursor | None:
        """:raises ValidationError: the cursor is none of ours."""
        refusal = ValidationError({"cursor": [_("Take the cursor from next or previous.")]})
        try:
            cursor = super().decode_cursor(request)
        except NotFound as error:
            raise refusal from error
        if cursor and cursor.position is not None and not _is_number(str(cursor.position)):
            raise refusal
        return cursor

    def get_schema_operation_parameters(self, view: APIView) -> list[Any]:
        parameters = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            if parameter["name"] == self.page_size_query_param:
                parameter["schema"] |= {"minimum": 1, "maximum": LARGEST_PAGE}
        return parameters

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        described = super().get_paginated_response_schema(schema)
        described["required"] = ["next", "previous", "results"]
        return described


def _is_number(position: str) -> bool:
    return re.fullmatch("[0-9]{1,18}", position) is not None
