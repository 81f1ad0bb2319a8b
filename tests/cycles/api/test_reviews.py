"""Reviews by program: the same as by hand."""

import pytest

from cycles.models import Review
from tests.api import client_of, url
from tests.factories import EpicFactory, ThemeFactory


@pytest.fixture
def as_haruka(haruka):
    return client_of(haruka)


@pytest.fixture
def review(as_haruka, workspace, haruka, ren):
    ThemeFactory(workspace=workspace, name="Calm nights")
    answer = as_haruka.post(url(haruka, "reviews/"), {"participants": [ren.pk]}, format="json")
    assert answer.status_code == 201
    return answer.json()


@pytest.fixture
def decision(as_haruka, haruka, review):
    asked = {"item": review["agenda"][0]["id"], "text": "Previews go first."}
    answer = as_haruka.post(url(haruka, "decisions/"), asked, format="json")
    assert answer.status_code == 201
    return answer.json()


def test_review_has_its_agenda_and_people(review, haruka, ren):
    assert [one["title"] for one in review["agenda"]] == ["Calm nights", "Everything else"]
    assert {one["name"] for one in review["participants"]} == {haruka.name, ren.name}
    assert review["minutes"] == {}


def test_second_one_is_refused(as_haruka, haruka, review):
    answer = as_haruka.post(url(haruka, "reviews/"), {}, format="json")
    assert answer.status_code == 409
    assert "open already" in answer.json()["detail"]


def test_closing_freezes_what_was_decided(as_haruka, haruka, review, decision):
    closed = as_haruka.post(
        url(haruka, f"reviews/{review['id']}/close/"), {"next_on": "2099-07-02"}, format="json"
    ).json()

    assert closed["next_on"] == "2099-07-02"
    assert closed["snapshot"]
    assert [one["text"] for one in closed["minutes"]["items"][0]["decisions"]] == [
        "Previews go first."
    ]
    late = as_haruka.patch(
        url(haruka, f"decisions/{decision['id']}/"), {"text": "No."}, format="json"
    )
    assert late.status_code == 409
    added = as_haruka.post(
        url(haruka, f"reviews/{review['id']}/add-addendum/"), {"text": "Wrong."}, format="json"
    )
    assert added.status_code == 200


def test_decision_with_an_old_version_is_refused(as_haruka, haruka, decision):
    place = url(haruka, f"decisions/{decision['id']}/")
    as_haruka.patch(place, {"text": "Previews wait."}, format="json")

    answer = as_haruka.patch(
        place, {"text": "Previews go now."}, format="json", headers={"If-Match": '"1"'}
    )

    assert answer.status_code == 412
    assert as_haruka.get(place).json()["text"] == "Previews wait."


def test_decision_is_taken_back_and_brought_back(as_haruka, haruka, decision):
    place = url(haruka, f"decisions/{decision['id']}/")
    assert as_haruka.post(f"{place}withdraw/").json()["withdrawn_at"]
    assert as_haruka.post(f"{place}restore/").json()["withdrawn_at"] is None


def test_question_becomes_an_unknown(as_haruka, workspace, haruka, ren, review):
    epic = EpicFactory(workspace=workspace)
    asked = {"item": review["agenda"][0]["id"], "text": "Who pays?", "owner": ren.pk}
    question = as_haruka.post(url(haruka, "review-questions/"), asked, format="json").json()
    assert question["owner"]["name"] == ren.name

    answer = as_haruka.post(
        url(haruka, f"review-questions/{question['id']}/make-unknown/"),
        {"epic": epic.key},
        format="json",
    )

    assert answer.json()["epic"] == epic.key
    assert epic.unknowns.get().pk == answer.json()["unknown"]


def test_review_without_words_is_called_off(as_haruka, haruka, review):
    answer = as_haruka.post(url(haruka, f"reviews/{review['id']}/call-off/"))

    assert answer.status_code == 204
    assert not Review.objects.exists()


def test_lists_are_filtered(as_haruka, haruka, review, decision):
    assert len(as_haruka.get(url(haruka, "reviews/?is_open=true")).json()["results"]) == 1
    assert as_haruka.get(url(haruka, "reviews/?is_open=false")).json()["results"] == []
    theme = review["agenda"][0]["theme"]
    found = as_haruka.get(url(haruka, f"decisions/?theme={theme}")).json()["results"]
    assert [one["id"] for one in found] == [decision["id"]]
