"""A workspace with one of everything, for those who walk through the house."""

import pytest

from planner.models import Member
from support.models import RejectedRequest, Source
from tests.factories import NOON
from tests.furnish import furnish


@pytest.fixture
def us(haruka: Member) -> Member:
    furnish(haruka)
    source = Source.objects.get(workspace=haruka.workspace)
    RejectedRequest.objects.create(
        source=source, received_at=NOON, status=400, reason="No JSON.", body=b"{", body_bytes=1
    )
    return haruka
