"""Bytes to data: quickly for what is well formed, patiently for the rest."""

import json
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

import msgspec

from planner.kit.depth import is_too_deep
from support.sources.signals import UnreadableBody

FIELDS: Final = 200

_decode: Final = msgspec.json.Decoder().decode

_BOUNDARY: Final = re.compile(r'boundary=(?:"([^"\r\n]{1,70})"|([^\s;,"]{1,70}))', re.IGNORECASE)
_DATA: Final = re.compile(rb'\bname="?data"?\s*(?:;|\r|$)', re.IGNORECASE)


def decode(body: bytes) -> Mapping[str, object]:
    """
    The JSON object in the body. Duplicate keys: the last one counts. NaN is null.

    Lone halves of characters and a byte order mark, which strict decoders refuse, are let in.

    :raises UnreadableBody: it is no JSON, or no object, or nested beyond all sense.
    """
    if not body:
        raise UnreadableBody("The body is empty.")
    if is_too_deep(body):
        raise UnreadableBody("The body is nested too deeply.")
    try:
        found = _decode(body)
    except ValueError:
        found = _patiently(body)
    if not isinstance(found, dict):
        raise UnreadableBody("The body is JSON, but not an object.")
    return found


def _patiently(body: bytes) -> object:
    try:
        return json.loads(body, parse_constant=lambda _: None)
    except ValueError as error:
        raise UnreadableBody("The body is not JSON.") from error


def decode_form(body: bytes) -> Mapping[str, object]:
    """
    ``application/x-www-form-urlencoded``, as Datadog sends it when it is told to.

    :raises UnreadableBody: it is no such form.
    """
    try:
        fields = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=FIELDS
        )
    except ValueError as error:
        raise UnreadableBody(f"The form has more than {FIELDS} fields.") from error
    if not any(value for _, value in fields):
        raise UnreadableBody("The body is no form with fields.")
    return dict(fields)


def decode_parts(body: bytes, content_type: str) -> Mapping[str, object]:
    """
    The JSON in the field ``data`` of a ``multipart/form-data`` body.

    :raises UnreadableBody: there is no such part, or it is no JSON object.
    """
    boundary = _BOUNDARY.search(content_type)
    if boundary is None:
        raise UnreadableBody("The multipart form names no boundary.")
    mark = b"--" + (boundary[1] or boundary[2]).encode()
    for part in (b"\r\n" + body).split(b"\r\n" + mark, FIELDS)[1:]:
        head, blank, content = part.partition(b"\r\n\r\n")
        if blank and _DATA.search(head[:1000]):
            return decode(content)
    raise UnreadableBody("The multipart form has no field “data”.")
