"""One router for all nouns: with or without a slash at the end."""

from rest_framework.routers import SimpleRouter


class Router(SimpleRouter):
    """Programs forget the slash, and a POST that is redirected arrives as a GET: take both."""

    include_format_suffixes = False

    def __init__(self) -> None:
        super().__init__()
        self.trailing_slash = "/?"
