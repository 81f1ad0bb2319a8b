"""Kinds of values in addresses. Whose addresses hold some imports this, which registers them."""

from datetime import date

from django.urls import register_converter


class TicketKey:
    """S-123, however it is typed."""

    regex = "[Ss]-[0-9]{1,9}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


class Day:
    """2026-05-21"""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)  # what is no day of a calendar is not found

    def to_url(self, value: date | str) -> str:
        return str(value)


register_converter(TicketKey, "ticket")
register_converter(Day, "day")
