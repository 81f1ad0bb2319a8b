"""Addresses that a page writes hundreds of times."""

from functools import lru_cache

from django.urls import reverse


def epic_url(slug: str, key: str) -> str:
    """Of an epic's page, by its key; as ``reverse`` has it, and much quicker."""
    before, after = _around(slug)
    return f"{before}{key}{after}"


@lru_cache(maxsize=256)
def _around(slug: str) -> tuple[str, str]:
    """What stands before and after the key."""
    before, _key, after = reverse("cycles:epic", args=[slug, "E-1"]).rpartition("E-1")
    return before, after
