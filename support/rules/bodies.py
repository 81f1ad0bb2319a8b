"""A stranger's bytes as text that can be shown."""

import json
from typing import Final

from planner.kit.depth import is_too_deep

PRETTY_BYTES: Final = 1024**2
SHOWN: Final = 100_000


def readable(body: bytes) -> str:
    """As UTF-8; what is no text is shown by its escapes."""
    return body.decode("utf-8", errors="backslashreplace").replace("\0", "\\x00")


def pretty(body: bytes) -> str:
    """Indented where it is JSON of a bearable size and depth, else as it came."""
    if len(body) > PRETTY_BYTES or is_too_deep(body):
        return readable(body)
    try:
        text = json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        return readable(body)
    return text.encode(errors="backslashreplace").decode()  # half a surrogate pair cannot be sent
