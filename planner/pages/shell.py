"""What every page of a workspace shows around itself."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Nothing yet for pages outside a workspace."""
    return {}
