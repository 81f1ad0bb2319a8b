import pytest

from planner.edits import ChangedMeanwhile
from planner.models import Activity
from support.actions.answers import (
    AnswerIsGone,
    AnswerIsThere,
    NameIsTaken,
    edit_answer,
    remove_answer,
    restore_answer,
    save_answer,
)
from support.models import SavedAnswer
from tests.factories import NOON


@pytest.fixture
def answer(workspace, sho):
    return _save(workspace, sho, "Preview")


def _save(workspace, by, name):
    return save_answer(workspace=workspace, name=name, text="Like so.", by=by, at=NOON)


def _edit(answer, by, **wanted):
    return edit_answer(answer=answer, version=1, wanted=wanted, by=by, at=NOON)


def test_answers_of_one_workspace_have_names_of_their_own(answer, sho, otto):
    with pytest.raises(NameIsTaken):
        _save(sho.workspace, sho, "Preview")
    _save(otto.workspace, otto, "Preview")


def test_two_people_who_edit_different_parts_both_win(answer, sho, haruka):
    _edit(answer, sho, text="Or so.")
    edited = _edit(answer, haruka, name="Previews")

    assert (edited.name, edited.text, edited.version) == ("Previews", "Or so.", 3)
    with pytest.raises(ChangedMeanwhile):
        _edit(answer, haruka, text="Not at all.")


def test_edit_that_changes_nothing_tells_nothing(answer, sho):
    _edit(answer, sho, text="Like so.")

    assert Activity.objects.about(answer).count() == 1


def test_name_of_another_answer_is_not_taken(answer, sho):
    other = _save(sho.workspace, sho, "Quota")
    with pytest.raises(NameIsTaken):
        _edit(other, sho, name="Preview")


def test_removed_answer_is_put_back_unless_its_name_is_used(answer, sho):
    facts = {"answer": answer, "by": sho, "at": NOON}
    remove_answer(**facts)
    assert not SavedAnswer.objects.kept().exists()
    for change in (lambda: remove_answer(**facts), lambda: _edit(answer, sho, name="x")):
        with pytest.raises(AnswerIsGone):
            change()

    restore_answer(**facts)
    assert SavedAnswer.objects.kept().get() == answer
    with pytest.raises(AnswerIsThere):
        restore_answer(**facts)

    remove_answer(**facts)
    _save(sho.workspace, sho, "Preview")
    with pytest.raises(NameIsTaken):
        restore_answer(**facts)
