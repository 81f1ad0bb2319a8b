"""The table of addresses, read from Django itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """One line of the table: ``route`` as it is written, ``name`` with its namespaces."""

    route: str
    name: str
    view: Any

    def __str__(self) -> str:
        return f"/{self.route}"

    @property
    def wants(self) -> tuple[str, ...]:
        return tuple(_CONVERTER.findall(self.route))

    @property
    def documented_as(self) -> str:
        """``/w/<slug>/epics/<key>/``"""
        return "/" + _CONVERTER.sub(r"<\1>", self.route)

    def filled(self, **values: object) -> str:
        return "/" + _CONVERTER.sub(lambda found: str(values[found[1]]), self.route)


def addresses() -> list[Address]:
    """Those of pages, hooks and probes; the nouns of the REST interface have their own walk."""
    return [found for found in _below(get_resolver()) if not found.route.startswith("api/v1/w/")]


def _below(resolver: URLResolver, route: str = "", space: str = "") -> Iterator[Address]:
    for each in resolver.url_patterns:
        longer = route + str(each.pattern)
        if isinstance(each, URLPattern):
            yield Address(longer, f"{space}{each.name or ''}", each.callback)
        else:
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _below(each, longer, inner)
