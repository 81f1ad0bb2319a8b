"""What unknowns and the open questions of a review have in common: asked, owned, answered."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cycles.actions.refusals import Refusal
from planner.models import Member


class QuestionNeeded(Refusal):
    """It is a question."""


class AnswerNeeded(Refusal):
    """Answered is what has its answer written down."""


class AlreadyResolved(Refusal):
    """Somebody was quicker; that answer stands."""


def question_in(text: str, *, refusal: str) -> str:
    """
    The question that is asked.

    :raises QuestionNeeded: with that refusal, as there is none.
    """
    if not text.strip():
        raise QuestionNeeded(refusal)
    return text.strip()


def answer_in(text: str) -> str:
    """
    The answer that is given.

    :raises AnswerNeeded: there is none.
    """
    if not text.strip():
        raise AnswerNeeded(_("Write down the answer: it is what the team has learned."))
    return text.strip()


def owners_in(changes: Mapping[str, tuple[Any, Any]]) -> dict[int, Member]:
    """Who owned it and who shall, where that changes."""
    ids = filter(None, changes.get("owner_id", ()))
    return Member.objects.select_related("person").in_bulk(list(ids))


def names_of(owners: Mapping[int, Member]) -> dict[str, str]:
    """As the log keeps them: it is read when they have left."""
    return {str(pk): one.name for pk, one in owners.items()}
