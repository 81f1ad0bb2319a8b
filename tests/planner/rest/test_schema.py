import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client


@pytest.fixture(scope="module")
def described() -> dict[str, dict[str, dict[str, dict[str, object]]]]:
    found: dict[str, dict[str, dict[str, dict[str, object]]]] = json.loads(
        Client().get("/api/v1/schema/").content
    )
    return found


@pytest.mark.django_db
def test_schema_is_valid_and_made_without_a_guess(tmp_path: Path) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema"))


def test_schema_tells_of_every_problem(described: dict) -> None:  # type: ignore[type-arg]
    resolve = described["paths"]["/api/v1/w/{slug}/tickets/{key}/resolve/"]["post"]
    wanted = {"200", "401", "403", "404", "406", "409", "412", "429"}
    assert set(resolve["responses"]) == wanted
    assert resolve["summary"] == "Call it done"
    assert resolve["security"] == [{"token": []}]


def test_schema_is_in_english_whoever_asks_first() -> None:
    answer = Client().get("/api/v1/schema/", headers={"Accept-Language": "ja"})
    assert "Call it done" in answer.content.decode()


def test_docs_are_open_to_everybody_and_allow_no_inline_script() -> None:
    answer = Client().get("/api/v1/docs/")
    assert answer.status_code == 200
    assert "unsafe" not in answer["Content-Security-Policy"]
