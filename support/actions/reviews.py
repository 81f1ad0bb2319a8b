"""What reviews of the roadmap tell: their minutes to who was there, and that the next is due."""

from collections.abc import Iterator

from django.urls import reverse

from cycles.models import Review
from planner.models import Activity
from support.actions.notices import News
from support.queries.listeners import managers
from support.rules import hearing


def news_of_reviews(activity: Activity, review: Review) -> Iterator[News]:
    """Whoever was there has the minutes; who plans is told when it is time again."""
    key = str(activity.pk)
    match activity.verb:
        case "close_review":
            to = list(review.participants.select_related("person").order_by("pk"))
            facts = {"path": review.get_absolute_url(), "text": _text(review)}
            yield News(hearing.MINUTES, to, by=activity.by, key=key, facts=facts)
        case "remind_of_review":
            path = reverse("cycles:open_review", args=[review.workspace.slug])
            to = managers(review.workspace)
            yield News(hearing.REVIEW_DUE, to, key=key, facts={"path": path})


def _text(review: Review) -> str:
    """What was decided and what is open, in the words of those who wrote it."""
    lines = []
    for item in review.minutes["items"]:
        said = [f"- {one['text']}" for one in item["decisions"]]
        said += [f"? {one['text']}" for one in item["questions"] if one["state"] != "resolved"]
        if said:
            lines += [item["title"] or "…", *said, ""]
    return "\n".join(lines).strip()
