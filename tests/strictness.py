"""In tests, what is only a slip elsewhere is an error: the whole run stands on these fixtures."""

import random
import sys
from typing import Any

import pytest
from django.conf import settings
from django.db.models.query import QuerySet
from django.template import Context, Engine

OURS = str(settings.BASE_DIR / "templates")


class UnknownVariable(Exception):
    """A template asked for what it was not given."""


class _Refusing(str):
    """Django formats this with the name of a variable that it could not find."""

    __slots__ = ()

    def __contains__(self, part: Any) -> bool:
        return part == "%s"

    def __mod__(self, variable: Any) -> str:  # type: ignore[override]
        if _template().startswith(OURS):
            raise UnknownVariable(f"{_template()} asks for {variable}")
        return ""


def _template() -> str:
    """Where the template lies that is being rendered by one of the callers."""
    frame = sys._getframe(1)
    while frame := frame.f_back:  # type: ignore[assignment]
        context = frame.f_locals.get("context")
        if isinstance(context, Context) and context.render_context.template:
            return str(context.render_context.template.origin.name)
    return ""


@pytest.fixture(autouse=True, scope="session")
def unknown_variables_of_templates_are_errors() -> None:
    Engine.get_default().string_if_invalid = _Refusing("invalid")


@pytest.fixture(autouse=True)
def unordered_rows_come_in_any_order(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """What does not say its order has none; the same one each time for the same test."""
    dice = random.Random(request.node.nodeid)
    fetch = QuerySet._fetch_all

    def fetch_and_shuffle(self: QuerySet[Any]) -> None:
        is_new = self._result_cache is None
        fetch(self)
        if is_new and self._result_cache and not self.ordered:
            dice.shuffle(self._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_and_shuffle)
