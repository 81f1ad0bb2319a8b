"""What a sender's own body is read as stands whole beside the form, however wide the window is."""

import json

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from planner.models import Member
from support.models import Delivery
from tests.factories import SourceFactory
from tests.services.stack import Stack

pytestmark = pytest.mark.journey

BODY = {
    "title": "Checkout is slow for customers who pay with a card from outside of the country",
    "id": "arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:checkout-latency-p95",
    "state": "firing",
    "severity": "critical",
    "owner": "shop-checkout-frontend-team",
    "url": "https://monitoring.example/alarms/checkout-latency-p95",
}
SIDEWAYS = """
part => [part, ...part.querySelectorAll("*")].some(
  (each) => each.scrollWidth > each.clientWidth + 1
    && ["auto", "scroll"].includes(getComputedStyle(each).overflowX))
"""


@pytest.mark.parametrize("width", [390, 1024, 1280])
def test_what_a_mapping_finds_is_seen_whole(stack: Stack, haruka: Member, width: int) -> None:
    source = SourceFactory(workspace=haruka.workspace, kind="generic")
    body = json.dumps(BODY).encode()
    now = timezone.now()
    Delivery.objects.create(
        source=source, received_at=now, digested_at=now, body=body, body_bytes=len(body),
        state="digested",
    )  # fmt: skip
    page = stack.sign_in(haruka, viewport={"width": width, "height": 844})
    page.goto(f"{source.get_absolute_url()}mapping/")
    preview = page.locator("#preview")

    expect(preview).to_contain_text("Critical")
    assert not preview.evaluate(SIDEWAYS)
    for found in (BODY["title"], BODY["id"], BODY["owner"]):
        expect(preview).to_contain_text(found)
        box = preview.get_by_text(found).bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= width

    page.get_by_label("Title").fill("$.owner")
    expect(preview.get_by_text(BODY["owner"])).to_have_count(2)
