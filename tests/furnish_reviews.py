"""A review of the roadmap with one line of everything, for walks over all addresses."""

from cycles.models import Addendum, AgendaItem, Decision, Review, ReviewQuestion, Theme
from planner.models import Member
from tests.factories import NOON


def hold_review(member: Member) -> None:
    """The first is held; further ones are closed."""
    held = Review.objects.open().filter(workspace=member.workspace).exists()
    review = Review.objects.create(
        workspace=member.workspace,
        opened_at=NOON,
        opened_by=member,
        closed_at=NOON if held else None,
        minutes={"since": "", "people": [], "items": []} if held else {},
    )
    review.participants.add(member)
    theme = Theme.objects.filter(workspace=member.workspace).first()
    item = AgendaItem.objects.create(review=review, theme=theme)
    Decision.objects.create(item=item, text="Previews go first.", made_at=NOON, made_by=member)
    ReviewQuestion.objects.create(
        item=item, text="Who pays for them?", owner=member, asked_at=NOON, asked_by=member
    )
    Addendum.objects.create(review=review, text="Not yet.", written_at=NOON, written_by=member)
