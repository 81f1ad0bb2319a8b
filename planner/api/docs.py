"""
The description of the interface, for programs and for people.

Open to everybody: it is the same in every installation, and holds nothing of anybody's.
"""

from functools import cache
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer

from planner.kit.problem import problem


@cache
def described() -> bytes:
    # Made once: it takes some hundred milliseconds, and anybody may ask for it.
    with override("en"):
        found = SchemaGenerator().get_schema(request=None, public=True)
        return bytes(OpenApiJsonRenderer().render(found, renderer_context={}))


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(described(), content_type="application/vnd.oai.openapi+json")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "planner/api_docs.html")


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:
    """Below /api/v1/ every answer is for a program."""
    return problem(HTTPStatus.NOT_FOUND, _("There is nothing at this address."))
