"""A workspace with one of everything, for those who walk through the house."""

import pytest

from planner.models import Member
from tests.furnish import furnish


@pytest.fixture
def us(haruka: Member) -> Member:
    furnish(haruka)
    return haruka
