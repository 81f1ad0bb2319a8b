"""
Which state of a row an answer shows, and whether a change was made knowing it.

``ETag: "7-1f0c9a..."`` is the row's version, then a digest of the answer. A GET is answered 304
only where nothing of the answer changed. A change with ``If-Match`` compares the version alone: a
ticket that merely heard of another alert may still be edited.
"""

import hashlib
import json
import re
from typing import Any

from django.utils.encoding import force_bytes
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from planner.rest.problem import PreconditionFailed

_ONE = re.compile(r'(?:W/)?"(\d{1,9})(?:-[0-9a-f]+)?"')


def etag(version: int, data: Any) -> str:
    body = json.dumps(data, cls=JSONRenderer.encoder_class, sort_keys=True)
    return f'"{version}-{hashlib.sha256(force_bytes(body)).hexdigest()[:16]}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the asker has this very answer already."""
    given = [each.strip().removeprefix("W/") for each in _given(request, "If-None-Match")]
    return tag in given or "*" in given


def check_version(request: Request, version: int) -> None:
    """:raises PreconditionFailed: the header names other versions. Without it nothing is asked."""
    given = _given(request, "If-Match")
    if given and "*" not in given and version not in _versions(given):
        raise PreconditionFailed


def _given(request: Request, header: str) -> list[str]:
    return [each.strip() for each in request.headers.get(header, "").split(",") if each.strip()]


def _versions(given: list[str]) -> set[int]:
    return {int(found[1]) for each in given if (found := _ONE.fullmatch(each))}
