"""Person-days as they are said."""

from decimal import Decimal


def number(days: Decimal) -> str:
    """Person-days without needless zeros."""
    return f"{float(days):g}"
