"""What the endpoints tell of themselves: every answer, problems included."""

import inspect
from http import HTTPStatus
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from planner.rest.problem import INVALID, MEDIA_TYPE, PLAIN
from planner.rest.views import WorkspaceViewSet

_SUCCESS = {"create": HTTPStatus.CREATED, "destroy": HTTPStatus.NO_CONTENT}
_CHANGES = ("POST", "PUT", "PATCH", "DELETE")
_WITH_BODY = ("POST", "PUT", "PATCH")


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "planner.rest.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "An API token, from your profile page or `manage.py create_token`.",
        }


class Problem(serializers.Serializer[Any]):
    """RFC 9457: what went wrong."""

    type = serializers.CharField(help_text="A stable name of the problem; `about:blank` for none.")
    title = serializers.CharField(help_text="The phrase of the status.")
    status = serializers.IntegerField(min_value=400, max_value=599)
    detail = serializers.CharField(help_text="A sentence for a person, by `Accept-Language`.")
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="What is wrong with which field.",
    )
    reasons = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="Each reason of a refusal that has several.",
    )


_WHEN: dict[int, tuple[str, str, str]] = {
    400: ("A field or parameter cannot be accepted.", INVALID, "Some of it cannot be accepted."),
    401: ("No token, or one that opens nothing.", PLAIN, "This token is not known."),
    403: ("The role or the token does not allow it.", PLAIN, "This token may only read."),
    404: ("No such thing in a workspace of yours.", PLAIN, "Not found."),
    406: ("Only JSON is answered.", PLAIN, "Could not satisfy the request Accept header."),
    409: (
        "The rules of the planner refuse it; `type` says which.",
        "urn:sixweek:problem:already-resolved",
        "Sho Minagawa has already resolved this.",
    ),
    412: (
        "It was changed since you read the version in `If-Match`.",
        "urn:sixweek:problem:changed-in-the-meantime",
        "This was changed in the meantime. Read it again, then decide.",
    ),
    415: ("Only JSON is understood.", PLAIN, 'Unsupported media type "text/plain" in request.'),
    429: ("Too many requests; `Retry-After` says how long to wait.", PLAIN, "Request throttled."),
}


class HouseSchema(AutoSchema):
    """Describes a ``WorkspaceViewSet`` from what it says of itself, with all its problems."""

    def get_tags(self) -> list[str]:
        return [self.view.basename] if hasattr(self.view, "basename") else super().get_tags()

    def get_operation_id(self) -> str:
        if not isinstance(self.view, WorkspaceViewSet):
            return str(super().get_operation_id())
        verb = {"partial_update": "change", "destroy": "remove"}.get(
            self.view.action, self.view.action
        )
        return f"{verb}_{self.view.basename}".replace("-", "_")

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        return type(serializer).__name__.removesuffix("Shown").removesuffix("Asked")

    def get_summary(self) -> str:
        """What is seen of a verb before it is opened: its first sentence."""
        verb = getattr(self.view, "action", "")
        if verb in ("list", "retrieve"):
            return "List" if verb == "list" else "Show"
        text = inspect.getdoc(getattr(self.view, verb)) or ""
        return text.partition("\n")[0].rstrip(".")

    def get_request_serializer(self) -> Any:
        if isinstance(self.view, WorkspaceViewSet):
            return self.view.asks.get(self.view.action)
        return super().get_request_serializer()

    def get_response_serializers(self) -> Any:
        if not isinstance(self.view, WorkspaceViewSet):
            return super().get_response_serializers()
        status = _SUCCESS.get(self.view.action, HTTPStatus.OK)
        shown = None if status == HTTPStatus.NO_CONTENT else self.view.serializer_class
        answers: dict[int, Any] = {int(status): OpenApiResponse(shown, description=status.phrase)}
        if self._asks_for_version() and self.method == "GET":
            answers[304] = OpenApiResponse(None, description="You have this answer already.")
        return answers

    def get_override_parameters(self) -> list[Any]:
        if not self._asks_for_version():
            return []
        shown = [200, 201] if self.method != "GET" else [200, 304]
        header = "If-None-Match" if self.method == "GET" else "If-Match"
        return [
            OpenApiParameter(
                "ETag", OpenApiTypes.STR, OpenApiParameter.HEADER, response=shown,
                description="The version of what is shown.",
            ),
            OpenApiParameter(
                header, OpenApiTypes.STR, OpenApiParameter.HEADER,
                description="An `ETag` that you were given.",
            ),
        ]  # fmt: skip

    def _asks_for_version(self) -> bool:
        """A row with a version, read or changed by its name."""
        model = getattr(getattr(self.view, "queryset", None), "model", None)
        named = "{" in self.path.rpartition("{slug}")[2]
        plain = getattr(self.view, "action", "") in getattr(self.view, "without_version", ())
        return named and not plain and hasattr(model, "version")

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies = dict(super()._get_response_bodies(direction))
        for status in self._problems():
            bodies[str(status)] = self._problem(status, direction)
        return dict(sorted(bodies.items()))

    def _problems(self) -> list[int]:
        if not isinstance(self.view, WorkspaceViewSet):
            return [406]
        found = [401, 403, 404, 406, 429]
        asks = self.view.action in self.view.asks
        if asks or self.view.action == "list":
            found += [400]
        if asks and self.method in _WITH_BODY:
            found += [415]
        if self.method in _CHANGES:
            found += [409]
            found += [412] if self._asks_for_version() else []
        return found

    def _problem(self, status: int, direction: Any) -> dict[str, Any]:
        """Described once, wherever it may be the answer."""
        when, kind, detail = _WHEN[status]
        phrase = HTTPStatus(status).phrase
        value = {"type": kind, "title": phrase, "status": status, "detail": detail}
        if kind == INVALID:
            value["errors"] = {"title": ["This field is required."]}
        example = OpenApiExample(phrase, value=value, status_codes=[status])
        response = OpenApiResponse(Problem, description=when, examples=[example])
        component = ResolvedComponent(
            name=phrase.replace(" ", ""),
            type=ResolvedComponent.RESPONSE,
            schema=self._get_response_for_code(response, str(status), [MEDIA_TYPE], direction),  # type: ignore[no-untyped-call]
            object=status,
        )
        self.registry.register_on_missing(component)
        return {"$ref": f"#/components/responses/{component.name}"}

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        parameters: list[dict[str, Any]] = super()._resolve_path_parameters(variables)  # type: ignore[no-untyped-call]
        for parameter in parameters:
            if parameter["name"] in ("id", "number"):
                parameter["schema"] = {"type": "integer", "minimum": 1}
        return parameters
