"""Bytes to data: quickly for what is well formed, patiently for the rest."""

import json
from collections.abc import Mapping

import msgspec

from planner.kit.depth import is_too_deep
from support.sources.signals import UnreadableBody


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
        found = msgspec.json.decode(body)
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
